import Documents
import Findings
import HubAPI

/// A card as rules look at it: its text, its metadata as a tree with places, and what is known of its surroundings.
public struct CardDocument: Sendable {
  /// The file's name, for findings.
  public let file: String
  /// The whole text.
  public let text: String
  /// Its lines; line 1 of the file is the first.
  public let lines: [Substring]
  /// Metadata and body, split.
  public let frontMatter: FrontMatter
  /// The metadata; nil when there is none or it cannot be read.
  public let metadata: YAMLMapping?
  /// Why the metadata cannot be read.
  public let metadataError: DocumentError?
  /// What follows the metadata, as a tree; nil when it cannot be read.
  public let body: MarkdownNode?
  /// Why the body cannot be read.
  public let bodyError: DocumentError?
  /// Whether it is a repository's card, which has metadata; the texts beside it have none.
  public var isCard: Bool
  /// Whether it must have a title: what is rendered has one, a file that the publisher adds may be a note.
  public var needsTitle = true
  /// Where the card will be read; nil when that is not known.
  public var repository: RepositoryID?
  /// The paths that are published beside it; nil when that is not known.
  public var shippedPaths: PublishedPaths?
  /// Names of Python packages that the examples may import; nil when that is not known.
  public var requirements: Set<String>?

  /// The largest card that is looked at as a whole; the Hub's own limit is not published.
  public static let maximumBytes = 1 << 20

  /// A card's text.
  public init(
    text: String,
    file: String,
    isCard: Bool = true,
    repository: RepositoryID? = nil,
    shippedPaths: PublishedPaths? = nil,
    requirements: Set<String>? = nil
  ) {
    self.file = file
    self.isCard = isCard
    self.text = text
    // As the Markdown parser cuts them; other line separators of Unicode are words to it.
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    self.repository = repository
    self.shippedPaths = shippedPaths
    self.requirements = requirements
    let parts = FrontMatter.split(text)
    frontMatter = parts
    do {
      body = try MarkdownTree.parse(parts.body, file: file, firstLine: parts.bodyStartLine)
      bodyError = nil
    } catch {
      body = nil
      bodyError = error
    }
    guard let yaml = parts.yaml else {
      metadata = nil
      metadataError = nil
      return
    }
    do {
      metadata = try YAMLNode.parse(yaml, file: file, firstLine: parts.yamlStartLine).mapping(named: "the metadata")
      metadataError = nil
    } catch {
      metadata = nil
      metadataError = error
    }
  }

  /// Where a piece of the body stands.
  ///
  /// Only the line where the column is not known, or so far to the right that nobody counts.
  func location(of node: MarkdownNode) -> SourceLocation {
    guard let column = node.column, column < 2_048, lines.indices.contains(node.line - 1) else {
      return SourceLocation(file: file, line: node.line)
    }
    // The parser counts bytes.
    let before = lines[node.line - 1].utf8.prefix(column - 1)
    return SourceLocation(file: file, line: node.line, column: String(decoding: before, as: UTF8.self).count + 1)
  }
}
