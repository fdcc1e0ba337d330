import Files
import HTTP
import HubAPI
import TestKit
import Testing

@Suite("Downloads")
struct HubDownloadTests {
  private let names: Names
  private let folder: TemporaryFolder
  private let target: String
  private let content = Array("content of a file\n".utf8)

  init() throws {
    names = try Names()
    folder = try TemporaryFolder()
    target = "\(folder.path)/file"
  }

  private func download(_ server: ScriptedServer, _ revision: Revision? = nil) async throws -> HubDownload {
    try await hub(server).download(
      names.id,
      revision: revision ?? names.branch,
      path: path("sub/x y.txt"),
      to: target
    )
  }

  @Test("a regular file comes from the Hub and is checked by its git id")
  func regular() async throws {
    let (content, commit) = (content, names.commit.hex)
    let tag = "W/\"\(GitBlobID.of(content))\""
    let server = try ScriptedServer { _ in
      .answer(status: 200, headers: ["X-Repo-Commit": commit, "ETag": tag], body: content)
    }
    let result = try await download(server)
    #expect(result == HubDownload(commit: names.commit, size: 18, sha256: FileDigests(of: content).sha256))
    #expect(try LocalFiles.read(target) == content)
    let request = try #require(server.requests.first)
    #expect(request.target == "/acme/tiny/resolve/dev%2Fx/sub/x%20y.txt")
    #expect(request.header("Accept-Encoding") == "identity")
    #expect(request.header("Authorization") == "Bearer \(plantedToken)")
  }

  @Test("an LFS file comes from a store that gets no token, and is checked by the Hub's own header")
  func linked() async throws {
    let (content, commit) = (content, names.commit.hex)
    let store = try ScriptedServer { _ in
      .answer(status: 200, headers: ["ETag": "\"another\"", "X-Repo-Commit": "lie"], body: content)
    }
    let location = "\(store.url)/o?X-Amz-Signature=1"
    let tag = "\"\(FileDigests(of: content).sha256)\""
    let server = try ScriptedServer { request in
      // First a renamed repository, then the store.
      request.target.hasPrefix("/acme")
        ? .status(307, headers: ["Location": "/new/name"])
        : .status(
          302,
          headers: [
            "Location": location, "X-Repo-Commit": commit, "X-Linked-Etag": tag, "X-Linked-Size": "18", "ETag": "\"x\"",
          ]
        )
    }
    #expect(try await download(server).commit == names.commit)
    #expect(server.requests.allSatisfy { $0.header("Authorization") == "Bearer \(plantedToken)" })
    #expect(server.requests.count == 2)
    #expect(store.requests.first?.header("Authorization") == nil)
    #expect(try LocalFiles.read(target) == content)
  }

  @Test("of a download that is kept nowhere size and hash are known, and what was announced is compared")
  func forgotten() async throws {
    let (content, commit) = (content, names.commit.hex)
    let sha256 = FileDigests(of: content).sha256
    let server = try ScriptedServer { request in
      let tag = request.target.hasSuffix("bad") ? FileDigests(of: [1]).sha256 : sha256
      return .answer(status: 200, headers: ["X-Repo-Commit": commit, "ETag": "\"\(tag)\""], body: content)
    }
    func fetch(_ name: String, _ most: Int = 18) async throws -> HubDownload {
      try await hub(server).downloadHash(names.id, revision: names.branch, path: path(name), maximumBytes: most)
    }
    #expect(try await fetch("good") == HubDownload(commit: names.commit, size: 18, sha256: sha256))
    let bad = await #expect(throws: HubError.self) { try await fetch("bad") }
    #expect(bad?.code == .contentMismatch)
    let large = await #expect(throws: HubError.self) { try await fetch("good", 17) }
    #expect((large?.cause as? HTTPError)?.code == .responseTooLarge)
  }

  @Test("a store's refusal is not taken for the Hub's")
  func refusedByStore() async throws {
    let commit = names.commit.hex
    let store = try ScriptedServer { _ in .text("<Error><Code>AccessDenied</Code></Error>", status: 403) }
    let location = "\(store.url)/o?X-Amz-Signature=1"
    let server = try ScriptedServer { _ in .status(302, headers: ["Location": location, "X-Repo-Commit": commit]) }
    let error = try await failure { try await download(server) }
    #expect(error?.code == .objectRefused)
    #expect(error?.reason == "storage at 127.0.0.1 does not give it: “AccessDenied” (status 403)")
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("content that is not what was announced leaves no file")
  func mismatch() async throws {
    let commit = names.commit.hex
    let other = Array("other".utf8)
    let tags = ["\"\(FileDigests(of: content).sha256)\"", "\"\(GitBlobID.of(content))\""]
    for tag in tags {
      let server = try ScriptedServer { _ in
        .answer(status: 200, headers: ["X-Repo-Commit": commit, "ETag": tag], body: other)
      }
      let error = try await failure { try await download(server) }
      #expect(error?.code == .contentMismatch)
      #expect(error?.reason.hasSuffix("was announced") == true)
    }
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("an answer without commit, with another commit or without a hash is refused")
  func headers() async throws {
    let (content, commit) = (content, names.commit.hex)
    let other = String(repeating: "9", count: 40)
    let tag = "\"\(GitBlobID.of(content))\""
    let cases: [(KeyValuePairs<String, String>, String)] = [
      (["ETag": tag], "the header X-Repo-Commit is missing"),
      (["ETag": tag, "X-Repo-Commit": "main"], "the header X-Repo-Commit holds no commit id"),
      (["ETag": tag, "X-Repo-Commit": other], "it is from the commit \(other)"),
      (["ETag": "\"5f-gzip\"", "X-Repo-Commit": commit], "the header ETag holds no hash of the file"),
      (["X-Repo-Commit": commit], "the header ETag holds no hash of the file"),
    ]
    for (headers, reason) in cases {
      let server = try ScriptedServer { _ in .answer(status: 200, headers: headers, body: content) }
      let error = try await failure { try await download(server, Revision(names.commit)) }
      #expect(error?.code == .malformedAnswer)
      #expect(error?.reason == "the server's answer breaks the protocol: \(reason)")
    }
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("a login page is not taken for a file")
  func page() async throws {
    let server = try ScriptedServer { _ in
      .text("<html><title>Login</title>", headers: ["Content-Type": "text/html"])
    }
    let error = try await failure { try await download(server) }
    #expect(error?.code == .notTheHub)
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("a missing file is named with its revision")
  func missing() async throws {
    let server = try ScriptedServer { _ in
      .text("Entry not found", status: 404, headers: ["X-Error-Code": "EntryNotFound"])
    }
    let error = try await failure { try await download(server) }
    #expect(error?.code == .entryNotFound)
    #expect(
      error?.reason
        == "acme/tiny has no sub/x y.txt at dev/x; the Hub says “Entry not found” (status 404, EntryNotFound)"
    )
  }

  @Test("an existing file is replaced only by good content")
  func replaced() async throws {
    try LocalFiles.writeAtomically(Array("before".utf8), to: target)
    let (content, commit) = (content, names.commit.hex)
    let tag = "\"\(GitBlobID.of(content))\""
    let bad = try ScriptedServer { _ in
      .answer(status: 200, headers: ["X-Repo-Commit": commit, "ETag": tag], body: [1])
    }
    _ = try await failure { try await download(bad) }
    #expect(try LocalFiles.readText(target) == "before")
    let good = try ScriptedServer { _ in
      .answer(status: 200, headers: ["X-Repo-Commit": commit, "ETag": tag], body: content)
    }
    _ = try await download(good)
    #expect(try LocalFiles.read(target) == content)
  }
}
