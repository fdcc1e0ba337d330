import Documents

/// The keys that a mapping of a manifest, a suite or an evidence file may have, and what each may hold.
///
/// The reader refuses what is not in it, and the JSON Schema and the reference page are written from it, so that the three
/// cannot say different things.
package struct KeyTable: Sendable {
  /// A key.
  package struct Key: Sendable {
    /// How it is written.
    package var name: String
    /// What it may hold.
    package var shape: Shape
    /// Whether it must be there.
    package var isRequired = false
    /// What it is for, in a part of a sentence.
    package var meaning: String
    /// A key that has to stand beside it.
    package var companion: String?
  }

  /// What a key may hold.
  package indirect enum Shape: Sendable {
    /// A text.
    case text
    /// A text that may name values.
    case words
    /// A text that a regular expression matches as a whole; `called` says in words what it is.
    case form(String, called: String)
    /// One of these texts.
    case choice([String])
    /// A text, which is one of these as a rule.
    case suggestion([String])
    /// `true` or `false`.
    case truth
    /// This number and no other.
    case constant(Int)
    /// A whole number.
    case whole(ClosedRange<Int>)
    /// A number.
    case number
    /// A number above 0.
    case positive
    /// A list.
    case list(Shape, atLeast: Int = 0, atMost: Int? = nil)
    /// A mapping with the keys of a table.
    case mapping(KeyTable)
    /// A mapping of names to values; any names, unless some are given.
    case named(Shape, among: [String] = [], atLeast: Int = 0)
    /// Either of two.
    case either(Shape, Shape)

    /// Year-month-day.
    static let day = form("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", called: "year-month-day")
    /// A list of texts.
    static let texts = list(text)
    /// A list of words that may name values.
    static let sentences = list(words)
  }

  /// What the mapping is, for messages: "the manifest", "a waiver".
  package var name: String
  /// The keys in the order in which they are shown.
  package var keys: [Key]
  /// Keys of which exactly one must be there; empty where there is no such choice.
  package var alternatives: [String] = []

  init(_ name: String, _ keys: [Key], oneOf alternatives: [String] = []) {
    self.name = name
    self.keys = keys
    self.alternatives = alternatives
  }

  /// The keys and values of a node, with no key that is not in the table, and every key that must be there.
  func read(_ node: YAMLNode) throws(DocumentError) -> YAMLMapping {
    let mapping = try node.mapping(named: name)
    try mapping.rejectUnknown(known: keys.map(\.name))
    for key in keys {
      if key.isRequired { _ = try mapping.required(key.name) }
      if let companion = key.companion, mapping.optional(key.name) != nil { _ = try mapping.required(companion) }
    }
    guard !alternatives.isEmpty else { return mapping }
    let present = mapping.pairs.filter { alternatives.contains($0.name) }
    guard present.count == 1 else {
      throw (present.last?.key ?? node)
        .wrongType("exactly one of \(alternatives.map { "`\($0)`" }.joined(separator: ", "))", of: name)
    }
    return mapping
  }

  /// The names of keys that hold numbers, here and in the mappings below.
  var numberKeys: Set<String> {
    var names: Set<String> = []
    for key in keys {
      if key.shape.isNumeric { names.insert(key.name) }
      for table in key.shape.tables { names.formUnion(table.numberKeys) }
    }
    return names
  }
}

extension KeyTable.Key {
  /// A key that must be there.
  static func required(_ name: String, _ shape: KeyTable.Shape, _ meaning: String) -> Self {
    Self(name: name, shape: shape, isRequired: true, meaning: meaning)
  }

  /// A key that may be there, and then needs `companion` beside it.
  static func optional(
    _ name: String,
    _ shape: KeyTable.Shape,
    _ meaning: String,
    with companion: String? = nil
  ) -> Self {
    Self(name: name, shape: shape, meaning: meaning, companion: companion)
  }
}

extension KeyTable.Shape {
  /// The tables of the mappings in it.
  var tables: [KeyTable] {
    switch self {
    case .mapping(let table): [table]
    case .list(let item, _, _), .named(let item, _, _): item.tables
    case .either(let first, let second): first.tables + second.tables
    default: []
    }
  }

  fileprivate var isNumeric: Bool {
    switch self {
    case .constant, .whole, .number, .positive: true
    case .named(let value, _, _): value.isNumeric
    default: false
    }
  }
}
