/// What a hub can say about a card's metadata without a YAML parser: whether there is any, and whether it can be a
/// mapping at all.
struct CardCheck: Sendable {
  /// What forbids the commit.
  private(set) var errors: [String] = []
  /// What does not.
  private(set) var warnings: [String] = []
  /// Top-level names with their plain values, for display; lists are joined by commas.
  private(set) var fields: [(name: String, value: String)] = []
  /// The card without its metadata.
  private(set) var body: String

  /// Looks at a whole README.
  init(_ text: String) {
    let isEnd: (Character) -> Bool = { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: isEnd)[...]
    if lines.first?.hasPrefix("\u{FEFF}") == true, let first = lines.popFirst() {
      lines = [first.dropFirst()] + lines
    }
    while let first = lines.first, first.allSatisfy(\.isWhitespace), lines.count > 1 { lines.removeFirst() }
    body = text
    guard let first = lines.first, Self.isFence(first),
      let end = lines.dropFirst().firstIndex(where: Self.isFence)
    else {
      warnings.append("empty or missing yaml metadata in repo card")
      return
    }
    let block = lines[(lines.startIndex + 1)..<end]
    body = lines[(end + 1)...].joined(separator: "\n")
    scan(block)
    if fields.isEmpty, errors.isEmpty { warnings.append("empty or missing yaml metadata in repo card") }
  }

  private mutating func scan(_ block: ArraySlice<Substring>) {
    var names: Set<String> = []
    /// An open bracket or quote goes over several lines, which are then not looked at.
    var isOpen = false
    for (number, line) in block.enumerated() {
      let content = line.drop { $0 == " " }
      guard !content.isEmpty, !content.hasPrefix("#"), !content.allSatisfy(\.isWhitespace) else { continue }
      let place = "line \(number + 2) of README.md"
      if content.hasPrefix("\t") {
        errors.append("YAML must be indented by spaces, not tabs (\(place))")
        return
      }
      let isTop = content.startIndex == line.startIndex
      guard isTop, !isOpen else {
        isOpen = isOpen && !(content.hasSuffix("]") || content.hasSuffix("}") || content.hasSuffix("\""))
        append(content)
        continue
      }
      if content.hasPrefix("- ") || content == "-" {
        // A list under a name may stand at the name's own indentation.
        guard !fields.isEmpty else {
          errors.append("YAML metadata must be a mapping, not a list (\(place))")
          return
        }
        append(content)
        continue
      }
      guard let (name, value) = Self.pair(content) else {
        if content.hasPrefix("{") { return }
        errors.append("YAML metadata must be a mapping of names to values (\(place))")
        return
      }
      guard names.insert(name).inserted else {
        errors.append("duplicated mapping key \"\(name)\" (\(place))")
        return
      }
      isOpen = ["[", "{", "\""].contains { value.hasPrefix($0) && !Self.isClosed(value) }
      fields.append((name, Self.unquoted(value)))
    }
  }

  /// Adds a line under the last name to its value, as far as it is an item of a plain list.
  private mutating func append(_ line: Substring) {
    guard line.hasPrefix("- "), let last = fields.indices.last else { return }
    let item = Self.unquoted(line.dropFirst(2))
    fields[last].value += fields[last].value.isEmpty ? item : ", \(item)"
  }

  private static func isFence(_ line: Substring) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
  }

  /// Splits at the first colon that a blank or the end follows; a quoted name may hold such a colon itself.
  private static func pair(_ line: Substring) -> (name: String, value: Substring)? {
    var start = line.startIndex
    if let quote = line.first, quote == "\"" || quote == "'" {
      guard let close = line.dropFirst().firstIndex(of: quote) else { return nil }
      start = line.index(after: close)
    }
    while let colon = line[start...].firstIndex(of: ":") {
      let rest = line[line.index(after: colon)...]
      if colon > line.startIndex, rest.isEmpty || rest.first?.isWhitespace == true {
        return (unquoted(line[..<colon]), rest.drop(while: \.isWhitespace))
      }
      start = line.index(after: colon)
    }
    return nil
  }

  private static func isClosed(_ value: Substring) -> Bool {
    let value = value.reversed().drop(while: \.isWhitespace)
    return value.count > 1 && ["]", "}", "\""].contains(value.first)
  }

  private static func unquoted(_ value: Substring) -> String {
    var value = value.drop(while: \.isWhitespace)
    while value.last?.isWhitespace == true { value.removeLast() }
    for quote in ["\"", "'"] where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      value = value.dropFirst().dropLast()
    }
    return String(value)
  }
}
