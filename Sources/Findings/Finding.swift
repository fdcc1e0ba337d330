/// How much a finding weighs.
public enum Severity: String, Sendable, Hashable, CaseIterable {
  /// Nothing is published while it stands.
  case error
  /// Published, but said.
  case warning
  /// Worth knowing.
  case note
}

/// One problem with somebody's model, card or publication, as a value: it is collected, never thrown.
public struct Finding: Sendable, Hashable {
  /// Stable code such as `HFP101`.
  public var code: String
  /// How much it weighs.
  public var severity: Severity
  /// Where, if it is in a file.
  public var location: SourceLocation?
  /// What was seen.
  public var seen: String
  /// What was expected.
  public var expected: String
  /// What to do.
  public var remedy: String

  /// A finding with what was seen, what was expected and what to do.
  public init(
    code: String,
    severity: Severity,
    location: SourceLocation? = nil,
    seen: String,
    expected: String,
    remedy: String
  ) {
    self.code = code
    self.severity = severity
    self.location = location
    self.seen = seen
    self.expected = expected
    self.remedy = remedy
  }
}

extension Sequence where Element == Finding {
  /// Whether any finding forbids publishing.
  public var hasErrors: Bool { contains { $0.severity == .error } }
}
