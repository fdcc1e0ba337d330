extension TerminalStyle {
  /// Lines of our own with the words in colour that say how something stands.
  ///
  /// Only the beginning of a line is looked at: what follows may be foreign text.
  func highlighted(_ text: String) -> String {
    guard hasColor else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { highlighted(line: $0) }
      .joined(separator: "\n")
  }

  private static let words: [(word: String, role: Role)] = [
    ("FAIL  ", .bad), ("pass  ", .good), ("warning:", .warning), ("note:", .label), ("why:", .label),
    ("fix:", .label), ("remote:", .label), ("expected:", .label), ("Not valid:", .bad), ("Valid:", .good),
    ("Interrupted", .bad), ("Terminated.", .bad), ("Checks", .label), ("Smoke tests", .label),
  ]

  private func highlighted(line: Substring) -> String {
    let margin = line.prefix { $0 == " " }
    let rest = line.dropFirst(margin.count)
    if let found = Self.words.first(where: { rest.hasPrefix($0.word) }) {
      return margin + painted(found.word, found.role) + rest.dropFirst(found.word.count)
    }
    // `file:line:column: error[CODE]: …`
    let levels: [(String, Role)] = [("error[", .bad), ("warning[", .warning), ("note[", .label)]
    for (level, role) in levels {
      guard let start = rest.firstRange(of: level), let end = rest[start.upperBound...].firstIndex(of: "]"),
        start.lowerBound == rest.startIndex || rest[..<start.lowerBound].hasSuffix(": ")
      else { continue }
      return margin + rest[..<start.lowerBound] + painted(String(rest[start.lowerBound...end]), role)
        + rest[rest.index(after: end)...]
    }
    return String(line)
  }
}
