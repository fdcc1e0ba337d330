import Documents
import Findings

/// No key is a slip for one that the Hub knows; the Hub takes any key and says nothing.
struct MisspeltKeyRule: CardRule {
  static let code = "HFP514"
  static let title = "no key is a slip for a known one"
  static let page = CheckPage(
    why: """
      A key with a slip is not refused: the Hub ignores it, and the licence or the base model that was meant is \
      simply missing.
      """,
    fix: """
      Write the key that the finding proposes.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let metadata = card.metadata else { return [] }
    return UnknownKeys(metadata).misspelt
      .map { pair, meant in
        Self.finding(
          .warning,
          seen: "the key \(MetadataText.quoted(pair.name))",
          expected: metadata.optional(meant) == nil ? "`\(meant)`" : "`\(meant)`, which is there too",
          remedy: metadata.optional(meant) == nil
            ? "Rename it to `\(meant)`; the Hub ignores a key that it does not know."
            : "Remove it; the Hub ignores a key that it does not know.",
          at: pair.key.location
        )
      }
      .limited()
  }
}

/// The keys of a card that the Hub does not know, told apart by whether they look like one that it knows.
struct UnknownKeys {
  /// How many are looked at closely; the search for what is meant takes time.
  static let maximum = 500

  /// Slips, with the key that is meant.
  private(set) var misspelt: [(pair: YAMLPair, meant: String)] = []
  /// The others.
  private(set) var foreign: [YAMLPair] = []

  init(_ metadata: YAMLMapping) {
    for (position, pair) in metadata.pairs.lazy.filter({ !MetadataKeys.known.contains($0.name) }).enumerated() {
      if position < Self.maximum, let meant = Self.meant(pair.name) {
        misspelt.append((pair, meant))
      } else {
        foreign.append(pair)
      }
    }
  }

  private static func meant(_ name: String) -> String? {
    guard name.utf8.count <= 48 else { return nil }
    let plain = name.lowercased()
    let joined = String(plain.map { $0 == "-" || $0 == " " ? "_" : $0 })
    if let meant = MetadataKeys.meant[joined] { return meant }
    if let same = MetadataKeys.all.first(where: { $0 == joined }) { return same }
    return MetadataText.nearest(plain, among: MetadataKeys.all)
  }
}
