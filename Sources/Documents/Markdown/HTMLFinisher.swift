/// Makes whole HTML of sanitised pieces: every tag closed, headings named, tables able to scroll, annotations in place.
struct HTMLFinisher {
  /// Elements nested deeper are left out, and what is in them moves up: browsers have limits of their own.
  private static let deepest = 200
  /// Elements that a next one of the same kind ends.
  private static let selfEnding: Set<String> = ["p", "li", "dt", "dd", "tr", "td", "th"]

  private struct Open {
    var name: String
    var isWritten: Bool
    /// Where in the output the heading's tag stands, when it needs a name.
    var headingAt: Int?
  }

  private let idPrefix: String
  private let options: MarkdownHTML.Options
  private let annotations: [TextAnnotation]?
  private var output: [String] = []
  private var stack: [Open] = []
  private var counts: [String: Int] = [:]
  private var slugs = HeadingSlug()
  private var headingText = ""
  private var appeared: Set<Int> = []

  private init(options: MarkdownHTML.Options, annotations: [TextAnnotation]?) {
    idPrefix = options.idPrefix
    // The pieces have their prefixes already.
    self.options = MarkdownHTML.Options(idPrefix: "", allowsDataImages: options.allowsDataImages)
    self.annotations = annotations
  }

  /// The finished HTML and which annotations are in it; without annotations their marks are dropped.
  static func finish(
    _ html: String,
    options: MarkdownHTML.Options,
    annotations: [TextAnnotation]?
  )
    -> (html: String, appeared: Set<Int>)
  {
    var finisher = HTMLFinisher(options: options, annotations: annotations)
    var tokenizer = HTMLTokenizer(html)
    while let token = tokenizer.next() {
      switch token {
      case .text(let text): finisher.write(text)
      case .open(let name, let attributes): finisher.open(name, attributes)
      case .close(let name): finisher.close(name)
      }
    }
    finisher.close(downTo: 0)
    return (finisher.output.joined(), finisher.appeared)
  }

  private mutating func write(_ text: ArraySlice<UInt8>) {
    let content = HTMLText.content(text)
    if counts["heading", default: 0] > 0 { headingText += content }
    output.append(AnnotationMarks.spans(in: content, annotations, &appeared))
  }

  private mutating func open(_ name: String, _ raw: [(name: String, value: String)]) {
    if name == "input" {
      // Only task lists come here with one; a card's own were taken out before.
      output.append(raw.contains { $0.name == "checked" } ? "☑" : "☐")
      return
    }
    guard HTMLRules.elements.contains(name) else { return }
    if Self.selfEnding.contains(name), stack.last?.name == name { close(name) }
    var attributes = HTMLRules.attributes(of: name, raw, options: options, isFinished: true) { address, _ in address }
    if name == "img" { Self.markMode(&attributes) }
    guard !HTMLRules.void.contains(name) else {
      output.append(HTMLText.tag(name, attributes))
      return
    }
    var entry = Open(name: name, isWritten: stack.count < Self.deepest)
    if entry.isWritten {
      if name == "table" { output.append("<div class=\"table-scroll\">") }
      if Self.isHeading(name), counts["heading", default: 0] == 0, !attributes.contains(where: { $0.name == "id" }) {
        entry.headingAt = output.count
        headingText = ""
        counts["heading"] = 1
      }
      output.append(HTMLText.tag(name, attributes))
    }
    counts[name, default: 0] += 1
    stack.append(entry)
  }

  private mutating func close(_ name: String) {
    guard counts[name, default: 0] > 0, let index = stack.lastIndex(where: { $0.name == name }) else { return }
    close(downTo: index)
  }

  private mutating func close(downTo index: Int) {
    while stack.count > index, let entry = stack.popLast() {
      counts[entry.name, default: 0] -= 1
      guard entry.isWritten else { continue }
      if let place = entry.headingAt {
        counts["heading"] = 0
        let slug = slugs.next(for: HTMLText.unescape(AnnotationMarks.removed(from: headingText)))
        if !slug.isEmpty {
          let tag = output[place].dropFirst(1 + entry.name.count)
          output[place] = "<\(entry.name) id=\"\(HTMLText.escape(idPrefix + slug))\"\(tag)"
        }
      }
      output.append("</\(entry.name)>")
      if entry.name == "table" { output.append("</div>") }
    }
  }

  /// A picture for one mode loses the fragment, which is no part of its address, and gets the class of that name.
  private static func markMode(_ attributes: inout [(name: String, value: String)]) {
    guard let source = attributes.firstIndex(where: { $0.name == "src" }),
      let mode = LightDark(of: attributes[source].value)
    else { return }
    attributes[source].value.removeLast(mode.fragment.count)
    attributes.removeAll { $0.name == "class" }
    attributes.append(("class", mode.rawValue))
  }

  private static func isHeading(_ name: String) -> Bool {
    name.utf8.count == 2 && name.hasPrefix("h") && name.last?.isNumber == true
  }
}
