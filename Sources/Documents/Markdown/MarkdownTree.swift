import CMarkdown
import Findings

/// Reads GitHub-flavoured Markdown as a tree, with places.
public enum MarkdownTree {
  /// The deepest nesting that is taken.
  static let maximumDepth = 200

  /// The tree of a text.
  ///
  /// - Parameters:
  ///   - markdown: the text, without front matter.
  ///   - file: its name, for errors.
  ///   - firstLine: the number of its first line in that file.
  /// - Returns: the root, of kind `.document`.
  /// - Throws: `DocumentError` for a text beyond the bounds of `MarkdownHTML`, or nested too deeply.
  public static func parse(
    _ markdown: String,
    file: String,
    firstLine: Int = 1
  ) throws(DocumentError) -> MarkdownNode {
    if var problem = MarkdownBounds.problem(in: markdown) {
      problem.problem = "cannot read the Markdown of \(file)"
      let line = problem.location?.line ?? 0
      problem.location = SourceLocation(file: file, line: line > 0 ? line + firstLine - 1 : 0)
      throw problem
    }
    let tree = MarkdownLibrary.parse(markdown) { document, _ in
      node(document, Place(line: 1, inTable: false, depth: 0), firstLine: firstLine)
    }
    guard let tree = tree ?? nil else {
      throw DocumentError(
        .tooLarge,
        problem: "cannot read the Markdown of \(file)",
        reason: "its marks are nested deeper than \(maximumDepth) levels",
        remedy: "Shorten or split the text.",
        location: SourceLocation(file: file)
      )
    }
    return tree
  }

  private struct Place {
    var line: Int
    var inTable: Bool
    var depth: Int
  }

  /// Nil when something inside is nested too deeply.
  private static func node(_ pointer: OpaquePointer, _ place: Place, firstLine: Int) -> MarkdownNode? {
    guard place.depth < maximumDepth else { return nil }
    let kind = kind(of: pointer)
    let start = Int(cmark_node_get_start_line(pointer))
    let line = start > 0 ? start : place.line
    let inTable = place.inTable || kind == .table
    let column = Int(cmark_node_get_start_column(pointer))
    var children: [MarkdownNode] = []
    let inner = Place(line: line, inTable: inTable, depth: place.depth + 1)
    var next = cmark_node_first_child(pointer)
    while let child = next {
      guard let node = node(child, inner, firstLine: firstLine) else { return nil }
      children.append(node)
      next = cmark_node_next(child)
    }
    return MarkdownNode(
      kind: kind,
      line: line + firstLine - 1,
      column: place.inTable || start == 0 || column == 0 ? nil : column,
      endLine: max(line, Int(cmark_node_get_end_line(pointer))) + firstLine - 1,
      children: children
    )
  }

  private static func kind(of pointer: OpaquePointer) -> MarkdownNode.Kind {
    func literal() -> String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
    func address() -> String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_DOCUMENT: return .document
    case CMARK_NODE_HEADING: return .heading(Int(cmark_node_get_heading_level(pointer)))
    case CMARK_NODE_PARAGRAPH: return .paragraph
    case CMARK_NODE_LIST: return .list
    case CMARK_NODE_ITEM: return .item
    case CMARK_NODE_BLOCK_QUOTE: return .quote
    case CMARK_NODE_CODE_BLOCK:
      var (length, offset, mark) = (Int32(0), Int32(0), CChar(0))
      let isFenced = cmark_node_get_fenced(pointer, &length, &offset, &mark) != 0
      let info = cmark_node_get_fence_info(pointer).map { String(cString: $0) } ?? ""
      return .codeBlock(info: info, code: literal(), isFenced: isFenced)
    case CMARK_NODE_HTML_BLOCK: return .htmlBlock(literal())
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    case CMARK_NODE_TEXT: return .text(literal())
    case CMARK_NODE_CODE: return .code(literal())
    case CMARK_NODE_HTML_INLINE: return .html(literal())
    case CMARK_NODE_LINK: return .link(address: address())
    case CMARK_NODE_IMAGE: return .image(address: address())
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: return .lineBreak
    default: break
    }
    switch cmark_node_get_type_string(pointer).map({ String(cString: $0) }) {
    case "table": return .table
    case "table_header", "table_row": return .tableRow
    case "table_cell": return .tableCell
    case "tasklist": return .item
    default: return .span
    }
  }
}
