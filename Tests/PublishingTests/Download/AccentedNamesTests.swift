import Files
import Foundation
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

/// Names with accents, which Unicode writes in two forms: one character (NFC), or a letter and a mark (NFD).
@Suite("Names whose accents are written in two forms")
struct AccentedNamesTests {
  private static let composed = "caf\u{E9}/r\u{E9}sum\u{E9}.txt"
  private static let decomposed = "nai\u{308}ve/e\u{301}te\u{301}.txt"

  private func bytes(_ names: [String]) -> Set<[UInt8]> { Set(names.map { Array($0.utf8) }) }

  /// A hub with a file of each form.
  private func downloads() async throws -> Downloads {
    let downloads = try await Downloads()
    let operations = try [Self.composed, Self.decomposed].map { name in
      CommitOperation.add(try #require(RepositoryPath(name)), content: Array("text of \(name)\n".utf8))
    }
    _ = try await downloads.remote.client().commit(
      downloads.remote.id,
      revision: .main,
      message: CommitMessage(summary: "Accents"),
      operations: operations
    )
    return downloads
  }

  @Test("a listing, a download and the cache keep every name as it was written, byte for byte")
  func kept() async throws {
    let downloads = try await downloads()
    let wanted = bytes([Self.composed, Self.decomposed])
    let listed = try await downloads.remote.client().tree(downloads.remote.id, revision: .main).map(\.path)
    #expect(bytes(listed).isSuperset(of: wanted))
    let folder = try await downloads.job().run()
    #expect(bytes(try LocalFiles.walk(folder).map(\.path)).isSuperset(of: wanted))
    downloads.forget()
    #expect(try await downloads.job().run() == folder)
    #expect(downloads.count("/resolve/") == 0)
    #expect(try await downloads.offline().run() == folder)
  }

  @Test("a pattern means the form in which it is written, and no other")
  func patterns() async throws {
    let downloads = try await downloads()
    for (pattern, count) in [
      ("caf\u{E9}/*", 1), ("cafe\u{301}/*", 0), ("nai\u{308}ve/", 1), ("na\u{EF}ve/", 0), ("*/*t\u{301}*", 0),
    ] {
      let plan = try? await downloads.job(filter: PathFilter(include: [pattern])).plan()
      #expect((plan?.files.count ?? 0) == count, "\(Array(pattern.utf8))")
    }
  }
}
