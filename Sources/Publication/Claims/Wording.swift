/// Words that claim more than a number can carry, and where they stand in a text.
public enum Wording {
  /// A kind of claim that needs its own evidence.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// Nobody else: needs a scope, a day and an end.
    case exclusive
    /// Because of: needs a control.
    case causal
    /// Praise that nothing can support.
    case puffery
  }

  /// A word of one kind in a text.
  public struct Hit: Sendable, Hashable {
    /// What kind.
    public var kind: Kind
    /// The word as written.
    public var word: String
    /// How many characters stand before it.
    public var offset: Int
  }

  private static let words: [Kind: [String]] = [
    .exclusive: [
      "the first", "world's first", "the only", "unique", "uniquely", "the best", "best-in-class", "the fastest",
      "the smallest", "state of the art", "state-of-the-art", "unmatched", "unrivalled",
    ],
    .causal: ["transfers", "preserves", "inherits", "thanks to"],
    .puffery: [
      "revolutionary", "groundbreaking", "cutting-edge", "world-class", "production-ready", "blazing", "perfect",
      "game-changing", "comprehensive", "professional", "seamless", "effortless",
    ],
  ]

  /// Every such word, in the text's order.
  public static func hits(in text: String) -> [Hit] {
    let characters = Array(text.lowercased())
    let original = Array(text)
    guard characters.count == original.count else { return [] }
    var hits: [Hit] = []
    for (kind, candidates) in words {
      for word in candidates {
        let pattern = Array(word)
        var start = 0
        while start + pattern.count <= characters.count {
          if characters[start..<start + pattern.count].elementsEqual(pattern),
            isBoundary(characters, start - 1), isBoundary(characters, start + pattern.count)
          {
            hits.append(Hit(kind: kind, word: String(original[start..<start + pattern.count]), offset: start))
          }
          start += 1
        }
      }
    }
    return hits.sorted { ($0.offset, $0.word) < ($1.offset, $1.word) }
  }

  /// Where `phrase` stands in `text`, without regard to case and to the kind and number of blanks.
  public static func contains(_ phrase: String, in text: String) -> Bool {
    let needle = folded(phrase)
    return !needle.isEmpty && folded(text).firstRange(of: needle) != nil
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func isBoundary(_ characters: [Character], _ index: Int) -> Bool {
    guard characters.indices.contains(index) else { return true }
    return !(characters[index].isLetter || characters[index].isNumber || characters[index] == "-")
  }
}
