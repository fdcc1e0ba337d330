import Files
import Findings
import TestKit
import Testing

/// The guide says what the code does, as far as a test can hold it to that.
@Suite struct DocumentationTests {
  private static let folder = "\(Fixture.root)/Documentation"

  private static func pages() throws -> [(path: String, text: String)] {
    let pages = try LocalFiles.list(folder).map(\.name).filter { $0.hasSuffix(".md") }.map { "Documentation/\($0)" }
    let tops = try LocalFiles.list(Fixture.root).map(\.name).filter { $0.hasSuffix(".md") }
    return try (pages + tops).map { ($0, try LocalFiles.readText("\(Fixture.root)/\($0)")) }
  }

  @Test("the table of exit statuses has every one with its meaning", arguments: ["Troubleshooting.md", "../README.md"])
  func statuses(page: String) throws {
    let text = try LocalFiles.readText("\(Self.folder)/\(page)")
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { row in
      row.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
    }
    let shown = rows.filter { Int($0[0]) != nil && $0.count > 1 }.map { "\($0[0]): \($0[1])" }
    #expect(shown == ExitStatus.allCases.map { "\($0.rawValue): \($0.meaning)" })
  }

  @Test("every error code that the guide names is one of the code's")
  func codes() throws {
    let text = try LocalFiles.readText("\(Self.folder)/Troubleshooting.md")
    let rooms = [
      "hub": "HubAPI/HubError", "publishing": "Publishing/PublishingError", "model": "EmbeddingCore/EmbeddingError",
      "file": "Files/FileError", "document": "Documents/DocumentError", "publication": "Publication/PublicationError",
    ]
    var count = 0
    for word in text.split(separator: "`") {
      let parts = word.split(separator: ".")
      guard parts.count == 2, !word.contains(" "), let file = rooms[String(parts[0])] else { continue }
      let source = try LocalFiles.readText("\(Fixture.root)/Sources/\(file).swift")
      #expect(source.contains("= \"\(parts[1])\"\n") || source.contains("    case \(parts[1])\n"), "\(word)")
      count += 1
    }
    #expect(count > 20)
  }

  @Test("every link between the pages leads to a file")
  func links() throws {
    for (path, text) in try Self.pages() {
      let folder = try #require(LocalFiles.parent(of: "\(Fixture.root)/\(path)"))
      // What stands between backticks is an example of a link, not one.
      let parts = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      let words = parts.filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined(separator: "`")
      for piece in words.split(separator: "](").dropFirst() {
        let target = piece.prefix { $0 != ")" && $0 != "#" }
        guard !target.isEmpty, !target.contains(":") else { continue }
        let place = "\(folder)/\(target)"
        #expect(LocalFiles.isFile(place) || LocalFiles.isFolder(place), "\(path) links to \(target)")
      }
    }
  }

  @Test("the index names every page")
  func index() throws {
    let index = try LocalFiles.readText("\(Self.folder)/README.md")
    for (name, _) in try LocalFiles.list(Self.folder) where name != "README.md" {
      #expect(index.contains("](\(name))"), "\(name)")
    }
  }

  @Test("the programs that Libraries.md shows are the example's own sources")
  func programs() throws {
    let page = try LocalFiles.readText("\(Self.folder)/Libraries.md")
    let sources = ["SearchIndex", "ModelDownload", "main"].map { "Sources/SemanticSearch/\($0).swift" }
    for name in sources + ["Package.swift"] {
      let source = try LocalFiles.readText("\(Fixture.root)/Examples/SemanticSearch/\(name)")
      #expect(page.contains("```swift\n\(source)```\n"), "\(name)")
    }
  }
}
