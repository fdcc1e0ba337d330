import CCurl
import Testing

@testable import HTTP

@Suite("Errors of encrypted connections, and of ways through proxies")
struct TLSErrorTests {
  private func error(
    _ result: CURLcode,
    _ text: String,
    proxy: ProxySettings.Proxy? = nil
  ) throws -> HTTPError {
    let circumstances = HTTPError.Circumstances(
      request: HTTPRequest(.get, try WebURL("https://hub.example/api?token=planted")),
      timeouts: HTTPTimeouts(),
      text: text,
      systemError: 0,
      wasConnected: false,
      stall: (seconds: 30, isSilence: true),
      proxy: proxy,
      now: 784_111_777
    )
    return .curl(result, circumstances)
  }

  @Test(
    "a certificate that is not valid yet or any more is told with the machine's time",
    arguments: [
      "SSL certificate problem: certificate is not yet valid", "SSL certificate problem: certificate has expired",
    ]
  )
  func clock(_ text: String) throws {
    let error = try error(CURLE_PEER_FAILED_VERIFICATION, text)
    #expect(error.code == .tls)
    #expect(error.problem == "no trusted encrypted connection to hub.example:443")
    #expect(error.reason == "\(text), while this machine's clock says 1994-11-06 08:49:37 UTC")
    #expect(
      error.remedy
        == "If the clock is wrong, set it (`hfpub doctor` compares it); else the server's certificate is at fault."
    )
    #expect(!error.isTransient)
  }

  @Test("an authority that is not known is about certificates, not about the clock")
  func authority() throws {
    let text = "SSL certificate problem: unable to get local issuer certificate"
    let error = try error(CURLE_PEER_FAILED_VERIFICATION, text)
    #expect(error.reason == text)
    #expect(error.remedy == "Behind a proxy that opens TLS, set SSL_CERT_FILE to its certificate authority.")
  }

  @Test("every error on a way through a proxy names it and its variable")
  func proxy() throws {
    let proxy = ProxySettings.Proxy(address: "proxy.example:3128", variable: "HTTPS_PROXY")
    let way = "; the way leads through the proxy proxy.example:3128, from HTTPS_PROXY"
    let results = [
      CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT,
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_WEIRD_SERVER_REPLY, CURLE_RECV_ERROR,
    ]
    for result in results {
      let error = try error(result, "words", proxy: proxy)
      #expect(error.reason.hasSuffix(way), "\(result) \(error.reason)")
    }
    #expect(try error(CURLE_COULDNT_RESOLVE_PROXY, "", proxy: proxy).remedy == "Check HTTPS_PROXY.")
    let refused = try error(CURLE_RECV_ERROR, "CONNECT tunnel failed, response 407", proxy: proxy)
    #expect(refused.code == .proxyRefused)
    #expect(refused.reason.hasSuffix(way))
    #expect(
      refused.remedy
        == "Put both into HTTPS_PROXY, before its host and an @; `hfpub doctor` shows which proxy is used."
    )
  }
}
