import Files
import Findings
import HTTP
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite("Listings that nobody should trust")
struct HostileListingTests {
  private static let commit = String(repeating: "ab", count: 20)
  private static let blob = GitBlobID.of(Array("evil".utf8)).hex

  /// A download from a server that lists these entries and serves "evil" for every one.
  private func failure(_ entries: String, in place: TemporaryFolder) async throws -> any ExplainedError {
    let tag = Self.blob
    let server = try ScriptedServer { request in
      if request.path.contains("/tree/") { return .json("[\(entries)]") }
      if request.path.contains("/resolve/") {
        return .text("evil", headers: ["X-Repo-Commit": Self.commit, "ETag": "\"\(tag)\""])
      }
      return .json(#"{"id":"acme/tiny","sha":"\#(Self.commit)"}"#)
    }
    defer { server.stop() }
    let hub = HubClient(
      endpoint: try HubEndpoint(server.url),
      token: nil,
      http: HTTPClient(configuration: HTTPConfiguration(userAgent: "hfpub-tests/1.0"))
    )
    let id = try #require(RepositoryID("acme/tiny"))
    do {
      try await SnapshotDownload(id, from: .hub(hub), into: HubCache(root: "\(place.path)/a/b/cache")).run()
    } catch let error as any ExplainedError {
      return error
    }
    throw FixtureError(text: "the listing \(entries) was taken")
  }

  private func entry(_ path: String, oid: String = blob) -> String {
    #"{"type":"file","oid":"\#(oid)","size":4,"path":"\#(path)"}"#
  }

  @Test(
    "a path that leaves the folder is refused, and nothing is written anywhere",
    arguments: ["../evil", "/evil", "a/../../evil", "..", "a//b", "a/./b", #"..\\evil"#, ".git/config", #"a\u0000b"#]
  )
  func paths(path: String) async throws {
    let place = try TemporaryFolder()
    let error = try await failure(entry(path), in: place)
    #expect(error.codeName == "hub.malformed-answer")
    #expect(try LocalFiles.list(place.path).isEmpty)
  }

  @Test("files in each other's way and files without a hash are refused, and nothing is written")
  func collisions() async throws {
    let place = try TemporaryFolder()
    for (entries, words) in [
      (entry("a") + "," + entry("a/b"), "a is a file and a folder"),
      (entry("a/b/c") + "," + entry("a"), "a is a file and a folder"),
      (entry("x") + "," + entry("x"), "x is there twice"),
      (
        entry("caf\u{E9}") + "," + entry("cafe\u{301}"),
        "cafe\u{301} is there twice, with its accents in two forms"
      ), (entry("x", oid: "../../evil"), "x comes without a hash"),
    ] {
      let error = try await failure(entries, in: place)
      #expect(error.codeName == "publishing.bad-listing")
      #expect(error.problem == "cannot download acme/tiny")
      #expect(error.reason == "the server's list of its files cannot be: \(words)")
      #expect(try LocalFiles.list(place.path).isEmpty)
    }
  }
}
