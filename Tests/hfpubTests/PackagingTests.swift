import Files
import Foundation
import TestKit
import Testing

@testable import hfpub

/// What `Scripts/package` relies on and a test can see without building packages.
@Suite struct PackagingTests {
  @Test("the newest entry of the Debian changelog is about this version")
  func version() throws {
    let changelog = try LocalFiles.readText("\(Fixture.root)/Scripts/packaging/debian/changelog")
    #expect(changelog.hasPrefix("hfpub (\(Tool.version)-"), "\(changelog.prefix(40))")
  }

  @Test("each function of curl that Swift calls is defined, so that none of them links libcurl")
  func curl() throws {
    let library = try LocalFiles.readText("\(Fixture.root)/Sources/CCurl/library.c")
    for (path, kind) in try LocalFiles.walk("\(Fixture.root)/Sources/HTTP") where kind == .file {
      let text = try LocalFiles.readText("\(Fixture.root)/Sources/HTTP/\(path)")
      for call in text.matches(of: /\bc?curl_[a-z_]+(?=\()/).map(\.output) where call != "curl_off_t" {
        #expect(library.contains("\(call)(") || call == "ccurl_message_result", "\(call) in \(path)")
      }
    }
  }

  private static let release = "\(Fixture.root)/.build/release/hfpub"

  /// Whether there is a release binary that today's `Scripts/build` has made.
  private static var hasRelease: Bool {
    func modified(_ path: String) -> Date? {
      // Of what a link leads to.
      let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      return (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
    guard let binary = modified(release), let script = modified("\(Fixture.root)/Scripts/build") else { return false }
    return binary > script
  }

  @Test(
    "the release binary wants no ICU, no library of Swift's, and libcurl only when it is needed",
    .enabled(if: hasRelease)
  )
  func libraries() async throws {
    var readelf = Tool()
    readelf.program = "/usr/bin/readelf"
    let text = try await readelf.run("--dynamic", "--wide", Self.release).output
    let needed = text.split(separator: "\n").filter { $0.contains("(NEEDED)") }
    #expect(!needed.isEmpty)
    for name in ["libicu", "libxml2", "libswift", "libFoundation", "libcmark", "libcurl", "libarchive"] {
      #expect(!needed.contains { $0.contains("[\(name)") }, "\(name)")
    }
    #expect(!text.contains("RUNPATH"))
    let size = try #require(
      try FileManager.default.attributesOfItem(
        atPath: URL(fileURLWithPath: Self.release)
          .resolvingSymlinksInPath().path
      )[.size] as? Int
    )
    // Four of them are the sample publication.
    #expect(size < 34_000_000)
  }
}
