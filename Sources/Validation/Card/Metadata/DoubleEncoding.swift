/// Finds text that was encoded twice: UTF-8 bytes taken for Windows-1252 or Mac Roman and encoded again.
///
/// A pair such as `Ã©` is valid text, and some pairs do occur: a capital `Ã` before a closing quotation mark, an `é`
/// before an ellipsis. So a run counts only when its bytes are valid UTF-8 *and* its surroundings are those of spoilt
/// text: a capital after a small letter, several such runs in a row, or signs that never meet in a language.
struct DoubleEncoding {
  /// A spoilt run in a line.
  struct Run: Equatable {
    /// Where it begins, counted in characters from 0.
    var start: Int
    /// The spoilt text.
    var seen: String
    /// What it was; nil when bytes are lost.
    var meant: String?
  }

  /// The encoding that UTF-8 bytes were taken for.
  private enum Encoding {
    case windows, mac
  }

  private let scalars: [Unicode.Scalar]

  /// Looks at one line.
  init(line: some Sequence<Unicode.Scalar>) { scalars = Array(line) }

  /// The spoilt runs of the line, in order.
  func runs() -> [Run] {
    var runs: [Run] = []
    var index = 0
    while index < scalars.count {
      guard scalars[index].value > 0x7F, let (length, meant) = spoilt(at: index) else {
        index += 1
        continue
      }
      let seen = text(index..<index + length)
      if let last = runs.last, last.start + last.seen.unicodeScalars.count == index, let before = last.meant, let meant
      {
        runs[runs.count - 1].seen += seen
        runs[runs.count - 1].meant = before + meant
      } else {
        runs.append(Run(start: index, seen: seen, meant: meant))
      }
      index += length
    }
    return runs
  }

  /// The length of a spoilt run that begins here, with what was meant.
  private func spoilt(at index: Int) -> (length: Int, meant: String?)? {
    if scalars[index].value == 0xFFFD { return (1, nil) }
    for encoding in [Encoding.windows, .mac] {
      guard let first = decoded(at: index, encoding) else { continue }
      // What follows without a gap and can be decoded too makes chance unlikely.
      var end = index + first.length
      var meant = String(first.scalar)
      var count = 1
      while end < scalars.count, let next = decoded(at: end, encoding) {
        meant.unicodeScalars.append(next.scalar)
        end += next.length
        count += 1
      }
      if count >= 2, isLikelyChain(meant) { return (end - index, meant) }
      if isLikely(first.scalar, at: index, length: first.length, encoding) {
        return (first.length, String(first.scalar))
      }
    }
    return remains(at: index)
  }

  /// Spoilt text of which a byte is lost: `ðŸ` of an emoji, `â€` of a quotation mark.
  private func remains(at index: Int) -> (length: Int, meant: String?)? {
    guard index + 1 < scalars.count else { return nil }
    switch (scalars[index].value, scalars[index + 1].value) {
    case (0xF0, 0x178), (0xE2, 0x20AC): return (2, nil)
    case (0xFC, _):
      // The first byte of an emoji has no visible character in Mac Roman, and often gets lost.
      guard index + 2 < scalars.count, let third = CodePage.mac(scalars[index + 1]),
        let fourth = CodePage.mac(scalars[index + 2]), let scalar = Self.decode([0xF0, 0x9F, third, fourth]),
        Self.isPicture(scalar), !isLetter(index - 1), !isLetter(index + 3)
      else { return nil }
      return (3, String(scalar))
    default: return nil
    }
  }

