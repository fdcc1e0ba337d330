import Files
import Findings
import Glibc
import HTTP
import Synchronization
import TestKit
import Testing

@Suite("Bodies")
struct BodyTests {
  private let folder: TemporaryFolder
  private let file: String
  private let content: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    file = "\(folder.path)/content.bin"
    content = (0..<300_007).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    try LocalFiles.writeAtomically(content, to: file)
  }

  @Test(
    "a file is streamed with its exact length, never chunked, without waiting",
    arguments: [HTTPRequest.Method.put, .post]
  )
  func file(_ method: HTTPRequest.Method) async throws {
    let server = try ScriptedServer { _ in .status(200) }
    var request = try HTTPRequest(method, WebURL(server, "/o"), body: .file(path: file))
    request.hashesSentBody = true
    let response = try await client().send(request)
    let arrived = try #require(server.requests.first)
    #expect(arrived.body == content)
    #expect(arrived.header("Content-Length") == "300007")
    #expect(arrived.header("Transfer-Encoding") == nil)
    #expect(arrived.header("Expect") == nil)
    #expect(arrived.header("Content-Type") == nil)
    #expect(response.sentSHA256 == FileDigests(of: content).sha256)
  }

  @Test("a slice of a file is sent alone")
  func slice() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    var request = try HTTPRequest(.put, WebURL(server, "/o"), body: .file(path: file, offset: 1000, count: 77_777))
    request.hashesSentBody = true
    let response = try await client().send(request)
    let slice = Array(content[1000..<78_777])
    #expect(server.requests.first?.body == slice)
    #expect(response.sentSHA256 == FileDigests(of: slice).sha256)
  }

  @Test("a file that cannot be sent is closed once, never a second time under somebody else")
  func closedOnce() async throws {
    let isDone = Atomic(false)
    async let lost = Task.detached {
      var lost = 0
      while !isDone.load(ordering: .relaxed) {
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        lost += descriptor < 0 || close(descriptor) == 0 ? 0 : 1
      }
      return lost
    }.value
    let client = client()
    let request = try HTTPRequest(
      .put,
      WebURL("http://127.0.0.1:9/"),
      body: .file(path: file, offset: 1, count: 300_007)
    )
    for _ in 0..<2000 {
      let error = try await failure { try await client.send(request) }
      #expect(error?.code == .localFile)
    }
    isDone.store(true, ordering: .relaxed)
    #expect(await lost == 0)
  }

  @Test("an empty body announces a length of zero", arguments: [HTTPRequest.Method.put, .post])
  func empty(_ method: HTTPRequest.Method) async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let client = client()
    _ = try await client.send(HTTPRequest(method, WebURL(server, "/")))
    _ = try await client.send(HTTPRequest(method, WebURL(server, "/"), body: .bytes([])))
    #expect(server.requests.map { $0.header("Content-Length") } == ["0", "0"])
    #expect(server.requests.map(\.method) == [method.rawValue, method.rawValue])
  }

  @Test("each method goes out under its name")
  func methods() async throws {
    let server = try ScriptedServer { _ in .text("x") }
    let client = client()
    for method in [HTTPRequest.Method.get, .head, .post, .put, .delete] {
      _ = try await client.send(HTTPRequest(method, WebURL(server, "/a%2Fb/../c?x=%20")))
    }
    #expect(server.requests.map(\.method) == ["GET", "HEAD", "POST", "PUT", "DELETE"])
    #expect(server.requests.allSatisfy { $0.target == "/a%2Fb/../c?x=%20" })
    #expect(server.requests.allSatisfy { $0.header("User-Agent") == "hfpub-tests/1.0" })
  }

  @Test("a missing file, a folder and a slice beyond the end are told before anything is sent")
  func unusable() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let url = try WebURL(server, "/")
    func reason(_ body: HTTPRequest.Body) async throws -> String? {
      let error = try await failure { try await client().send(.init(.put, url, body: body)) }
      #expect(error?.code == .localFile)
      #expect(error?.exitStatus == .localInput)
      return error?.reason
    }
    #expect(try await reason(.file(path: "\(folder.path)/none")) == "it does not exist")
    #expect(try await reason(.file(path: folder.path)) == "it is not a regular file")
    #expect(
      try await reason(.file(path: file, offset: 300_000, count: 8))
        == "it has 300007 bytes, but 8 from byte 300000 were to be sent"
    )
    #expect(try await reason(.file(path: file, offset: .max, count: .max)) != nil)
    #expect(server.requests.isEmpty)
  }

  @Test("a header that would break the request apart is refused")
  func headerInjection() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let url = try WebURL(server, "/")
    for (name, value) in [("X-A", "b\r\nX-C: d"), ("X A", "b"), ("X:A", "b"), ("", "b"), ("X-A", "b\0")] {
      var headers = HTTPHeaders()
      headers.append(name: name, value: value)
      let request = HTTPRequest(.get, url, headers: headers)
      let error = try await failure { try await client().send(request) }
      #expect(error?.code == .malformedURL)
    }
    let token = Secret("hf_planted0\r\nX-Evil: 1")
    let error = try await failure { try await client().send(.init(.get, url, bearerToken: token)) }
    #expect(error?.problem == "cannot send the header Authorization")
    #expect("\(String(describing: error))".contains("planted") == false)
    #expect(server.requests.isEmpty)
  }

  @Test("headers with an empty value are sent")
  func emptyHeader() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    _ = try await client().send(.init(.get, WebURL(server, "/"), headers: ["X-Empty": ""]))
    #expect(server.requests.first?.header("X-Empty") == "")
  }

  @Test("a download goes to a new file with size and hash")
  func download() async throws {
    let content = content
    let server = try ScriptedServer { _ in .answer(status: 200, headers: [:], body: content) }
    let target = "\(folder.path)/new"
    let result = try await client().download(.init(.get, WebURL(server, "/")), toFile: target)
    #expect(result.file?.size == 300_007)
    #expect(result.file?.sha256 == FileDigests(of: content).sha256)
    #expect(try LocalFiles.read(target) == content)
    #expect(result.response.body.isEmpty)
  }

  @Test("an empty download leaves an empty file")
  func emptyDownload() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let target = "\(folder.path)/new"
    let result = try await client().download(.init(.get, WebURL(server, "/")), toFile: target)
    #expect(result.file?.size == 0)
    #expect(try LocalFiles.read(target) == [])
  }

  @Test("an error answer leaves no file and keeps its words")
  func failedDownload() async throws {
    let server = try ScriptedServer { _ in .text("no such entry", status: 404) }
    let target = "\(folder.path)/new"
    let result = try await client().download(.init(.get, WebURL(server, "/")), toFile: target)
    #expect(result.file == nil)
    #expect(result.response.text == "no such entry")
    #expect(LocalFiles.kind(target) == nil)
  }

  @Test("a download never replaces a file")
  func existing() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().download(.init(.get, url), toFile: file) }
    #expect(error?.code == .localFile)
    #expect(try LocalFiles.read(file) == content)
  }

  @Test("a truncated download leaves no file; a second attempt starts from nothing")
  func truncated() async throws {
    let count = Counter()
    let server = try ScriptedServer { request in
      if request.path == "/always" || count.next() == 0 {
        return .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part".utf8))
      }
      return .text("whole")
    }
    let target = "\(folder.path)/new"
    let url = try WebURL(server, "/always")
    let error = try await failure { try await client().download(.init(.get, url), toFile: target) }
    #expect(error?.code == .brokenTransfer)
    #expect(LocalFiles.kind(target) == nil)
    let result = try await client(retry: RetryPolicy()).download(.init(.get, WebURL(server, "/")), toFile: target)
    #expect(result.response.attempts == 2)
    #expect(try LocalFiles.readText(target) == "whole")
  }

  @Test("a download over its limit is stopped and leaves no file")
  func oversized() async throws {
    let content = content
    let server = try ScriptedServer { _ in .answer(status: 200, headers: [:], body: content) }
    let target = "\(folder.path)/new"
    let url = try WebURL(server, "/")
    let error = try await failure {
      try await client().download(.init(.get, url), toFile: target, maximumBytes: 300_006)
    }
    #expect(error?.code == .responseTooLarge)
    #expect(LocalFiles.kind(target) == nil)
  }

  /// A server that cuts its first answers and honours ranges unless told otherwise.
  private func cutting(_ cuts: Int, ranges: Bool = true) throws -> ScriptedServer {
    let (content, count) = (content, Counter())
    return try ScriptedServer { request in
      let range = request.header("Range").map { $0.dropFirst("bytes=".count).prefix { $0 != "-" } }
      let first = ranges ? range.flatMap { Int($0) } ?? 0 : 0
      let status = first > 0 ? "206 Partial Content" : "200 OK"
      let end = count.next() < cuts ? min(first + 100_000, content.count) : content.count
      let head =
        "HTTP/1.1 \(status)\r\nContent-Length: \(content.count - first)\r\n"
        + "Content-Range: bytes \(first)-\(content.count - 1)/\(content.count)\r\n\r\n"
      return .raw(Array(head.utf8) + content[first..<end])
    }
  }

  @Test("what came before a cut stays, and the next download asks for the rest only")
  func continued() async throws {
    let server = try cutting(1)
    let target = "\(folder.path)/new"
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().download(.init(.get, url), continuing: target) }
    #expect(error?.code == .brokenTransfer)
    #expect(try LocalFiles.read(target) == Array(content.prefix(100_000)))
    let result = try await client().download(.init(.get, url), continuing: target)
    #expect(server.requests.map { $0.header("Range") } == [nil, "bytes=100000-"])
    #expect(result.file?.size == 300_007)
    #expect(result.file?.sha256 == FileDigests(of: content).sha256)
    #expect(try LocalFiles.read(target) == content)
  }

  @Test("further attempts of one download continue, and progress never goes back")
  func continuedAttempts() async throws {
    let server = try cutting(2)
    let target = "\(folder.path)/new"
    let seen = Mutex<[Int]>([])
    var request = HTTPRequest(.get, try WebURL(server, "/"))
    request.progress = { progress in seen.withLock { $0.append(progress.received) } }
    let result = try await client(retry: RetryPolicy()).download(request, continuing: target)
    #expect(server.requests.map { $0.header("Range") } == [nil, "bytes=100000-", "bytes=200000-"])
    #expect(result.file?.sha256 == FileDigests(of: content).sha256)
    let values = seen.withLock { $0 }
    #expect(values == values.sorted())
    #expect(values.last == 300_007)
  }

  @Test("a server that sends the whole file again is taken at its word")
  func rangeIgnored() async throws {
    let server = try cutting(1, ranges: false)
    let target = "\(folder.path)/new"
    let url = try WebURL(server, "/")
    _ = try await failure { try await client().download(.init(.get, url), continuing: target) }
    let result = try await client().download(.init(.get, url), continuing: target)
    #expect(server.requests.last?.header("Range") == "bytes=100000-")
    #expect(result.file?.sha256 == FileDigests(of: content).sha256)
    #expect(try LocalFiles.read(target) == content)
  }

  @Test("an answer with another part than asked for is refused and changes nothing")
  func otherRange() async throws {
    let target = "\(folder.path)/new"
    try LocalFiles.writeAtomically(Array(content.prefix(10)), to: target)
    for range in ["bytes 5-99/100", "bytes */100", "lines 10-99/100", ""] {
      let server = try ScriptedServer { _ in .text("xxxxx", status: 206, headers: ["Content-Range": range]) }
      let url = try WebURL(server, "/")
      let error = try await failure { try await client().download(.init(.get, url), continuing: target) }
      #expect(error?.code == .brokenTransfer)
      #expect(error?.reason.hasPrefix("asked for the bytes from 10, the server sends those from") == true)
      #expect(try LocalFiles.read(target) == Array(content.prefix(10)))
    }
  }

  @Test("a link in place of the file to go on with is not followed")
  func plantedLink() async throws {
    let target = "\(folder.path)/new"
    symlink("\(folder.path)/victim", target)
    let server = try ScriptedServer { _ in .text("x") }
    let url = try WebURL(server, "/")
    let error = try await failure { try await client().download(.init(.get, url), continuing: target) }
    #expect(error?.code == .localFile)
    #expect(LocalFiles.kind("\(folder.path)/victim") == nil)
  }

  @Test("progress ends with all bytes")
  func progress() async throws {
    let server = try ScriptedServer { _ in .status(200) }
    let last = Mutex(0)
    var request = try HTTPRequest(.put, WebURL(server, "/o"), body: .file(path: file))
    request.progress = { progress in last.withLock { $0 = progress.sent } }
    _ = try await client().send(request)
    #expect(last.withLock { $0 } == 300_007)
  }
}
