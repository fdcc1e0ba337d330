import Findings
import HTTP
import Publishing
import TestKit
import Testing

@Suite struct LinkCheckerTests {
  private func check(
    _ addresses: [String],
    private asksPrivateHosts: Bool = true,
    retry: RetryPolicy = .never
  ) async -> [Finding] {
    var configuration = HTTPConfiguration(userAgent: "test")
    configuration.retry = retry
    configuration.usesProxy = false
    let client = HTTPClient(configuration: configuration)
    let links = addresses.enumerated().map { index, address in
      CardLink(address: address, location: SourceLocation(file: "README.md", line: index + 1))
    }
    let found = await LinkChecker(client: client, asksPrivateHosts: asksPrivateHosts).run(links)
    await client.shutdown()
    return found
  }

  @Test("a page is asked for once, however often it is linked to, without its fragment and without a token")
  func once() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let found = await check(["\(server.url)/a", "\(server.url)/a#part", "\(server.url)/a", "#here", "LICENSE"])
    #expect(found.isEmpty)
    #expect(server.requests.map(\.method) == ["HEAD"])
    #expect(server.requests.map(\.target) == ["/a"])
    #expect(server.requests[0].header("Authorization") == nil)
  }

  @Test("a page that is gone is an error in each place that links to it")
  func gone() async throws {
    let server = try ScriptedServer { $0.path == "/gone" ? .status(404) : .status(200) }
    let found = await check(["\(server.url)/gone", "\(server.url)/there", "\(server.url)/gone#x"])
    #expect(found.map(\.severity) == [.error, .error])
    #expect(found.map(\.location?.line) == [1, 3])
    #expect(found.first?.seen == "the server answers 404 for \(server.url)/gone")
  }

  @Test("a server that does not know HEAD is asked with GET, for one byte")
  func get() async throws {
    let server = try ScriptedServer { $0.method == "HEAD" ? .status(405) : .status(206) }
    #expect(await check(["\(server.url)/a"]).isEmpty)
    #expect(server.requests.last?.header("Range") == "bytes=0-0")
  }

  @Test("what could not be asked about is a warning, never a pass")
  func unknown() async throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/loop": .status(302, headers: ["Location": "/loop"])
      case "/hang-up": .hangUp
      case "/busy": .status(429)
      default: .status(403)
      }
    }
    let pages = ["/loop", "/hang-up", "/busy", "/forbidden"].map { server.url + $0 }
    let found = await check(pages + ["http://user:word@example.org/"])
    #expect(found.map(\.severity) == Array(repeating: .warning, count: 5))
    #expect(found.first?.seen == "could not check \(pages[0]): it leads on to addresses that hfpub does not follow")
    #expect(found.dropFirst(2).first?.seen == "could not check \(pages[2]): the server answers 429")
  }

  @Test("a foreign card cannot make us ask this machine or a private network")
  func privateHosts() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let addresses = [
      server.url, "http://localhost/", "http://169.254.169.254/latest", "http://[::1]/", "http://router.local/",
    ]
    let found = await check(addresses, private: false)
    #expect(found.count == addresses.count)
    #expect(found.allSatisfy { $0.seen.hasSuffix("its host is no public name") })
    #expect(server.requests.isEmpty)
  }
}
