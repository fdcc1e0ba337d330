import CCurl
import Glibc

extension HTTPError {
  /// How long a transfer stood still before it was given up, and whether it did so altogether.
  typealias Stall = (seconds: Int, isSilence: Bool)

  /// What a failed transfer was about, besides curl's result.
  struct Circumstances {
    let request: HTTPRequest
    let timeouts: HTTPTimeouts
    /// curl's own words.
    let text: String
    let systemError: Int32
    let wasConnected: Bool
    let stall: Stall
    /// The proxy on the way.
    let proxy: ProxySettings.Proxy?
    /// Seconds since 1970.
    let now: Double
  }

  static func outOfMemory(_ request: HTTPRequest) -> HTTPError {
    let problem = "cannot start \(request.method.rawValue) \(request.url)"
    if let missing = ccurl_problem() {
      return HTTPError(
        .libraryMissing,
        problem: problem,
        reason: "libcurl cannot be loaded (\(String(cString: missing)))",
        remedy: "Install it, on Debian by: apt-get install libcurl4"
      )
    }
    return HTTPError(
      .cannotConnect,
      problem: problem,
      reason: "the network library could not be started",
      remedy: "Close other programs and run the command again."
    )
  }

  /// What a failed transfer means, in words for people.
  static func curl(_ result: CURLcode, _ facts: Circumstances) -> HTTPError {
    let (request, text) = (facts.request, facts.text)
    let server = "\(request.url.host):\(request.url.port)"
    let reach = "cannot reach \(server)"
    let exchange = "\(request.method.rawValue) \(request.url) failed"
    let way = facts.proxy.map { "; the way leads through the proxy \($0.address), from \($0.variable)" } ?? ""
    func error(_ code: Code, _ problem: String, _ reason: String, _ remedy: String) -> HTTPError {
      HTTPError(
        code,
        problem: problem,
        reason: reason + way,
        remedy: remedy,
        hiding: request.bearerToken.map { [$0] } ?? []
      )
    }
    if let refusal = proxyRefusal(text, facts.proxy) {
      return error(.proxyRefused, reach, refusal.reason, refusal.remedy)
    }
    switch result {
    case CURLE_COULDNT_RESOLVE_HOST:
      return error(
        .nameResolution,
        reach,
        "the name \(request.url.host) has no address",
        "Check the endpoint's spelling and the network."
      )
    case CURLE_COULDNT_RESOLVE_PROXY:
      let variable = facts.proxy?.variable ?? "the proxy variables"
      return error(.nameResolution, reach, "the proxy's name has no address", "Check \(variable).")
    case CURLE_COULDNT_CONNECT:
      let reason = facts.systemError == 0 ? text : String(cString: strerror(facts.systemError))
      return error(.cannotConnect, reach, reason, "Check that the server runs and that nothing blocks the way.")
    case CURLE_OPERATION_TIMEDOUT:
      let (problem, reason) = timedOut(facts)
      return error(.timedOut, problem, reason, "Check the network and run the command again.")
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED:
      let problem = "no trusted encrypted connection to \(server)"
      if text.contains("is not yet valid") || text.contains("has expired") {
        return error(
          .tls,
          problem,
          "\(text), while this machine's clock says \(UTCTime.text(facts.now))",
          "If the clock is wrong, set it (`hfpub doctor` compares it); else the server's certificate is at fault."
        )
      }
      return error(
        .tls,
        problem,
        text,
        "Behind a proxy that opens TLS, set SSL_CERT_FILE to its certificate authority."
      )
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      return error(
        .brokenTransfer,
        exchange,
        "what came back is not HTTP (\(text))",
        "Check the endpoint and any proxy in between."
      )
    case CURLE_WRITE_ERROR:
      return error(
        .responseTooLarge,
        exchange,
        "the header of the answer is larger than 256 KiB",
        "Check the endpoint and any proxy in between."
      )
    case CURLE_URL_MALFORMAT:
      return .malformedURL(request.url.description, reason: text)
    default:
      return error(.brokenTransfer, exchange, "the connection broke: \(text)", "Run the command again.")
    }
  }

  /// What a proxy answered when it was asked for a way to the server, as far as asking again cannot help.
  private static func proxyRefusal(
    _ text: String,
    _ proxy: ProxySettings.Proxy?
  ) -> (reason: String, remedy: String)? {
    // libcurl's own words; it has no code for them.
    guard let mark = text.firstRange(of: "CONNECT tunnel failed, response "),
      let status = Int(text[mark.upperBound...]),
      (400..<500).contains(status)
    else { return nil }
    guard status == 407 else {
      return ("the proxy on the way refuses it (status \(status))", "Ask whoever runs the proxy, or set no_proxy.")
    }
    return (
      "the proxy on the way wants a user and a password, or other ones (status 407)",
      "Put both into \(proxy?.variable ?? "https_proxy"), before its host and an @; `hfpub doctor` shows which proxy is used."
    )
  }

  private static func timedOut(_ facts: Circumstances) -> (problem: String, reason: String) {
    let (url, timeouts) = (facts.request.url, facts.timeouts)
    let problem = "\(facts.request.method.rawValue) \(url) took too long"
    if facts.text.contains("too slow") {
      let much =
        facts.stall.isSilence ? "not a byte moved" : "less than \(timeouts.minimumSpeed) bytes a second moved"
      return (problem, "\(much) for \(facts.stall.seconds) s")
    }
    if let total = timeouts.total, facts.wasConnected {
      return (problem, "it was not done after \(seconds(total)) s")
    }
    return (problem, "no connection to \(url.host):\(url.port) after \(seconds(timeouts.connect)) s")
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = duration.wholeMilliseconds
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
  }
}
