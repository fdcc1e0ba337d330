import Findings

/// A sentence of an earlier text about the model, with what it says as data, so that it can be worked out again.
public struct Statement: Sendable, Hashable {
  /// A number that the sentence states, and how it should come out.
  public struct Stated: Sendable, Hashable {
    /// The number as it was printed.
    public var text: String
    /// How it is worked out.
    public var operation: Manifest.Derivation.Operation
    /// Names of values, or numbers that the text itself prints.
    public var operands: [String]
    /// The printed number is this many times the result: 100 for a percentage.
    public var scale: Double
  }

  /// A name.
  public var id: String
  /// The sentence.
  public var text: String
  /// A number in it.
  public var stated: Stated?
  /// Names of values that it sets side by side.
  public var compares: [String]
  /// Whether it says how a composite is made.
  public var tellsWeights: Bool
  /// What it is true of, if it says so.
  public var scope: String?
  /// The day it was true, if it says so.
  public var asOf: String?
  /// The source's id.
  public var source: String
  /// Where it is written down.
  public var location: SourceLocation
}
