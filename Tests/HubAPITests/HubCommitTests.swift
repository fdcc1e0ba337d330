import Files
import Findings
import Foundation
import HTTP
import HubAPI
import TestKit
import Testing

@Suite("Commits")
struct HubCommitTests {
  private let names: Names
  private let folder: TemporaryFolder

  init() throws {
    names = try Names()
    folder = try TemporaryFolder()
  }

  private static let success = ScriptedServer.Reply.json(
    #"{"success":true,"commitOid":"0123456789ABCDEF0123456789abcdef01234567","commitUrl":"https://evil/","hookOutput":"<b>ok"}"#
  )

  private func commit(_ server: ScriptedServer, _ operations: [CommitOperation]? = nil) async throws -> HubCommit {
    try await hub(server, attempts: 3).commit(
      names.id,
      revision: names.branch,
      message: .init(summary: "Add \"it\"", description: "Line 1\nLine 2", parent: names.commit),
      operations: operations ?? [.add(path("a"), content: [1])]
    )
  }

  @Test("the body is one header line and one line a change, deletions first")
  func body() async throws {
    let server = try ScriptedServer { _ in Self.success }
    let local = "\(folder.path)/f"
    try LocalFiles.writeAtomically(Array("file".utf8), to: local)
    let sha256 = try #require(SHA256Digest(hex: String(repeating: "d", count: 64)))
    let made = try await commit(
      server,
      [
        .add(path("config.json"), content: Array("{\"a\":1}\n".utf8)),
        .addObject(path("sub/model \"1\".safetensors"), sha256: sha256, size: 200_000),
        .delete(path("old/ä.txt")),
        .addFile(path("f"), localPath: local, expected: GitBlobID.of(Array("file".utf8))),
        .deleteFolder(path("gone")),
        .add(path("empty"), content: []),
      ]
    )
    #expect(
      made == HubCommit(id: names.commit, url: "\(server.url)/acme/tiny/commit/\(names.commit)", hookOutput: "ok")
    )
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/api/models/acme/tiny/commit/dev%2Fx")
    #expect(request.header("Content-Type") == "application/x-ndjson")
    #expect(request.header("Content-Length") == "\(request.body.count)")
    #expect(request.header("Authorization") == "Bearer \(plantedToken)")
    let lines = [
      #"{"key":"header","value":{"description":"Line 1\nLine 2","parentCommit":"\#(names.commit)","summary":"Add \"it\""}}"#,
      #"{"key":"deletedFile","value":{"path":"old/ä.txt"}}"#,
      #"{"key":"deletedFolder","value":{"path":"gone"}}"#,
      #"{"key":"file","value":{"content":"eyJhIjoxfQo=","encoding":"base64","path":"config.json"}}"#,
      #"{"key":"lfsFile","value":{"algo":"sha256","oid":"\#(sha256)","path":"sub/model \"1\".safetensors","size":200000}}"#,
      #"{"key":"file","value":{"content":"ZmlsZQ==","encoding":"base64","path":"f"}}"#,
      #"{"key":"file","value":{"content":"","encoding":"base64","path":"empty"}}"#,
    ]
    #expect(request.text == lines.map { $0 + "\n" }.joined())
  }

  @Test("content of many pieces arrives whole", arguments: [786_431, 786_432, 786_433, 2_000_000])
  func large(_ size: Int) async throws {
    let server = try ScriptedServer { _ in Self.success }
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 9) }
    _ = try await commit(server, [.add(path("a"), content: content)])
    let line = try #require(server.requests.first?.text.split(separator: "\n").last)
    let decoded = try JSONDecoder().decode(CommitLine.self, from: Data(line.utf8))
    guard case .file(_, let text, _) = decoded else {
      Issue.record("not a file line")
      return
    }
    #expect(Data(base64Encoded: text).map { Array($0) } == content)
  }

  @Test("a commit is sent once: a lost answer is an unknown outcome")
  func lost() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    let error = try await failure { try await commit(server) }
    #expect(error?.code == .outcomeUnknown)
    #expect(error?.exitStatus == .outcomeUnknown)
    #expect(error?.problem == "cannot tell whether the commit to acme/tiny at dev/x was made")
    #expect(error?.reason.hasPrefix("it was sent, but no usable answer came: POST ") == true)
    #expect(
      error?.remedy
        == "Compare the files of acme/tiny with what was to be published before sending anything again."
    )
    #expect(server.requests.count == 1)
  }

  @Test("a server fault, a broken answer and one over the limit are unknown outcomes too")
  func unknown() async throws {
    let replies: [ScriptedServer.Reply] = [
      .status(500), .status(503), .status(504), .status(200), .text("<html>", headers: ["Content-Type": "text/html"]),
      .json("{}"), .json(#"{"commitOid":"x","commitUrl":""}"#),
      .json(#"{"success":false,"commitOid":"0123456789abcdef0123456789abcdef01234567","commitUrl":""}"#),
      .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".utf8)),
      .text(String(repeating: "x", count: 17 << 20)),
    ]
    for reply in replies {
      let server = try ScriptedServer { _ in reply }
      let error = try await failure { try await commit(server) }
      #expect(error?.code == .outcomeUnknown)
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "a clear refusal is itself",
    arguments: [
      (400, HubError.Code.badRequest), (401, .unauthorized), (403, .forbidden), (404, .repositoryNotFound),
      (412, .parentMoved), (413, .tooLarge), (429, .rateLimited),
    ]
  )
  func refused(_ status: Int, _ code: HubError.Code) async throws {
    let server = try ScriptedServer { _ in .status(status) }
    let error = try await failure { try await commit(server) }
    #expect(error?.code == code)
    #expect(error?.problem == "cannot commit to acme/tiny at dev/x")
    #expect(server.requests.count == 1)
  }

  @Test("a commit that was never sent is not unknown")
  func unsent() async throws {
    let closed = try ClosedPort()
    let server = try ScriptedServer { _ in .hangUp }
    let hub = HubClient(
      endpoint: try HubEndpoint("http://127.0.0.1:\(closed.port)"),
      token: Secret(plantedToken),
      http: try hub(server).http
    )
    let operations = [CommitOperation.delete(try path("a"))]
    let error = try await failure {
      try await hub.commit(names.id, revision: .main, message: .init(summary: "x"), operations: operations)
    }
    #expect(error?.code == .unreachable)
  }

  @Test("empty commits, empty summaries and a path named twice are refused before anything is sent")
  func local() async throws {
    let server = try ScriptedServer { _ in Self.success }
    let hub = try hub(server)
    func reason(_ summary: String, _ operations: [CommitOperation]) async throws -> String? {
      let error = try await failure {
        try await hub.commit(names.id, revision: .main, message: .init(summary: summary), operations: operations)
      }
      #expect(error?.code == .badRequest)
      return error?.reason
    }
    let deletion = CommitOperation.delete(try path("a"))
    #expect(try await reason("x", []) == "the commit changes nothing")
    #expect(try await reason(" \n", [deletion]) == "the commit's summary is empty")
    #expect(
      try await reason("x", [deletion, .add(path("a"), content: [])]) == "a is changed twice in one commit"
    )
    #expect(server.requests.isEmpty)
  }

  @Test("a file that changed after it was examined is not committed")
  func changed() async throws {
    let server = try ScriptedServer { _ in Self.success }
    let local = "\(folder.path)/f"
    try LocalFiles.writeAtomically(Array("new".utf8), to: local)
    let operation = CommitOperation.addFile(try path("f"), localPath: local, expected: GitBlobID.of(Array("old".utf8)))
    let error = try await failure { try await commit(server, [operation]) }
    #expect(error?.code == .localFile)
    #expect(error?.reason == "cannot commit \(local): its content changed after it was examined")
    #expect(server.requests.isEmpty)
  }
}
