import CMarkdown
import Synchronization

/// The one way to the Markdown parser.
///
/// The library keeps its registry and the characters that its extensions look for in process-wide tables, which every
/// parse changes and changes back: one text at a time.
enum MarkdownLibrary {
  // Holds whether the extensions are registered.
  private static let isRegistered = Mutex(false)

  /// Parses a text with GitHub's extensions and lends the document; nil when there is no memory.
  static func parse<Result>(
    _ markdown: String,
    _ body: (_ document: OpaquePointer, _ parser: OpaquePointer) throws -> Result
  ) rethrows -> Result? {
    try isRegistered.withLock { isRegistered in
      if !isRegistered { cmark_gfm_core_extensions_ensure_registered() }
      isRegistered = true
      guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
      defer { cmark_parser_free(parser) }
      for name in ["table", "strikethrough", "autolink", "tasklist"] {
        if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
      }
      var markdown = markdown
      markdown.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
      }
      guard let document = cmark_parser_finish(parser) else { return nil }
      defer { cmark_node_free(document) }
      return try body(document, parser)
    }
  }
}
