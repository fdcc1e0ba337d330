import HTTP
import Testing

@Suite("WebURL")
struct WebURLTests {
  @Test(
    "a URL is taken apart",
    arguments: [
      ("https://huggingface.co", "https", "huggingface.co", 443, "/", String?.none),
      ("HTTPS://HuggingFace.co/a%20b?x=1&y=%2F", "https", "huggingface.co", 443, "/a%20b", "x=1&y=%2F"),
      ("http://127.0.0.1:8080?q", "http", "127.0.0.1", 8080, "/", "q"),
      ("http://[::1]:9/x", "http", "[::1]", 9, "/x", nil),
    ]
  )
  func parts(_ text: String, _ scheme: String, _ host: String, _ port: Int, _ path: String, _ query: String?) throws {
    let url = try WebURL(text)
    #expect(url.scheme.rawValue == scheme)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.path == path)
    #expect(url.query == query)
  }

  @Test(
    "what is not a plain http URL is refused with the rule it breaks",
    arguments: [
      ("huggingface.co", "it does not begin with https:// or http://"),
      ("ftp://host/", "its scheme is neither https nor http"),
      ("https://user:secret@host/", "it holds a user name or a password"),
      ("https:///path", "it has no host"),
      ("https://host:0/", "its port is not a number from 1 to 65535"),
      ("https://host:+80/", "its port is not a number from 1 to 65535"),
      ("https://host/a b", "it holds the character U+20, which must be encoded"),
      ("https://host/\r\nX: y", "it holds the character U+D, which must be encoded"),
      ("https://host/%zz", "its path holds a % without two hexadecimal digits"),
      ("https://host/#x", "it holds a fragment (#…)"),
      ("https://h\\ost/", "it holds the character U+5C, which must be encoded"),
      ("https://ho%73t/", "its host holds a character that host names do not have"),
      ("https://[::1/", "its IPv6 address has no ]"),
      ("https://häuser/", "it holds the character U+E4, which must be encoded"),
    ]
  )
  func refused(_ text: String, _ reason: String) {
    #expect { try WebURL(text) } throws: { error in
      let error = error as? HTTPError
      return error?.code == .malformedURL && error?.reason == reason && error?.problem.contains("secret") == false
    }
  }

  @Test(
    "a reference is resolved as a browser would",
    arguments: [
      ("https://b.example/x", "https://b.example/x"),
      ("//b.example/x", "https://b.example/x"),
      ("/x?y", "https://a.example/x?y"),
      ("x", "https://a.example/p/x"),
      ("../x?u=http://z", "https://a.example/x?u=http://z"),
      ("?q=2", "https://a.example/p/o?q=2"),
      ("", "https://a.example/p/o?q=1"),
      ("/x#part", "https://a.example/x"),
    ]
  )
  func resolving(_ reference: String, _ expected: String) throws {
    #expect(try WebURL("https://a.example/p/o?q=1").resolving(reference).text == expected)
  }

  @Test("other schemes are not followed", arguments: ["javascript:alert(1)", "file:///etc/passwd", "ftp://x/"])
  func schemes(_ reference: String) {
    #expect(throws: HTTPError.self) { try WebURL("https://a.example/").resolving(reference) }
  }

  @Test("components and query items are percent-encoded, slashes included")
  func building() throws {
    let url = try WebURL("https://a.example/base").appending(["refs/pr/2", "a b"], query: ["q": "ä&="])
    #expect(url.text == "https://a.example/base/refs%2Fpr%2F2/a%20b?q=%C3%A4%26%3D")
  }

  @Test("the description keeps the query to itself")
  func description() throws {
    #expect("\(try WebURL("https://a.example/x?X-Amz-Signature=abc"))" == "https://a.example/x?…")
  }

  @Test("only addresses of this machine are loopback")
  func loopback() throws {
    for text in ["http://127.0.0.1/", "http://127.9.9.9:1/", "http://localhost/", "http://[::1]/"] {
      #expect(try WebURL(text).origin.isLoopback)
    }
    for text in ["http://127.0.0.1.evil.example/", "http://127.evil/", "http://10.0.0.1/", "http://localhost.x/"] {
      #expect(try !WebURL(text).origin.isLoopback)
    }
  }

  @Test("a secret shows three stars wherever it is printed")
  func secret() {
    let secret = Secret("hf_planted")
    var dumped = ""
    dump(["key": secret], to: &dumped)
    #expect("\(secret)" == "***")
    #expect(String(reflecting: secret) == "***")
    #expect(!dumped.contains("planted"))
  }

  @Test("header names are compared without regard to case")
  func headers() {
    var headers: HTTPHeaders = ["ETag": "a", "link": "b"]
    headers.append(name: "Link", value: "c")
    #expect(headers["etag"] == "a")
    #expect(headers.all("LINK") == ["b", "c"])
    headers["Link"] = nil
    #expect(headers.fields.count == 1)
  }
}
