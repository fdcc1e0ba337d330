import Evaluation

/// The tables of keys as Markdown, for the reference page.
package enum KeyPage {
  /// The keys of `hfpub.yaml`, and below them those of every mapping in it.
  package static var manifest: String { page(.manifest) }

  /// The keys of an evidence file, and below them those of every mapping in it.
  package static var evidence: String { page(.evidence) }

  private static func page(_ whole: KeyTable) -> String {
    var text = table(whole.keys)
    for (place, keys) in nested(in: whole.keys, under: "") {
      text += "\n### In `\(place)`\n\n\(table(keys))"
    }
    return text
  }

  /// The keys of suites: those of all kinds, and those of each.
  package static var suite: String {
    var text = table(KeyTable.suiteHead)
    for kind in Suite.Kind.allCases {
      let keys = KeyTable.suiteContent(kind)
      text += "\n### `kind: \(kind.rawValue)`\n\n\(table(keys))"
      let inner = nested(in: keys, under: "")
      // The pairs of a contrast have the same keys on both sides.
      guard let first = inner.first else { continue }
      text += "\nIn \(inner.map { "`\($0.place)`" }.joined(separator: " and ")):\n\n\(table(first.keys))"
    }
    return text
  }

  private static func nested(in keys: [KeyTable.Key], under path: String) -> [(place: String, keys: [KeyTable.Key])] {
    keys.flatMap { key in
      key.shape.tables.flatMap { table in
        let place = path + key.name
        return [(place, table.keys)] + nested(in: table.keys, under: "\(place).")
      }
    }
  }

  private static func table(_ keys: [KeyTable.Key]) -> String {
    var text = "| key | value | meaning |\n| --- | --- | --- |\n"
    for key in keys {
      let needs = (key.isRequired ? ["required"] : []) + (key.companion.map { ["with `\($0)`"] } ?? [])
      text += "| `\(key.name)` | \(([words(for: key.shape)] + needs).joined(separator: ", ")) | \(key.meaning) |\n"
    }
    return text
  }

  private static func words(for shape: KeyTable.Shape) -> String {
    switch shape {
    case .text: "text"
    case .words: "words"
    case .form(_, let name): name
    case .choice(let names): alternatives(names)
    case .suggestion(let names): "text, such as \(alternatives(names))"
    case .truth: "`true` or `false`"
    case .constant(let number): "`\(number)`"
    case .whole(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .number: "number"
    case .positive: "number above 0"
    case .list(let item, let least, let most): list(item, least, most)
    case .mapping: "mapping, see below"
    case .named(let value, _, _): "mapping of names to \(several(value))"
    case .either(let first, let second): "\(words(for: first)), or \(words(for: second))"
    }
  }

  private static func list(_ item: KeyTable.Shape, _ least: Int, _ most: Int?) -> String {
    if case .suggestion(let names) = item { return "list of texts, such as \(alternatives(names))" }
    let count = least == most ? " of \(least)" : least > 1 ? " of at least \(least)" : " of"
    return "list\(count) \(several(item))"
  }

  private static func several(_ shape: KeyTable.Shape) -> String {
    switch shape {
    case .text: "texts"
    case .words: "words"
    case .number: "numbers"
    case .positive: "numbers above 0"
    case .mapping: "mappings, see below"
    case .list(let item, let least, let most): "lists\(list(item, least, most).dropFirst("list".count))"
    case .either: "words or mappings, see below"
    default: words(for: shape)
    }
  }

  private static func alternatives(_ names: [String]) -> String {
    let quoted = names.map { "`\($0)`" }
    return quoted.count < 2
      ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + quoted[quoted.count - 1]
  }
}
