import CMarkdown

/// Turns quotes that begin with `[!NOTE]` and its like into alerts, which the parser does not know.
enum MarkdownAlerts {
  private static let kinds = ["note", "tip", "important", "warning", "caution"]

  /// Replaces such quotes of the outermost level by blocks of their own.
  static func mark(in document: OpaquePointer) {
    var next = cmark_node_first_child(document)
    while let node = next {
      next = cmark_node_next(node)
      guard cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE, let paragraph = cmark_node_first_child(node),
        cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH, let kind = takeMark(of: paragraph),
        let block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
      else { continue }
      if cmark_node_first_child(paragraph) == nil { cmark_node_free(paragraph) }
      let title = kind.prefix(1).uppercased() + kind.dropFirst()
      cmark_node_set_on_enter(block, "<div class=\"alert alert-\(kind)\">\n<p class=\"alert-title\">\(title)</p>")
      cmark_node_set_on_exit(block, "</div>")
      while let child = cmark_node_first_child(node) { cmark_node_append_child(block, child) }
      cmark_node_insert_before(node, block)
      cmark_node_free(node)
    }
  }

  /// Takes `[!KIND]` off the paragraph when it stands alone on the first line.
  private static func takeMark(of paragraph: OpaquePointer) -> String? {
    var mark = ""
    var nodes: [OpaquePointer] = []
    var next = cmark_node_first_child(paragraph)
    while let node = next {
      next = cmark_node_next(node)
      let type = cmark_node_get_type(node)
      nodes.append(node)
      if type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK { break }
      guard type == CMARK_NODE_TEXT, mark.utf8.count < 16 else { return nil }
      mark += cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }
    while mark.last == " " { mark.removeLast() }
    guard mark.hasPrefix("[!"), mark.hasSuffix("]") else { return nil }
    let kind = mark.dropFirst(2).dropLast().lowercased()
    guard kinds.contains(kind) else { return nil }
    for node in nodes { cmark_node_free(node) }
    return kind
  }
}
