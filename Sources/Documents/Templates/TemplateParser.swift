import Findings

/// Reads the text of a template into nodes.
struct TemplateParser {
  /// The deepest nesting of sections.
  private static let maximumDepth = 64

  let source: [UInt8]
  private let name: String
  private var position = 0
  private var open: [UInt8] = Array("{{".utf8)
  private var close: [UInt8] = Array("}}".utf8)
  private var nodes: [Template.Node] = []
  /// The sections that are open, each with the nodes that came before it.
  private var stack: [(reference: Template.Reference, isInverted: Bool, before: [Template.Node])] = []

  init(name: String, text: String) {
    self.name = name
    source = Array(text.utf8)
  }

  mutating func parse() throws(DocumentError) -> [Template.Node] {
    while let start = find(open, from: position) {
      let tag = try tag(at: start)
      // A tag that prints nothing takes its line with it when it is alone on it.
      let line = tag.kind == .variable ? nil : standaloneLine(around: start..<tag.end)
      appendText(position..<(line?.lowerBound ?? start))
      let isFirstOnLine = start == 0 || source[start - 1] == UInt8(ascii: "\n")
      if line == nil, isFirstOnLine { nodes.append(.lineStart) }
      position = line?.upperBound ?? tag.end
      try append(tag, at: start, indentation: line.map { $0.lowerBound..<start })
    }
    appendText(position..<source.count)
    if let section = stack.last {
      throw error(
        at: section.reference.offset,
        reason: "the section \(TextEscape.quoted(section.reference.name)) is not closed",
        remedy: "Close it with {{/\(section.reference.name)}}."
      )
    }
    return nodes
  }

  // MARK: Tags

  private enum Kind: Character {
    case section = "#"
    case inverted = "^"
    case close = "/"
    case partial = ">"
    case comment = "!"
    case delimiters = "="
    case variable = "&"
  }

  private struct Tag {
    var kind: Kind
    var content: String
    var end: Int
  }

  private func tag(at start: Int) throws(DocumentError) -> Tag {
    var inside = start + open.count
    let isTriple = inside < source.count && source[inside] == UInt8(ascii: "{")
    let isDelimiters = inside < source.count && source[inside] == UInt8(ascii: "=")
    let ending = isTriple ? [UInt8(ascii: "}")] + close : isDelimiters ? [UInt8(ascii: "=")] + close : close
    if isTriple || isDelimiters { inside += 1 }
    guard let stop = find(ending, from: inside) else {
      throw error(
        at: start,
        reason: "the tag is not closed",
        remedy: "Close it with \(TextEscape.quoted(String(decoding: ending, as: UTF8.self)))."
      )
    }
    let content = Self.trimmed(source[inside..<stop])
    let end = stop + ending.count
    if isTriple { return Tag(kind: .variable, content: content, end: end) }
    if isDelimiters { return Tag(kind: .delimiters, content: content, end: end) }
    guard let first = content.first else {
      throw error(at: start, reason: "the tag is empty", remedy: "Write a name in it, or remove it.")
    }
    if let kind = Kind(rawValue: first), kind != .delimiters {
      return Tag(kind: kind, content: Self.trimmed(Array(content.utf8)[1...]), end: end)
    }
    if first.isLetter || first.isNumber || first == "_" || first == "." {
      return Tag(kind: .variable, content: content, end: end)
    }
    throw error(
      at: start,
      reason: "the tag begins with \(TextEscape.quoted(String(first))), which means nothing here",
      remedy: "Tags are a name, or begin with one of # ^ / > ! = & and {."
    )
  }

  private mutating func append(_ tag: Tag, at start: Int, indentation: Range<Int>?) throws(DocumentError) {
    switch tag.kind {
    case .comment: break
    case .delimiters: try setDelimiters(tag.content, at: start)
    case .variable: nodes.append(.variable(try reference(tag.content, at: start)))
    case .partial:
      guard !tag.content.isEmpty, !tag.content.contains(where: \.isWhitespace) else {
        throw badName(tag.content, at: start)
      }
      let blanks = indentation.map { String(decoding: source[$0], as: UTF8.self) }
      nodes.append(.partial(tag.content, indentation: blanks, offset: start))
    case .section, .inverted:
      guard stack.count < Self.maximumDepth else {
        throw error(
          at: start,
          reason: "sections are nested deeper than \(Self.maximumDepth) levels",
          remedy: "Move the inner ones to a template of their own."
        )
      }
      stack.append((try reference(tag.content, at: start), tag.kind == .inverted, nodes))
      nodes = []
    case .close: try closeSection(tag.content, at: start)
    }
  }

