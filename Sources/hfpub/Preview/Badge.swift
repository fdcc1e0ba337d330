import Documents

/// Small pictures of text: badges as shields.io draws them, and boxes in place of pictures that are not here.
enum Badge {
  /// What a badge says.
  struct Text: Equatable {
    var label: String
    var message: String
    var color: String
  }

  private static let colors = [
    "blue": "#0b66c3", "green": "#2f7d32", "brightgreen": "#2f7d32", "yellow": "#8a6100", "orange": "#b2450a",
    "red": "#b3261e", "lightgrey": "#5b616a", "gray": "#5b616a", "grey": "#5b616a",
  ]

  /// The text in an address of shields.io such as `https://img.shields.io/badge/label-message-blue`.
  static func text(of address: String) -> Text? {
    let start = "https://img.shields.io/badge/"
    guard address.hasPrefix(start) else { return nil }
    let path = address.dropFirst(start.count).prefix { $0 != "?" && $0 != "#" && $0 != "/" }
    guard let decoded = PercentEncoding.decoded(path) else { return nil }
    // A doubled mark is the mark itself, a single `-` parts, a single `_` is a blank.
    var parts = [""]
    var characters = decoded[...]
    while let character = characters.popFirst() {
      let isDoubled = characters.first == character
      switch character {
      case "-" where !isDoubled: parts.append("")
      case "_" where !isDoubled: parts[parts.count - 1] += " "
      case "-", "_":
        characters.removeFirst()
        parts[parts.count - 1].append(character)
      default: parts[parts.count - 1].append(character)
      }
    }
    guard let color = parts.popLast(), (1...2).contains(parts.count), let message = parts.last else { return nil }
    return Text(label: parts.count == 2 ? parts[0] : "", message: message, color: colors[color] ?? "#5b616a")
  }

  /// The badge as SVG.
  static func draw(_ text: Text) -> String {
    let label = shown(text.label)
    let message = shown(text.message)
    let left = label.isEmpty ? 0 : width(label) + 14
    let right = width(message) + 14
    let total = left + right
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(total)" height="20" \
      font-family="Verdana, 'DejaVu Sans', sans-serif" font-size="11" fill="#ffffff">\
      <title>\(HTMLText.escape("\(label) \(message)"))</title>\
      <rect width="\(total)" height="20" rx="3" fill="\(text.color)"/>\
      \(left > 0 ? "<rect width=\"\(left)\" height=\"20\" rx=\"3\" fill=\"#4a4f57\"/>" : "")\
      <text x="\(left / 2)" y="14" text-anchor="middle">\(HTMLText.escape(label))</text>\
      <text x="\(left + right / 2)" y="14" text-anchor="middle">\(HTMLText.escape(message))</text></svg>
      """
  }

  /// A box with a sentence, for a picture that cannot be shown.
  static func box(_ sentence: String) -> String {
    let sentence = shown(sentence)
    let width = width(sentence) + 24
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(width)" height="30" \
      font-family="Verdana, 'DejaVu Sans', sans-serif" font-size="11"><title>\(HTMLText.escape(sentence))</title>\
      <rect x="0.5" y="0.5" width="\(width - 1)" height="29" rx="4" fill="#f1f2f4" stroke="#777d86" \
      stroke-dasharray="4 3"/><text x="12" y="19" fill="#3b4048">\(HTMLText.escape(sentence))</text></svg>
      """
  }

  private static func shown(_ text: String) -> String { text.count > 80 ? "\(text.prefix(80))…" : text }

  /// About how wide the text is at this size.
  private static func width(_ text: String) -> Int { DisplayWidth.of(text) * 7 }
}
