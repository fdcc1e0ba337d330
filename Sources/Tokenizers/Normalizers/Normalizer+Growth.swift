extension Normalizer {
  /// How many times as long a text may become; what makes it longer than this is meant to exhaust memory.
  ///
  /// The longest chains of published tokenizers come to a few thousand by this measure.
  static let maximumGrowth = 65_536.0

  /// How many times as long a text can become at most.
  var growth: Double {
    switch self {
    case .none, .strip, .collapse: 1
    // A compatible form has at most 11 times the bytes of its character, a canonical one or a lower-case letter 3 times.
    case .canonical(.compatibleComposed), .canonical(.compatibleDecomposed): 11
    case .canonical(.composed), .canonical(.decomposed), .characters(.lowercase): 3
    // A space on both sides of a character, decomposed and lower-cased.
    case .bert: 5
    case .characters(.byteLevel): 2
    case .characters(.stripAccents), .characters(.nmt): 1
    case .prepend(let prefix): Double(prefix.count + 1)
    case .replace(let replacement):
      if replacement.pattern.isRegex || replacement.pattern.source.isEmpty {
        Double(replacement.content.count + 1) * 2
      } else {
        max(1, Double(replacement.content.count) / Double(replacement.pattern.source.count))
      }
    case .precompiled(let precompiled): Double(max(1, precompiled.longestReplacement))
    case .translate(let translation): Double(max(1, translation.longestText))
    case .sequence(let steps): steps.reduce(1) { $0 * $1.growth }
    }
  }
}
