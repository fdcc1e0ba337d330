/// Texts that no person would write: mixtures of scripts, code, control characters, white space and special tokens.
public struct RandomTexts {
  private var generator: SeededGenerator
  private let literals: [String]

  /// Texts from a seed; `literals` are strings that mean something to the tokenizer under test.
  public init(seed: UInt64, literals: [String] = []) {
    generator = SeededGenerator(seed: seed)
    self.literals = literals
  }

  private static let words =
    "the The THE a of unaffable tokenizer embedding's don't I'LL we'Re naïve café ÉCOLE Straße ſtone résumé İstanbul "
    + "ΣΊΣΥΦΟΣ ὀδυσσεύς Привет мир שלום مرحبا नमस्ते 東京都 こんにちは ｶﾞｷﾞ 한국어 각 ไทย ﬁne Ⅷ x² ½ 3.14 1,000 0x1F 2025 ١٢٣ "
    + "e\u{301} A\u{30A} \u{1E9B}\u{323} q\u{307}\u{323} 👩‍👩‍👧 🇩🇪 👍🏽 ☃\u{FE0F} \u{2126} \u{212B} …"
  private static let code = [
    "def f(x):\n\treturn x**2", "for (int i=0;i<n;++i){", "#include <stdio.h>", "a->b::c", "x = y if z else None;",
    "{\"k\": [1, 2.5e-3, null]}", "<div class=\"a\">&amp;</div>", "SELECT * FROM t WHERE id='1';", "\r\n\r\n", "\t\t",
    "https://a.b/c?d=e&f=%20#g", "__init__", "camelCaseWord", "snake_case_word", "''''", "'s't're",
  ]
  private static let spaces = [
    " ", "  ", "   ", "\n", "\r\n", "\t", "\u{A0}", "\u{3000}", "\u{2028}", "\u{85}", "\u{B}", "\u{C}", "\u{200B}",
    "\u{1680}", "\u{202F}", " \n ", "\n\n\n",
  ]
  private static let controls: [UInt32] = [
    0, 1, 7, 8, 0xB, 0xC, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0xAD, 0x61C, 0x200B, 0x200D, 0x200E, 0x202E, 0x2060,
    0xFEFF, 0xFFFD, 0xFFFE, 0xE000, 0x10FFFF, 0xE0001, 0xFE0F,
  ]
  private static let blocks: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0x80...0xFF, 0x100...0x24F, 0x250...0x36F, 0x370...0x3FF, 0x400...0x52F, 0x530...0x5FF,
    0x600...0x6FF, 0x900...0x97F, 0xE00...0xE7F, 0x1100...0x11FF, 0x1E00...0x1FFF, 0x2000...0x206F, 0x2070...0x218F,
    0x2190...0x2BFF, 0x2C00...0x2DFF, 0x3000...0x30FF, 0x3130...0x33FF, 0x3400...0x3420, 0x4E00...0x9FFF,
    0xA640...0xA8FF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFB00...0xFEFF, 0xFF00...0xFFEF, 0x10000...0x10FFF,
    0x11000...0x11FFF, 0x16000...0x16FFF, 0x1D000...0x1D7FF, 0x1E000...0x1EFFF, 0x1F000...0x1FAFF, 0x20000...0x20020,
    0x2B810...0x2B930, 0x2F800...0x2FA1F,
  ]

  /// The next text; most have fewer than a hundred scalars.
  public mutating func next() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &generator) { text += fragment() }
    return text
  }

  private mutating func fragment() -> String {
    switch Int.random(in: 0..<16, using: &generator) {
    case 0...4: return pick(RandomTexts.words.split(separator: " ").map(String.init)) + " "
    case 5: return pick(RandomTexts.code)
    case 6: return pick(RandomTexts.spaces) + pick(RandomTexts.spaces)
    case 7: return scalar(pick(RandomTexts.controls))
    case 8, 9:
      let block = pick(RandomTexts.blocks)
      return (0..<Int.random(in: 1...6, using: &generator)).map { _ in scalar(.random(in: block, using: &generator)) }
        .joined()
    case 10: return scalar(.random(in: 0...0x10FFFF, using: &generator))
    case 11: return pick(["!", "?!", "--", "...", "'", "\"", "(", "@", "#", "$5", "▁", "Ġ", "##", "_", "|", "~"])
    case 12: return String(Int.random(in: 0...99999, using: &generator))
    case 13:
      guard !literals.isEmpty else { return "[UNK]" }
      return pick(["", " ", "a"]) + pick(literals) + pick(["", " ", "b", "  ", "é"])
    case 14:
      let letter = pick(["a", "x", "ab", "é", "東", "1", " ", "-", "e\u{301}"])
      return String(repeating: letter, count: Int.random(in: 1...130, using: &generator))
    default: return pick(RandomTexts.words.split(separator: " ").map(String.init))
    }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }

  private func scalar(_ value: UInt32) -> String { Unicode.Scalar(value).map(String.init) ?? "" }
}
