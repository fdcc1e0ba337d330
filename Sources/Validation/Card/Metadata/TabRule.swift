import Documents
import Findings

/// No tab stands between the words of the metadata: Python's reader refuses them where others do not.
///
/// Inside quotes, blocks and comments a tab is allowed.
struct TabRule: CardRule {
  static let code = "HFP512"
  static let title = "no tab stands outside quotes in the metadata"

  func run(_ card: CardDocument) -> [Finding] {
    if let error = card.metadataError(.yamlSyntax), Self.isAboutTab(error) {
      return [Self.finding(of: error, expected: "blanks", in: card)]
    }
    guard let metadata = card.metadata, card.frontMatter.yaml?.utf8.contains(0x09) ?? false else { return [] }
    var texts: [Token] = []
    for pair in metadata.pairs {
      for node in [pair.key, pair.value] {
        node.forEachNode { node, _ in
          guard case .scalar(let text, let style) = node.value else { return }
          texts.append(Token(place: node.location, isPlain: style == .plain, text: style == .plain ? text : ""))
        }
      }
    }
    let tabs = Tabs(texts: texts)
    var findings: [Finding] = []
    var lines: [Substring.UnicodeScalarView] = []
    card.forEachLine { number, line in
      if number >= card.frontMatter.yamlStartLine, card.isMetadata(line: number) { lines.append(line) }
    }
    for (offset, line) in lines.enumerated() where line.contains("\t") {
      let number = card.frontMatter.yamlStartLine + offset
      guard let column = tabs.columnOfDefect(in: line, number: number, lines: lines, from: number - offset) else {
        continue
      }
      findings.append(
        Self.finding(
          seen: "a tab in \(MetadataText.quoted(String(line)))",
          expected: "blanks",
          remedy: "Replace the tab by a blank, or put the text in quotes; Python's YAML reader refuses it.",
          at: SourceLocation(file: card.file, line: number, column: column)
        )
      )
    }
    return findings.limited(to: 20)
  }

  /// Whether a syntax error is about a tab.
  static func isAboutTab(_ error: DocumentError) -> Bool { error.reason.contains("a tab stands where") }
}

/// A scalar of the metadata as it matters to tabs.
private struct Token {
  var place: SourceLocation
  var isPlain: Bool
  var text: String
}

/// Decides whether a tab is part of a text.
private struct Tabs {
  /// The scalars in the order of the file.
  let texts: [Token]

  /// The column of the first tab of a line that is not inside quotes, a block or a comment.
  func columnOfDefect(
    in line: Substring.UnicodeScalarView,
    number: Int,
    lines: [Substring.UnicodeScalarView],
    from firstLine: Int
  ) -> Int? {
    // An empty line with a tab in it is harmless.
    guard line.contains(where: { $0 != " " && $0 != "\t" }) else { return nil }
    var previous: Unicode.Scalar = " "
    for (offset, scalar) in line.enumerated() {
      let column = offset + 1
      defer { previous = scalar }
      guard scalar == "\t" || (scalar == "#" && (previous == " " || previous == "\t")) else { continue }
      let isInside = self.isInside(line: number, column: column, lines: lines, from: firstLine)
      if isInside { continue }
      return scalar == "#" ? nil : column
    }
    return nil
  }

  /// Whether a place is inside quotes or a block.
  private func isInside(line: Int, column: Int, lines: [Substring.UnicodeScalarView], from firstLine: Int) -> Bool {
    var low = 0
    var high = texts.count
    while low < high {
      let middle = (low + high) / 2
      let place = texts[middle].place
      if (place.line, place.column) < (line, column) { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    let token = texts[low - 1]
    guard !token.isPlain else { return false }
    let start = lines[token.place.line - firstLine].dropFirst(token.place.column - 1)
    guard let quote = start.first, quote == "\"" || quote == "'" else {
      // A block reaches to the next node; its own line holds only the sign that opens it.
      return line > token.place.line
    }
    return !isClosed(quote, from: token.place, before: (line, column), lines: lines, firstLine: firstLine)
  }

  /// Whether a quoted text that begins at `place` ends before another place.
  private func isClosed(
    _ quote: Unicode.Scalar,
    from place: SourceLocation,
    before end: (line: Int, column: Int),
    lines: [Substring.UnicodeScalarView],
    firstLine: Int
  ) -> Bool {
    var isEscaped = false
    // A quote doubled inside single quotes closes and opens again, which comes to the same.
    var isOpen = false
    for number in place.line...end.line {
      var scalars = lines[number - firstLine]
      if number == end.line { scalars = scalars.prefix(end.column - 1) }
      if number == place.line { scalars = scalars.dropFirst(place.column - 1) }
      for scalar in scalars {
        if isEscaped {
          isEscaped = false
        } else if scalar == "\\", quote == "\"", isOpen {
          isEscaped = true
        } else if scalar == quote {
          isOpen.toggle()
        }
      }
      isEscaped = false
    }
    return !isOpen
  }
}
