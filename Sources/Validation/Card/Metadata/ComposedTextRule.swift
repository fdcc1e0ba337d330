import Findings

/// Letters with marks are single characters (NFC), not a letter and a mark beside it.
///
/// Two texts that look alike are then equal for whoever compares bytes: tags, file names, links. Only letters of the
/// European scripts and Korean syllables are looked at; some Indian letters are taken apart by NFC itself, and nobody
/// types them that way.
struct ComposedTextRule: CardRule {
  static let code = "HFP505"
  static let title = "letters with marks are composed (NFC)"
  static let page = CheckPage(
    why: """
      An accent can be part of its letter or a character of its own. Both look alike, and searching for one does not \
      find the other.
      """,
    fix: """
      Compose the letters; most editors and `unicodedata.normalize("NFC", text)` do that.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    card.forEachLine { number, line in
      guard line.contains(where: { Self.isMark($0) }) else { return }
      var column = 1
      for character in Substring(line) {
        let width = character.unicodeScalars.count
        if width > 1, let composed = Self.composed(character) {
          findings.append(
            Self.finding(
              card.isMetadata(line: number) ? .error : .warning,
              seen: "`\(character)` written as \(width) characters (\(Self.codes(character)))",
              expected: "the single character `\(composed)` (\(Self.codes(composed)))",
              remedy: "Normalize the file to NFC; a text that only looks equal is not found by a search.",
              at: SourceLocation(file: card.file, line: number, column: column)
            )
          )
        }
        column += width
      }
    }
    return findings.limited(to: 20)
  }

  /// The character that stands for the same, if there is one.
  private static func composed(_ character: Character) -> Character? {
    if let single = singles[character] { return Character(single) }
    let values = character.unicodeScalars.map(\.value)
    guard (2...3).contains(values.count), (0x1100...0x1112).contains(values[0]), (0x1161...0x1175).contains(values[1])
    else { return nil }
    let tail = values.count == 3 ? values[2] : 0x11A7
    guard (0x11A7...0x11C2).contains(tail) else { return nil }
    let syllable = 0xAC00 + ((values[0] - 0x1100) * 21 + values[1] - 0x1161) * 28 + tail - 0x11A7
    return Unicode.Scalar(syllable).map { Character($0) }
  }

  /// Marks that combine, and the vowels of Korean that are written apart.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x0300...0x036F).contains(scalar.value) || (0x1161...0x11C2).contains(scalar.value)
  }

  private static func codes(_ character: Character) -> String {
    character.unicodeScalars
      .map { scalar in
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
      }
      .joined(separator: " ")
  }

  /// Composed letters; characters are equal here when they mean the same, however they are written.
  private static let singles: [Character: Unicode.Scalar] = {
    var singles: [Character: Unicode.Scalar] = [:]
    for value in [0xC0...0x24F, 0x370...0x4FF, 0x1E00...0x1FFF].joined() {
      guard let scalar = Unicode.Scalar(UInt32(value)), scalar.properties.isAlphabetic else { continue }
      // The first of two equal ones is the one that NFC gives.
      if singles[Character(scalar)] == nil { singles[Character(scalar)] = scalar }
    }
    return singles
  }()
}
