import Documents

/// How lines look where they go: which of them may change, colours, symbols, and in how many columns.
///
/// Nothing is said by a colour or a symbol alone.
struct TerminalStyle: Sendable, Hashable {
  /// When there are colours.
  enum ColorChoice: String, Sendable, CaseIterable {
    case auto, always, never
  }

  /// What a piece of text is, for its colour.
  enum Role: Sendable {
    case verb, good, bad, warning, label, quiet

    fileprivate var code: String {
      switch self {
      case .verb, .good: "1;32"
      case .bad: "1;31"
      case .warning: "1;33"
      case .label: "1"
      case .quiet: "2"
      }
    }
  }

  /// Whether what was written can be written over.
  var isLive = false
  /// Whether text has colours.
  var hasColor = false
  /// Whether marks are symbols; else they are words in brackets.
  var hasSymbols = false
  /// Whether only ASCII can be shown.
  var isASCII = false
  /// The columns; nil where no line is broken, as in a file.
  var width: Int?

  /// Plain lines, as for a file.
  static let plain = TerminalStyle()

  private init() {}

  /// The style of a place.
  ///
  /// - Parameters:
  ///   - environment: Read are `NO_COLOR`, `CLICOLOR_FORCE`, `TERM`, `CI`, and the locale.
  ///   - color: What the person asked for; it comes before the environment.
  ///   - columns: The columns of the terminal; nil when it is none.
  init(_ environment: [String: String], color: ColorChoice, columns: Int?) {
    func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
    let isTerminal = columns != nil
    let isDumb = environment["TERM"] == "dumb"
    let isForced = isSet("CLICOLOR_FORCE") && environment["CLICOLOR_FORCE"] != "0"
    hasColor =
      switch color {
      case .always: true
      case .never: false
      case .auto: !isSet("NO_COLOR") && (isForced || isTerminal && !isDumb && !isSet("CI"))
      }
    isLive = isTerminal && !isDumb && !isSet("CI")
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].first(where: isSet).flatMap { environment[$0] }?.lowercased() ?? ""
    let isUnicode = locale.contains("utf-8") || locale.contains("utf8")
    hasSymbols = isTerminal && !isDumb && isUnicode
    isASCII = isTerminal && !isUnicode
    if let columns { measure(columns: columns) }
  }

  /// Takes the terminal's width down; narrower ones than can be served are not believed.
  mutating func measure(columns: Int) { width = max(columns, 20) }

  /// The text in the colour of its role.
  func painted(_ text: String, _ role: Role) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(role.code)m\(text)\u{1B}[0m" : text
  }

  /// The text without what an old terminal shows as something else.
  func shown(_ text: String) -> String {
    guard isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.reduce(into: "") { $0 += Self.substitutes[$1] ?? ($1.isASCII ? String($1) : "?") }
  }

  private static let substitutes: [Character: String] = [
    "×": "x", "≥": ">=", "≤": "<=", "“": "\"", "”": "\"", "‹": "<", "›": ">", "…": "...", "–": "-", "—": "-",
    "−": "-", "→": "->", "·": ".", "±": "+-", "✓": "[ok]", "✗": "[FAIL]", "’": "'", "\n": "\n",
  ]

  /// A line broken between words, what follows after `hanging` blanks.
  func wrapped(_ line: String, hanging: Int) -> String {
    guard let width, DisplayWidth.of(line) > width else { return line }
    let start = line.prefix { $0 == " " }
    let margin = String(repeating: " ", count: min(hanging, width / 2))
    var lines: [String] = []
    var current = String(start)
    var isFirst = true
    for word in line.dropFirst(start.count).split(separator: " ", omittingEmptySubsequences: false) {
      if !isFirst, DisplayWidth.of(current) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(current)
        current = margin + word
      } else {
        current += (isFirst ? "" : " ") + word
      }
      isFirst = false
    }
    return (lines + [current]).joined(separator: "\n")
  }

  /// The beginning of a line that fits.
  func cut(_ line: String, to width: Int? = nil) -> String {
    guard let width = width ?? self.width, DisplayWidth.of(line) > width else { return line }
    let end = isASCII ? "..." : "…"
    var (short, columns) = ("", DisplayWidth.of(end))
    for character in line {
      columns += DisplayWidth.of(String(character))
      guard columns <= width else { break }
      short.append(character)
    }
    return short + end
  }

  /// A step, its verb right-aligned, so that a run reads as a column of verbs.
  func step(_ verb: String, _ text: String) -> String {
    let margin = String(repeating: " ", count: max(0, 11 - verb.count))
    let line = wrapped(shown(margin + verb + "  " + TextEscape.printable(text)), hanging: 13)
    guard hasColor, !verb.isEmpty else { return line }
    return margin + painted(verb, .verb) + line.dropFirst(margin.count + verb.count)
  }
}
