import Findings

/// Faults that an embedded hub plays, so that a client meets a bad day of the Hub on purpose.
///
/// A request may match several rules: each counts it, and the first in order that hits is played. The path
/// `/.storage/…` is where the content of LFS files travels.
public struct FaultScript: Sendable, Hashable {
  /// The rules in their order.
  public var rules: [FaultRule]

  /// A script of rules.
  public init(_ rules: [FaultRule]) { self.rules = rules }

  /// Reads a script from its YAML file; files that it names are looked for beside it.
  ///
  /// - Throws: `DocumentError` and `LocalHubError` with file, line and column; `FileError` when unreadable.
  public static func read(file: String) throws -> FaultScript { try FaultScriptReader(file: file).script() }
}

/// A fault that was played, for a log; never holds a query, a token or a signature.
public struct LocalHubFaultRecord: Sendable, Hashable, CustomStringConvertible {
  /// The rule that was played.
  public var rule: FaultRule
  /// The rule's number in the script, from 1.
  public var number: Int
  /// The method of the request.
  public var method: String
  /// The path as sent, still percent-encoded, without the query.
  public var path: String
  /// What was done to the request, in a few words.
  public var effect: String

  /// A record of one fault.
  public init(rule: FaultRule, number: Int, method: String, path: String, effect: String) {
    self.rule = rule
    self.number = number
    self.method = method
    self.path = path
    self.effect = effect
  }

  /// One line: the rule and its place, the request, and what was done to it.
  public var description: String {
    let place = rule.location.map { "\($0.file):\($0.line)" } ?? "rule \(number)"
    return "\(rule.fault.name) (\(place)): \(method) \(path): \(effect)"
  }
}
