import Findings

/// The keys and values of one mapping, read by name.
public struct YAMLMapping: Sendable {
  /// The pairs in the order of the file.
  public let pairs: [YAMLPair]
  /// What the mapping is, for messages.
  public let name: String
  /// Where the mapping begins.
  public let location: SourceLocation
  private let index: [String: Int]

  init(pairs: [YAMLPair], name: String, location: SourceLocation) {
    self.pairs = pairs
    self.name = name
    self.location = location
    var index: [String: Int] = [:]
    for (position, pair) in pairs.enumerated() { index[pair.name] = position }
    self.index = index
  }

  /// The keys in the order of the file.
  public var keys: [String] { pairs.map(\.name) }

  /// The value of a key; nil when the key is not there.
  ///
  /// A key without a value gives a node whose `isNull` is true.
  public func optional(_ key: String) -> YAMLNode? { index[key].map { pairs[$0].value } }

  /// The value of a key that must be there.
  ///
  /// - Throws: `DocumentError` `.missingKey`.
  public func required(_ key: String) throws(DocumentError) -> YAMLNode {
    if let node = optional(key) { return node }
    // A misspelt key is the likeliest cause, and the message should point to it.
    let nearest = NearestName.suggestion(for: key, among: keys)
    throw DocumentError(
      .missingKey,
      problem: "cannot read \(name) in \(location.file)",
      reason: "the key `\(key)` is missing",
      remedy: nearest.map { "Add it, or did you mean it with \(TextEscape.quoted($0))?" } ?? "Add it.",
      location: nearest.flatMap { index[$0] }.map { pairs[$0].key.location } ?? location
    )
  }

  /// Refuses every key that is not in `known`.
  ///
  /// - Throws: `DocumentError` `.unknownKey` at the first such key, with the nearest known one.
  public func rejectUnknown(known: [String]) throws(DocumentError) {
    for pair in pairs where !known.contains(pair.name) {
      let nearest = NearestName.suggestion(for: pair.name, among: known)
      throw DocumentError(
        .unknownKey,
        problem: "cannot read \(name) in \(location.file)",
        reason: "the key \(TextEscape.quoted(pair.name)) is not known",
        remedy: nearest.map { "Did you mean `\($0)`?" } ?? "Known keys: \(known.joined(separator: ", ")).",
        location: pair.key.location
      )
    }
  }
}