  /// The character that the bytes from here on are in UTF-8.
  private func decoded(at index: Int, _ encoding: Encoding) -> (scalar: Unicode.Scalar, length: Int)? {
    guard scalars[index].value > 0x7F, let lead = byte(scalars[index], encoding) else { return nil }
    let length =
      switch lead {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, index + length <= scalars.count else { return nil }
    var bytes = [lead]
    for offset in 1..<length {
      guard scalars[index + offset].value > 0x7F, let next = byte(scalars[index + offset], encoding),
        next & 0xC0 == 0x80
      else { return nil }
      bytes.append(next)
    }
    return Self.decode(bytes).map { ($0, length) }
  }

  private func byte(_ scalar: Unicode.Scalar, _ encoding: Encoding) -> UInt8? {
    switch encoding {
    case .windows: CodePage.windows(scalar)
    case .mac: CodePage.mac(scalar)
    }
  }

  private static func decode(_ bytes: [UInt8]) -> Unicode.Scalar? {
    guard let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.count == 1 else { return nil }
    return text.unicodeScalars.first
  }

  private func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

  // MARK: What is likely

  /// Whether several decoded characters in a row are text: letters of one script or signs, not a chance mixture.
  private func isLikelyChain(_ meant: String) -> Bool {
    meant.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0xA0...0x24F, 0x370...0x52F, 0x5D0...0x5EA, 0x600...0x6FF, 0x900...0x97F, 0xE00...0xE7F: true
      case 0x1E00...0x1EFF, 0x2000...0x2BFF, 0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
      case 0xFE0F, 0xFEFF, 0xFF00...0xFFEF: true
      default: Self.isPicture(scalar)
      }
    }
  }

  /// Whether one decoded character that stands alone was meant.
  private func isLikely(_ meant: Unicode.Scalar, at index: Int, length: Int, _ encoding: Encoding) -> Bool {
    let trail = scalars[index + 1]
    switch length {
    case 2 where encoding == .windows: return isLikelyPair(trail: trail, at: index)
    case 2: return isLikelyMacPair(trail: trail, at: index)
    case 3:
      // Vietnamese: an á and an ordinal sign never meet, an á and a closing quotation mark do.
      if encoding == .windows, (0x1EA0...0x1EFF).contains(meant.value) {
        return trail == "º" || (trail == "»" && !Self.quotes.contains(scalars[index + 2]))
      }
      guard isSign(meant) else { return false }
      // A circumflex a and a quotation mark may meet when somebody writes about letters; with a euro sign they do not.
      return encoding == .mac || trail.value == 0x20AC
        || !(Self.punctuation.contains(trail) && Self.punctuation.contains(scalars[index + 2]))
    default: return Self.isPicture(meant)
    }
  }

  /// A capital letter and a sign, Windows-1252.
  private func isLikelyPair(trail: Unicode.Scalar, at index: Int) -> Bool {
    let lead = scalars[index]
    // A sharp s ends many German words, and a multiplication sign stands anywhere.
    guard lead.value != 0xDF, lead.value != 0xD7 else { return false }
    if isSmall(index - 1), !Self.quotes.contains(trail) || isSmall(index + 2) { return true }
    let isAfterDigit = index > 0 && scalars[index - 1].properties.numericType == .decimal
    switch lead.value {
    case 0xC3 where trail.value == 0x2014:
      // The multiplication sign between numbers.
      return isAfterDigit
        || (index > 0 && scalars[index - 1] == " " && index + 2 < scalars.count && scalars[index + 2] == " ")
    case 0xC2 where isAfterDigit: return !Self.quotes.contains(trail)
    case 0xC3, 0xC4, 0xC5:
      return !isLetter(index - 1) && !Self.punctuation.contains(trail) && isSmall(index + 2)
    default: return false
    }
  }

  /// A root or a not sign and another sign, Mac Roman.
  private func isLikelyMacPair(trail: Unicode.Scalar, at index: Int) -> Bool {
    switch scalars[index].value {
    // After a root come numbers and variables; small letters on both sides are a word.
    case 0x221A:
      let isMathematics = "π∞∑∏µΩ∫".unicodeScalars.contains(trail)
      return isSmall(index - 1) && !isMathematics
        && (isSmall(index + 2) || "©®†°¢£§•¶ß™´¨".unicodeScalars.contains(trail))
    case 0xAC: return "∞†©´ª".unicodeScalars.contains(trail) && index > 0 && (isLetter(index - 1) || isDigit(index - 1))
    default: return false
    }
  }

  /// Dashes, quotation marks, arrows, signs and pictures of the planes that cards use.
  private func isSign(_ scalar: Unicode.Scalar) -> Bool {
    (0x2010...0x2BFF).contains(scalar.value) || [0xFEFF, 0xFE0F, 0x200B, 0x200D].contains(scalar.value)
  }

  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F100...0x1F6FF).contains(scalar.value) || (0x1F900...0x1FAFF).contains(scalar.value)
  }

  private func isLetter(_ index: Int) -> Bool {
    scalars.indices.contains(index) && scalars[index].properties.isAlphabetic
  }

  private func isSmall(_ index: Int) -> Bool {
    scalars.indices.contains(index) && scalars[index].properties.isLowercase
  }

  private func isDigit(_ index: Int) -> Bool {
    scalars.indices.contains(index) && scalars[index].properties.numericType == .decimal
  }

  /// Quotation marks and whatever else closes or follows a word.
  private static let quotes = Set("‘’“”‚„«»‹›–—…•\u{A0}´¨".unicodeScalars)
  /// The same and signs that follow a word directly.
  private static let punctuation = quotes.union("™®©ªº°§¶¿¡·²³¹".unicodeScalars)
}
