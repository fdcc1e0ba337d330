import CMarkdown
import Synchronization

/// Renders GitHub-flavoured Markdown of unknown origin as HTML that is safe to show.
///
/// Raw HTML is dropped, and a link or image leads only to `http`, `https` or a relative address; tables,
/// strikethrough and bare links are understood.
public enum MarkdownHTML {
  /// The HTML of a text; `address` may replace the address of a link or image, for relative ones.
  public static func render(
    _ markdown: String,
    address: (_ address: String, _ isImage: Bool) -> String = { a, _ in a }
  )
    -> String
  {
    library.withLock { isRegistered in
      if !isRegistered { cmark_gfm_core_extensions_ensure_registered() }
      isRegistered = true
      return html(markdown, address: address)
    }
  }

  private static func html(_ markdown: String, address: (String, Bool) -> String) -> String {
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return "" }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink"] {
      if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
    }
    var markdown = markdown
    markdown.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let document = cmark_parser_finish(parser) else { return "" }
    defer { cmark_node_free(document) }
    rewriteAddresses(in: document, with: address)
    let extensions = cmark_parser_get_syntax_extensions(parser)
    guard let text = cmark_render_html(document, CMARK_OPT_DEFAULT, extensions) else { return "" }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return String(cString: text)
  }

  /// Whether an address may stand in a page: `http`, `https`, or no scheme at all.
  static func isSafe(_ address: String) -> Bool {
    let scheme = address.prefix { !":/?#".contains($0) }
    guard scheme.endIndex < address.endIndex, address[scheme.endIndex] == ":" else { return true }
    return ["http", "https"].contains(scheme.lowercased())
  }

  // The library keeps its registry and the characters that its extensions look for in process-wide tables, which every
  // parse changes and changes back: one text at a time. Holds whether the extensions are registered.
  private static let library = Mutex(false)

  private static func rewriteAddresses(in document: OpaquePointer, with address: (String, Bool) -> String) {
    guard let iterator = cmark_iter_new(document) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE else { return }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      let type = cmark_node_get_type(node)
      guard type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE, let url = cmark_node_get_url(node) else { continue }
      let old = String(cString: url)
      let new = isSafe(old) ? address(old, type == CMARK_NODE_IMAGE) : ""
      cmark_node_set_url(node, isSafe(new) ? new : "")
    }
  }
}
