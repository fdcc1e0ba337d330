import Files
import HTTP
import HubAPI
import TestKit
import Testing

@Suite("Continued downloads")
struct HubFetchTests {
  private let names: Names
  private let folder: TemporaryFolder
  private let content = Array("content of a file\n".utf8)
  private var part: String { "\(folder.path)/part" }

  init() throws {
    names = try Names()
    folder = try TemporaryFolder()
  }

  private func file() throws -> HubFile {
    HubFile(path: try path("sub/x y.txt"), size: content.count, hash: .sha256(FileDigests(of: content).sha256))
  }

  @Test("the range goes on to the store, the token does not")
  func store() async throws {
    let content = content
    let store = try ScriptedServer { request in
      guard request.header("Range") == "bytes=8-" else { return .status(400) }
      return .answer(status: 206, headers: ["Content-Range": "bytes 8-17/18"], body: Array(content[8...]))
    }
    let location = "\(store.url)/o?X-Amz-Signature=1"
    let (commit, tag) = (names.commit.hex, try file().tag)
    let server = try ScriptedServer { _ in
      .status(302, headers: ["Location": location, "X-Repo-Commit": commit, "X-Linked-Etag": tag])
    }
    try LocalFiles.writeAtomically(Array(content[..<8]), to: part)
    try await hub(server).fetch(file(), of: names.id, at: names.commit, into: part)
    #expect(try LocalFiles.read(part) == content)
    #expect(server.requests.first?.header("Authorization") == "Bearer \(plantedToken)")
    #expect(store.requests.first?.header("Authorization") == nil)
    #expect(server.requests.first?.target == "/acme/tiny/resolve/\(names.commit)/sub/x%20y.txt")
  }

  @Test("a file that is announced under another hash than it is listed is not taken")
  func otherTag() async throws {
    let (content, commit) = (content, names.commit.hex)
    let other = String(repeating: "9", count: 64)
    let server = try ScriptedServer { _ in
      .answer(status: 200, headers: ["X-Repo-Commit": commit, "ETag": "\"\(other)\""], body: content)
    }
    let listed = try file()
    let error = try await failure { try await hub(server).fetch(listed, of: names.id, at: names.commit, into: part) }
    #expect(error?.code == .contentMismatch)
    #expect(error?.reason == "it is announced as \(other), and listed as \(listed.tag)")
    #expect(LocalFiles.kind(part) == nil)
  }

  @Test("a refusal and a login page leave nothing to go on with")
  func refused() async throws {
    for reply in [
      ScriptedServer.Reply.text("Entry not found", status: 404, headers: ["X-Error-Code": "EntryNotFound"]),
      .text("<html><title>Login</title>", headers: ["Content-Type": "text/html"]),
    ] {
      let server = try ScriptedServer { _ in reply }
      let listed = try file()
      let error = try await failure { try await hub(server).fetch(listed, of: names.id, at: names.commit, into: part) }
      #expect(error?.code == .entryNotFound || error?.code == .contentMismatch || error?.code == .notTheHub)
      #expect(LocalFiles.kind(part) == nil)
    }
  }
}
