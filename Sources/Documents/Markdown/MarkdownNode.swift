/// A piece of a Markdown text with what is inside it.
public struct MarkdownNode: Sendable, Hashable {
  /// What the piece is.
  public enum Kind: Sendable, Hashable {
    /// The whole text.
    case document
    /// A heading of level 1 to 6.
    case heading(Int)
    /// A paragraph.
    case paragraph
    /// A list; its children are items.
    case list
    /// An item of a list.
    case item
    /// A quotation, alerts included.
    case quote
    /// A block of code: the words behind the fence, and the code; `isFenced` is false for an indented one.
    case codeBlock(info: String, code: String, isFenced: Bool)
    /// A block of HTML as it is written.
    case htmlBlock(String)
    /// A line across.
    case rule
    /// A table; its children are rows, the first of them the header.
    case table
    /// A row; its children are cells.
    case tableRow
    /// A cell.
    case tableCell
    /// Words.
    case text(String)
    /// Code within a line.
    case code(String)
    /// A tag within a line as it is written.
    case html(String)
    /// A link.
    case link(address: String)
    /// A picture; its text is what is shown where it cannot be.
    case image(address: String)
    /// The end of a line within a paragraph.
    case lineBreak
    /// Emphasis, strikethrough and the like.
    case span
  }

  /// What the piece is.
  public var kind: Kind
  /// The line it begins on, from 1; of the parent where the parser does not know.
  public var line: Int
  /// The column it begins on, in bytes from 1; nil where the parser's word cannot be relied on, as within tables.
  public var column: Int?
  /// The line it ends on; a list may count the blank line behind it.
  public var endLine: Int
  /// What is inside it.
  public var children: [MarkdownNode]

  /// The words of the piece without marks; code counts as words, tags do not.
  public var text: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .lineBreak: " "
    default: children.map(\.text).joined()
    }
  }

  /// The piece and everything inside it, in the order of the text.
  public func visit(_ body: (MarkdownNode) -> Void) {
    body(self)
    for child in children { child.visit(body) }
  }

  /// All pieces for which `choose` gives something, in the order of the text.
  public func all<Value>(_ choose: (MarkdownNode) -> Value?) -> [Value] {
    var found: [Value] = []
    visit { if let value = choose($0) { found.append(value) } }
    return found
  }
}
