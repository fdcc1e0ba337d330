import Documents
import Findings

/// No tab stands between the words of the metadata: Python's reader refuses them where others do not.
///
/// Inside quotes, blocks and comments a tab is allowed.
struct TabRule: CardRule {
  static let code = "HFP512"
  static let title = "no tab stands outside quotes in the metadata"
  static let page = CheckPage(
    why: """
      YAML forbids tabs for indentation. Python's reader refuses them also where others do not, so the card is fine \
      in one place and broken in the next.
      """,
    fix: """
      Indent with blanks; two for each level are usual.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    if let error = card.metadataError(.yamlSyntax), Self.isAboutTab(error) {
      return [Self.finding(of: error, expected: "blanks", in: card)]
    }
    guard let metadata = card.metadata, card.frontMatter.yaml?.utf8.contains(0x09) ?? false else { return [] }
    var lines: [Substring.UnicodeScalarView] = []
    card.forEachLine { number, line in
      if number >= card.frontMatter.yamlStartLine, card.isMetadata(line: number) { lines.append(line) }
    }
    let texts = QuotedTexts(metadata, lines: lines, firstLine: card.frontMatter.yamlStartLine)
    var findings: [Finding] = []
    for (offset, line) in lines.enumerated() where line.contains("\t") {
      let number = card.frontMatter.yamlStartLine + offset
      guard let column = Self.column(ofTabIn: line, number: number, outside: texts) else { continue }
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

  /// The column of the first tab of a line that is not inside quotes, a block or a comment.
  private static func column(
    ofTabIn line: Substring.UnicodeScalarView,
    number: Int,
    outside texts: QuotedTexts
  ) -> Int? {
    // An empty line with a tab in it is harmless.
    guard line.contains(where: { $0 != " " && $0 != "\t" }) else { return nil }
    var previous: Unicode.Scalar = " "
    for (offset, scalar) in line.enumerated() {
      defer { previous = scalar }
      let beginsComment = scalar == "#" && (previous == " " || previous == "\t")
      guard scalar == "\t" || beginsComment, !texts.contains(line: number, column: offset + 1) else { continue }
      return beginsComment ? nil : offset + 1
    }
    return nil
  }
}

/// Where the metadata have texts in quotes and blocks.
private struct QuotedTexts {
  /// A place, ordered as in the file.
  private struct Place: Comparable {
    var line: Int
    var column: Int

    static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }
  }

  /// The places between which the texts stand, in the order of the file.
  private var ranges: [Range<Place>] = []

  init(_ metadata: YAMLMapping, lines: [Substring.UnicodeScalarView], firstLine: Int) {
    var scalars: [(place: Place, isQuoted: Bool)] = []
    for pair in metadata.pairs {
      for node in [pair.key, pair.value] {
        node.forEachNode { node, _ in
          guard case .scalar(_, let style) = node.value else { return }
          let place = Place(line: node.location.line, column: node.location.column)
          scalars.append((place, style == .quoted))
        }
      }
    }
    let end = Place(line: firstLine + lines.count, column: 1)
    for (index, scalar) in scalars.enumerated() where scalar.isQuoted {
      let next = index + 1 < scalars.count ? scalars[index + 1].place : end
      let line = lines[scalar.place.line - firstLine].dropFirst(scalar.place.column - 1)
      let start: Place
      let stop: Place
      if let quote = line.first, quote == "\"" || quote == "'" {
        start = scalar.place
        stop = Self.close(of: quote, from: start, before: next, lines: lines, firstLine: firstLine)
      } else {
        // A block begins below the sign that opens it and reaches to the next node.
        start = Place(line: scalar.place.line + 1, column: 1)
        stop = next
      }
      if start < stop { ranges.append(start..<stop) }
    }
  }

  /// Whether a place is inside one of the texts.
  func contains(line: Int, column: Int) -> Bool {
    let place = Place(line: line, column: column)
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound <= place { low = middle + 1 } else { high = middle }
    }
    return low > 0 && ranges[low - 1].contains(place)
  }

  /// The place of the quotation mark that closes a text.
  private static func close(
    of quote: Unicode.Scalar,
    from start: Place,
    before end: Place,
    lines: [Substring.UnicodeScalarView],
    firstLine: Int
  ) -> Place {
    var isEscaped = false
    var isDoubled = false
    for number in start.line...max(start.line, end.line) where number - firstLine < lines.count {
      // The opening mark itself does not close.
      var column = number == start.line ? start.column : 0
      for scalar in lines[number - firstLine].dropFirst(column) {
        column += 1
        if isEscaped {
          isEscaped = false
        } else if scalar == "\\", quote == "\"" {
          isEscaped = true
        } else if scalar == quote {
          guard quote == "'" else { return Place(line: number, column: column) }
          isDoubled.toggle()
        } else if isDoubled {
          // A single quote that none follows.
          return Place(line: number, column: column - 1)
        }
      }
      if isDoubled { return Place(line: number, column: column) }
      isEscaped = false
    }
    return end
  }
}
