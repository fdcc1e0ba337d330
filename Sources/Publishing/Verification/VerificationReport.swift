import Findings

/// What was looked at in a repository, and how it came out.
public struct VerificationReport: Sendable, Hashable {
  /// One thing that was looked at.
  public struct Check: Sendable, Hashable {
    /// How it came out.
    public enum Outcome: String, Sendable, Hashable {
      /// It holds.
      case passed
      /// It does not hold.
      case failed
      /// Worth knowing, and neither good nor bad.
      case note
      /// It was not looked at.
      case notChecked
    }

    /// A stable word for what was looked at, such as `files`.
    public var name: String
    /// How it came out.
    public var outcome: Outcome
    /// What was seen, as a sentence without a full stop.
    public var text: String
  }

  /// What the model is, as it was loaded.
  public struct Model: Sendable, Hashable {
    /// The length of a vector.
    public var dimension: Int
    /// The rows of the table.
    public var rows: Int
    /// The number format of the table, such as `float32`.
    public var type: String
    /// The tokenizer's model.
    public var tokenizer: String
    /// The size of the weights in bytes.
    public var size: Int
  }

  /// The Hub.
  public var endpoint: String
  /// `owner/name`.
  public var repository: String
  /// What was asked for.
  public var revision: String
  /// The commit that was looked at.
  public var commit: String
  /// The commit of the receipt; nil without one.
  public var receiptCommit: String?
  /// The model; nil when it was not loaded.
  public var model: Model?
  /// Everything that was looked at, in order.
  public var checks: [Check] = []

  /// Whether nothing failed.
  public var isOK: Bool { failures == 0 }
  /// How many checks failed.
  public var failures: Int { checks.count { $0.outcome == .failed } }
  /// How a command ends that reports this.
  public var exitStatus: ExitStatus { isOK ? .success : .verificationFailed }

  mutating func add(_ name: String, _ outcome: Check.Outcome, _ text: String) {
    checks.append(Check(name: name, outcome: outcome, text: text))
  }
}
