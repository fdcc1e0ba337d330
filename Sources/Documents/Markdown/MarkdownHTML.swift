import CMarkdown

/// Renders GitHub-flavoured Markdown of unknown origin as HTML that is safe to show, about as the Hub shows it.
///
/// Tables, strikethrough, task lists, bare links and alerts (`> [!NOTE]`) are understood; headings get names for links.
/// HTML in the text is kept as far as `HTMLRules` lists it: no script, no form, no frame, no style that moves or loads
/// things. Every tag is closed. A text beyond `MarkdownBounds` is shown as it is, in one block.
public enum MarkdownHTML {
  /// What the page that shows the HTML wants.
  public struct Options: Sendable {
    /// Stands before every name inside the text and every link to one, so that the text cannot take the page's names.
    public var idPrefix: String
    /// Whether pictures may stand in the text as data, as pixels.
    public var allowsDataImages: Bool
    /// Notes on pieces of the text.
    public var annotations: [TextAnnotation]

    /// What a page wants.
    public init(idPrefix: String = "", allowsDataImages: Bool = false, annotations: [TextAnnotation] = []) {
      self.idPrefix = idPrefix
      self.allowsDataImages = allowsDataImages
      self.annotations = annotations
    }
  }

  /// A text as HTML.
  public struct Rendering: Sendable {
    /// The HTML.
    public var html: String
    /// The annotations that the HTML does not carry, as indices: their text is not at their place, or it stands in an
    /// address or where nothing is shown.
    public var missingAnnotations: [Int]
    /// Why the text is shown as it is instead of rendered.
    public var problem: DocumentError?
  }

  /// A text as HTML; `address` may replace the address of a link or image, for relative ones.
  public static func render(
    _ markdown: String,
    options: Options = Options(),
    address: (_ address: String, _ isImage: Bool) -> String = { a, _ in a }
  ) -> Rendering {
    let annotations = options.annotations
    if let problem = MarkdownBounds.problem(in: markdown) {
      let shown = String(decoding: markdown.utf8.prefix(MarkdownBounds.bytes), as: UTF8.self)
      let html = "<pre>\(HTMLText.escape(shown))</pre>\n"
      return Rendering(html: html, missingAnnotations: Array(annotations.indices), problem: problem)
    }
    let plain = parse(markdown, options: options, address: address)
    guard !annotations.isEmpty else {
      let html = HTMLFinisher.finish(plain, options: options, annotations: nil).html
      return Rendering(html: html, missingAnnotations: [], problem: nil)
    }
    // Marks could change what the text means, before the number of a list for instance: then those are left out.
    let unmarked = parse(AnnotationMarks.insert([], [], into: markdown).0, options: options, address: address)
    let expected = HTMLFinisher.finish(unmarked, options: options, annotations: nil).html
    var attempts = 0
    func harmless(_ indices: [Int]) -> [Int] {
      guard !indices.isEmpty, attempts < 200 else { return [] }
      attempts += 1
      let (marked, placed) = AnnotationMarks.insert(annotations, indices, into: markdown)
      let html = parse(marked, options: options, address: address)
      if HTMLFinisher.finish(html, options: options, annotations: nil).html == expected { return placed }
      guard placed.count > 1 else { return [] }
      let half = placed.count / 2
      return harmless(Array(placed[..<half])) + harmless(Array(placed[half...]))
    }
    let (marked, _) = AnnotationMarks.insert(annotations, harmless(Array(annotations.indices)), into: markdown)
    let result = HTMLFinisher.finish(
      parse(marked, options: options, address: address),
      options: options,
      annotations: annotations
    )
    return Rendering(
      html: result.html,
      missingAnnotations: annotations.indices.filter { !result.appeared.contains($0) },
      problem: nil
    )
  }

  /// HTML whose pieces are safe, with tags that may be left open.
  private static func parse(_ markdown: String, options: Options, address: (String, Bool) -> String) -> String {
    let html = MarkdownLibrary.parse(markdown) { document, parser -> String? in
      MarkdownAlerts.mark(in: document)
      sanitize(document, options: options, address: address)
      let extensions = cmark_parser_get_syntax_extensions(parser)
      // Unsafe means that HTML nodes are written as they are: each was sanitised.
      guard let text = cmark_render_html(document, CMARK_OPT_UNSAFE, extensions) else { return nil }
      defer { cmark_get_default_mem_allocator().pointee.free(text) }
      return String(cString: text)
    }
    return (html ?? nil) ?? ""
  }

  private static func sanitize(_ document: OpaquePointer, options: Options, address: (String, Bool) -> String) {
    guard let iterator = cmark_iter_new(document) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE else { return }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
        let isImage = cmark_node_get_type(node) == CMARK_NODE_IMAGE
        let old = AnnotationMarks.removed(from: cmark_node_get_url(node).map { String(cString: $0) } ?? "")
        cmark_node_set_url(node, HTMLRules.safe(old, isImage: isImage, options: options, address: address))
      case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
        let raw = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
        cmark_node_set_literal(node, HTMLSanitizer.fragment(raw, options: options, address: address))
      default: continue
      }
    }
  }
}
