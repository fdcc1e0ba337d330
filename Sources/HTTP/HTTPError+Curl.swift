import CCurl
import Glibc

extension HTTPError {
  static func outOfMemory(_ request: HTTPRequest) -> HTTPError {
    HTTPError(
      .cannotConnect,
      problem: "cannot start \(request.method.rawValue) \(request.url)",
      reason: "the network library could not be started",
      remedy: "Close other programs and run the command again."
    )
  }

  /// What a failed transfer means, in words for people.
  static func curl(
    _ result: CURLcode,
    text: String,
    systemError: Int32,
    wasConnected: Bool,
    request: HTTPRequest,
    timeouts: HTTPTimeouts
  ) -> HTTPError {
    let server = "\(request.url.host):\(request.url.port)"
    let reach = "cannot reach \(server)"
    let exchange = "\(request.method.rawValue) \(request.url) failed"
    func error(_ code: Code, _ problem: String, _ reason: String, _ remedy: String) -> HTTPError {
      HTTPError(code, problem: problem, reason: reason, remedy: remedy, hiding: request.bearerToken.map { [$0] } ?? [])
    }
    if let refusal = proxyRefusal(text) {
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
      return error(.nameResolution, reach, "the proxy's name has no address", "Check the proxy variables.")
    case CURLE_COULDNT_CONNECT:
      let reason = systemError == 0 ? text : String(cString: strerror(systemError))
      return error(.cannotConnect, reach, reason, "Check that the server runs and that nothing blocks the way.")
    case CURLE_OPERATION_TIMEDOUT:
      return timedOut(text, wasConnected: wasConnected, request: request, timeouts: timeouts)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED:
      return error(
        .tls,
        "no trusted encrypted connection to \(server)",
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
  private static func proxyRefusal(_ text: String) -> (reason: String, remedy: String)? {
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
      "Put both into https_proxy, before its host and an @; `hfpub doctor` shows which proxy is used."
    )
  }

  private static func timedOut(
    _ text: String,
    wasConnected: Bool,
    request: HTTPRequest,
    timeouts: HTTPTimeouts
  ) -> HTTPError {
    let reason: String
    if text.contains("too slow") {
      reason = "not a byte moved for \(timeouts.stall.wholeMilliseconds / 1000) s"
    } else if let total = timeouts.total, wasConnected {
      reason = "it was not done after \(seconds(total)) s"
    } else {
      reason = "no connection to \(request.url.host):\(request.url.port) after \(seconds(timeouts.connect)) s"
    }
    return HTTPError(
      .timedOut,
      problem: "\(request.method.rawValue) \(request.url) took too long",
      reason: reason,
      remedy: "Check the network and run the command again."
    )
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = duration.wholeMilliseconds
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
  }
}