  private mutating func closeSection(_ content: String, at start: Int) throws(DocumentError) {
    let reference = try reference(content, at: start)
    guard let section = stack.popLast() else {
      throw error(
        at: start,
        reason: "the section \(TextEscape.quoted(reference.name)) is closed but was not opened",
        remedy: "Open it with {{#\(reference.name)}}, or remove the tag."
      )
    }
    guard section.reference.path == reference.path else {
      let opened = Template.location(of: section.reference.offset, in: source, file: name)
      throw error(
        at: start,
        reason: "\(TextEscape.quoted(reference.name)) is closed here, but \(TextEscape.quoted(section.reference.name))"
          + ", opened on line \(opened.line), is still open",
        remedy: "Close sections in the reverse order of their opening."
      )
    }
    nodes = section.before + [.section(section.reference, isInverted: section.isInverted, nodes)]
  }

  private mutating func setDelimiters(_ content: String, at start: Int) throws(DocumentError) {
    let parts = content.split(whereSeparator: \.isWhitespace)
    guard parts.count == 2, parts.allSatisfy({ !$0.contains("=") }) else {
      throw error(
        at: start,
        reason: "the tag does not set two delimiters",
        remedy: "Write them with a blank between, such as {{=<% %>=}}."
      )
    }
    open = Array(parts[0].utf8)
    close = Array(parts[1].utf8)
  }

  private func reference(_ content: String, at start: Int) throws(DocumentError) -> Template.Reference {
    if content == "." { return Template.Reference(path: [], offset: start) }
    let parts = content.split(separator: ".", omittingEmptySubsequences: false)
    let areNames = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
    guard areNames else { throw badName(content, at: start) }
    return Template.Reference(path: parts.map(String.init), offset: start)
  }

  // MARK: Text

  /// The whole line around a tag (with its line break), if nothing but blanks is beside the tag.
  private func standaloneLine(around tag: Range<Int>) -> Range<Int>? {
    var start = tag.lowerBound
    while start > 0, isBlank(source[start - 1]) { start -= 1 }
    guard start == 0 || source[start - 1] == UInt8(ascii: "\n") else { return nil }
    var end = tag.upperBound
    while end < source.count, isBlank(source[end]) { end += 1 }
    if end == source.count { return start..<end }
    if source[end...].starts(with: [0x0D, 0x0A]) { return start..<(end + 2) }
    return source[end] == UInt8(ascii: "\n") ? start..<(end + 1) : nil
  }

  private mutating func appendText(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let rest = source[start..<range.upperBound]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? range.upperBound
      let isLineStart = start == 0 || source[start - 1] == UInt8(ascii: "\n")
      let isEmpty = source[start] == 0x0A || source[start..<end].elementsEqual([0x0D, 0x0A])
      if isLineStart, !isEmpty { nodes.append(.lineStart) }
      nodes.append(.text(String(decoding: source[start..<end], as: UTF8.self)))
      start = end
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private func find(_ pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first else { return nil }
    var index = start
    while index + pattern.count <= source.count {
      if source[index] == first, source[index...].starts(with: pattern) { return index }
      index += 1
    }
    return nil
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var content = bytes.drop(while: isSpace)
    while let last = content.last, isSpace(last) { content.removeLast() }
    return String(decoding: content, as: UTF8.self)
  }

  // MARK: Errors

  private func badName(_ content: String, at start: Int) -> DocumentError {
    error(
      at: start,
      reason: content.isEmpty ? "the tag has no name" : "\(TextEscape.quoted(content)) is not a name",
      remedy: "Names are letters, digits, `_` and `-`, with dots between the parts."
    )
  }

  private func error(at offset: Int, reason: String, remedy: String) -> DocumentError {
    DocumentError(
      .templateSyntax,
      problem: "cannot read the template \(name)",
      reason: reason,
      remedy: remedy,
      location: Template.location(of: offset, in: source, file: name)
    )
  }
}
