import Documents
import Publication

/// The origins of a card's numbers, each once, with the numbers that were born there.
struct OriginList {
  /// An origin with its numbers.
  struct Entry {
    var origin: Origin
    var texts: [String]
  }

  /// The origins in the order in which the card first names a number of theirs.
  private(set) var entries: [Entry] = []
  /// For each claim of the map, its number in `entries`.
  private(set) var numbers: [Int] = []
  /// A note on each number of the card.
  private(set) var annotations: [TextAnnotation] = []

  init(_ claims: ClaimMap) {
    var known: [Origin: Int] = [:]
    for claim in claims.entries {
      let number = known[claim.origin] ?? entries.count
      if number == entries.count {
        known[claim.origin] = number
        entries.append(Entry(origin: claim.origin, texts: []))
      }
      if !entries[number].texts.contains(claim.text) { entries[number].texts.append(claim.text) }
      numbers.append(number)
      annotations.append(
        TextAnnotation(
          line: claim.line,
          column: claim.column,
          text: claim.text,
          title: "\(Self.words(for: claim.origin.kind)): \(claim.origin.detail)",
          classes: ["claim", "claim-\(claim.origin.kind.rawValue)", "origin-\(number)"]
        )
      )
    }
  }

  /// How a number came to be, in words.
  static func words(for kind: Origin.Kind) -> String {
    switch kind {
    case .bytes: "read from a file"
    case .measurement: "measured"
    case .computation: "computed"
    case .citation: "cited"
    case .recorded: "recorded earlier"
    case .rule: "set by the publisher"
    case .tool: "of the tool itself"
    }
  }

  /// Rules that show an origin in the panel while one of its numbers is pointed at or, failing that, has the focus.
  var css: String {
    entries.indices.map { number in
      let name = "origin-\(number)"
      return
        ".page:has(.\(name):hover) #\(name),.page:not(:has(.claim:hover)):has(.\(name):focus) #\(name){display:block}"
    }
    .joined(separator: "\n")
  }
}
