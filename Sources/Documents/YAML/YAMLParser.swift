import CYAML
import Findings

extension YAMLNode {
  /// Limits of what is read, so that a hostile file costs neither memory nor time.
  public struct Limits: Sendable {
    /// The largest text in bytes.
    public var bytes = 4 << 20
    /// The deepest nesting of lists and mappings.
    public var depth = 64

    /// The usual limits: 4 MiB and 64 levels.
    public init() {}
  }

  /// Reads one YAML document.
  ///
  /// Anchors, aliases, merge keys, tags outside the core set, equal keys and a second document are refused, each with
  /// its place. An empty text is a null node.
  ///
  /// - Parameters:
  ///   - text: The document.
  ///   - file: The file's name as the user gave it, for messages.
  ///   - firstLine: The line of the file on which `text` begins, for front matter.
  ///   - limits: How large and how deep the document may be.
  /// - Returns: The root of the document.
  /// - Throws: `DocumentError` with a location.
  public static func parse(
    _ text: String,
    file: String,
    firstLine: Int = 1,
    limits: Limits = Limits()
  ) throws(DocumentError) -> YAMLNode {
    let size = text.utf8.count
    guard size <= limits.bytes else {
      throw DocumentError(
        .tooLarge,
        problem: "cannot read the YAML of \(file)",
        reason: "it has \(size) bytes, more than the \(limits.bytes) that are read",
        remedy: "Check that it is the right file, or split it.",
        location: SourceLocation(file: file)
      )
    }
    let composer = YAMLComposer(text, file: file, firstLine: firstLine, limits: limits)
    return try composer.document()
  }
}

/// Builds the tree from libyaml's events.
private final class YAMLComposer {
  private let events: YAMLEvents
  private let file: String
  private let limits: YAMLNode.Limits

  init(_ text: String, file: String, firstLine: Int, limits: YAMLNode.Limits) {
    events = YAMLEvents(text, file: file, firstLine: firstLine)
    self.file = file
    self.limits = limits
  }

  func document() throws(DocumentError) -> YAMLNode {
    var result: YAMLNode?
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamStart, .documentEnd: continue
      case .streamEnd:
        return result ?? YAMLNode(.scalar("", style: .plain), location: event.location)
      case .documentStart:
        guard result == nil else {
          throw DocumentError(
            .severalDocuments,
            problem: "cannot read the YAML of \(file)",
            reason: "a second document begins here",
            remedy: "Keep one document: remove the line `---` and what follows, or join the two.",
            location: event.location
          )
        }
        result = try node(from: try events.next(), depth: 1)
      default:
        throw unexpected(event)
      }
    }
  }

  private func node(from event: YAMLEvent, depth: Int) throws(DocumentError) -> YAMLNode {
    if event.anchor != nil || event.kind == .alias { throw alias(event) }
    switch event.kind {
    case .scalar:
      return YAMLNode(.scalar(event.text, style: try style(of: event)), location: event.location)
    case .sequenceStart:
      try checkTag(event, allowed: ["seq"])
      try checkDepth(event, depth)
      var items: [YAMLNode] = []
      while true {
        let next = try events.next()
        if next.kind == .sequenceEnd { return YAMLNode(.sequence(items), location: event.location) }
        items.append(try node(from: next, depth: depth + 1))
      }
    case .mappingStart:
      try checkTag(event, allowed: ["map"])
      try checkDepth(event, depth)
      return YAMLNode(.mapping(try pairs(depth: depth)), location: event.location)
    default:
      throw unexpected(event)
    }
  }

  private func pairs(depth: Int) throws(DocumentError) -> [YAMLPair] {
    var pairs: [YAMLPair] = []
    var seen: [String: SourceLocation] = [:]
    while true {
      let event = try events.next()
      if event.kind == .mappingEnd { return pairs }
      let key = try node(from: event, depth: depth + 1)
      guard case .scalar(let name, let style) = key.value else {
        throw DocumentError(
          .wrongType,
          problem: "cannot read the YAML of \(file)",
          reason: "a key must be a single word or text, but this one is \(key.summary)",
          remedy: "Write the key as text, in quotes if it begins with `[`, `{` or `?`.",
          location: key.location
        )
      }
      if name == "<<", style == .plain { throw alias(event) }
      if let first = seen[name] {
        throw DocumentError(
          .duplicateKey,
          problem: "cannot read the YAML of \(file)",
          reason:
            "the key \(TextEscape.quoted(name)) stands twice, on line \(first.line) and on line \(key.location.line)",
          remedy: "Remove or rename one of them.",
          location: key.location
        )
      }
      seen[name] = key.location
      pairs.append(YAMLPair(key: key, value: try node(from: try events.next(), depth: depth + 1)))
    }
  }

  private func style(of event: YAMLEvent) throws(DocumentError) -> YAMLNode.ScalarStyle {
    try checkTag(event, allowed: ["str", "int", "float", "bool", "null"])
    guard let tag = event.tag else { return event.isPlain ? .plain : .quoted }
    return tag == "!" || tag == YAMLEvent.coreTagPrefix + "str" ? .quoted : .plain
  }

  private func checkTag(_ event: YAMLEvent, allowed: [String]) throws(DocumentError) {
    guard let tag = event.tag, tag != "!", !allowed.contains(where: { tag == YAMLEvent.coreTagPrefix + $0 }) else {
      return
    }
    throw DocumentError(
      .unknownTag,
      problem: "cannot read the YAML of \(file)",
      reason: "the tag \(TextEscape.quoted(tag)) is not one that every reader knows",
      remedy: "Remove the tag and write the value in quotes or as a plain list.",
      location: event.location
    )
  }

  private func checkDepth(_ event: YAMLEvent, _ depth: Int) throws(DocumentError) {
    guard depth <= limits.depth else {
      throw DocumentError(
        .tooLarge,
        problem: "cannot read the YAML of \(file)",
        reason: "lists and mappings are nested deeper than \(limits.depth) levels",
        remedy: "Flatten the structure.",
        location: event.location
      )
    }
  }

  private func alias(_ event: YAMLEvent) -> DocumentError {
    let what =
      switch event.kind {
      case .alias: "the alias `*\(TextEscape.printable(event.anchor ?? ""))`"
      case _ where event.anchor != nil: "the anchor `&\(TextEscape.printable(event.anchor ?? ""))`"
      default: "the merge key `<<`"
      }
    return DocumentError(
      .alias,
      problem: "cannot read the YAML of \(file)",
      reason: "\(what) is not supported, because readers of model cards do not agree on it",
      remedy: "Write the value out where it is used; a text that begins with `&` or `*` needs quotes.",
      location: event.location
    )
  }

  private func unexpected(_ event: YAMLEvent) -> DocumentError {
    DocumentError(
      .yamlSyntax,
      problem: "cannot read the YAML of \(file)",
      reason: "the structure is broken here",
      remedy: "Check the indentation of this line and of the lines before it.",
      location: event.location
    )
  }
}
