import HTTP
import Testing

@Suite("The proxy on the way")
struct ProxyTests {
  private func proxy(_ environment: [String: String], _ url: String = "https://hub.example/x") throws -> String? {
    let proxy = ProxySettings(environment: environment).proxy(for: try WebURL(url).origin)
    return proxy.map { "\($0.address) \($0.variable)" }
  }

  @Test("is named by host and port and its variable, never with user and password")
  func named() throws {
    #expect(try proxy([:]) == nil)
    #expect(
      try proxy(["https_proxy": "http://ali:se@/sesame@proxy.example:3128/"]) == "proxy.example:3128 https_proxy"
    )
    #expect(try proxy(["HTTPS_PROXY": "proxy.example"]) == "proxy.example HTTPS_PROXY")
    #expect(try proxy(["HTTPS_PROXY": "", "all_proxy": "socks5h://[::1]:1080"]) == "[::1]:1080 all_proxy")
    #expect(try proxy(["https_proxy": "a:1", "HTTPS_PROXY": "b:1", "ALL_PROXY": "c:1"]) == "a:1 https_proxy")
  }

  @Test("is that of the scheme; a plain HTTP proxy counts in lower case only, as for libcurl")
  func scheme() throws {
    #expect(try proxy(["http_proxy": "p:1"]) == nil)
    #expect(try proxy(["HTTP_PROXY": "p:1"], "http://hub.example/") == nil)
    #expect(try proxy(["http_proxy": "p:1"], "http://hub.example/") == "p:1 http_proxy")
  }

  @Test("is not used for this machine, nor for hosts that are exempt")
  func exempt() throws {
    #expect(try proxy(["https_proxy": "p:1"], "https://127.0.0.1:9/") == nil)
    #expect(try proxy(["https_proxy": "p:1", "no_proxy": "localhost, .example"]) == nil)
    #expect(try proxy(["https_proxy": "p:1", "NO_PROXY": "*"]) == nil)
    #expect(try proxy(["https_proxy": "p:1", "NO_PROXY": "ub.example"]) == "p:1 https_proxy")
  }
}
