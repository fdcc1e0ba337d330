/// Foreign text inside a figure: cleaned, measured and cut to the room there is.
enum FigureText {
  /// The text on one line without anything that XML forbids, steers or reorders.
  ///
  /// A line break becomes a blank; any other control character, a mark of the writing direction and a noncharacter
  /// become U+FFFD, so that it shows that something was there.
  static func clean(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result += " "
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF,
        0xE0000...0xE007F, 0xFFF9...0xFFFB:
        result += "\u{FFFD}"
      case _ where scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.split(separator: " ").joined(separator: " ")
  }

  /// The text fit for the content of an element and for a quoted attribute.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// About how wide the text is drawn, in the units of the font size.
  ///
  /// Which font a reader has is not known: the widths are those of the widest common ones, so that text takes less room
  /// than was kept for it rather than more.
  static func width(_ text: String, size: Double, isBold: Bool = false) -> Double {
    text.reduce(0) { $0 + width(of: $1) } * size * (isBold ? 1.1 : 1)
  }

  /// The text, or as much of it as fits with an ellipsis behind it.
  static func cut(_ text: String, to room: Double, size: Double, isBold: Bool = false) -> String {
    guard width(text, size: size, isBold: isBold) > room else { return text }
    let scale = size * (isBold ? 1.1 : 1)
    var used = width(of: "…") * scale
    var kept = ""
    for character in text {
      used += width(of: character) * scale
      guard used <= room else { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// The text in at most `limit` lines, broken at blanks where there are any; the last is cut.
  static func wrap(_ text: String, to room: Double, size: Double, isBold: Bool = false, limit: Int) -> [String] {
    var lines: [String] = []
    var words = text.split(separator: " ")[...]
    while lines.count < limit - 1, !words.isEmpty {
      var line = ""
      while let word = words.first {
        let longer = line.isEmpty ? String(word) : "\(line) \(word)"
        guard width(longer, size: size, isBold: isBold) <= room else { break }
        line = longer
        words.removeFirst()
      }
      if line.isEmpty { break }
      lines.append(line)
    }
    if !words.isEmpty { lines.append(cut(words.joined(separator: " "), to: room, size: size, isBold: isBold)) }
    return lines
  }

  private static func width(of character: Character) -> Double {
    guard let byte = character.asciiValue else {
      // A cluster of many scalars is still one or two columns; an unknown one is taken for a wide letter.
      let columns = DisplayWidth.of(String(character))
      return columns > 1 ? 1.05 : columns == 1 ? 0.72 : 0
    }
    switch byte {
    case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "l"), UInt8(ascii: "I"), UInt8(ascii: " "),
      UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "'"),
      UInt8(ascii: "|"), UInt8(ascii: "!"):
      return 0.34
    case UInt8(ascii: "f"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "-"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "/"):
      return 0.42
    case UInt8(ascii: "m"), UInt8(ascii: "w"), UInt8(ascii: "M"), UInt8(ascii: "W"), UInt8(ascii: "@"),
      UInt8(ascii: "%"):
      return 1
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "~"), UInt8(ascii: "#"):
      return 0.8
    default: return 0.645
    }
  }
}
