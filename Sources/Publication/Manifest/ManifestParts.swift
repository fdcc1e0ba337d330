import Findings

extension Manifest {
  /// A number that the publication speaks of, by name, and where it comes from.
  public struct MetricDefinition: Sendable, Hashable {
    /// The name; values refer to it as `metric.<id>`.
    public var id: String
    /// A heading.
    public var title: String
    /// The suite that measures it; nil when it is only recorded.
    public var suite: String?
    /// Which of the suite's numbers it is.
    public var measure: String?
    /// Digits after the point.
    public var places: Int
    /// What the number says.
    public var shows: Prose?
    /// What it does not say.
    public var doesNotShow: Prose?
    /// Where it is defined.
    public var location: SourceLocation
  }

  /// A number that is a weighted sum of metrics, with weights that the card prints.
  public struct CompositeDefinition: Sendable, Hashable {
    /// The name; values refer to it as `composite.<id>`.
    public var id: String
    /// A heading.
    public var title: String
    /// Names of metrics with their weights, which sum to 1.
    public var weights: [(metric: String, weight: Double)]
    /// Digits after the point.
    public var places: Int
    /// The protocol that recorded figures of other models must have to stand beside it.
    public var protocolID: String?
    /// Where it is defined.
    public var location: SourceLocation

    /// Whether two definitions are the same.
    public static func == (left: Self, right: Self) -> Bool {
      left.id == right.id && left.title == right.title && left.places == right.places
        && left.protocolID == right.protocolID && left.location == right.location
        && left.weights.elementsEqual(right.weights, by: { $0 == $1 })
    }

    /// Adds the name and the place, which tell definitions apart.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(id)
      hasher.combine(location)
    }
  }

  /// A number that is computed from others.
  public struct Derivation: Sendable, Hashable {
    /// How operands become one number.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
      /// The first by the second.
      case divide
      /// The first less the second.
      case subtract
      /// The sum of all.
      case sum
      /// The mean of all.
      case mean
      /// How many there are.
      case count
    }

    /// The name; values refer to it as `derived.<id>`.
    public var id: String
    /// A heading.
    public var title: String
    /// How operands become one number.
    public var operation: Operation
    /// Names of values.
    public var operands: [String]
    /// What the result is counted in.
    public var unit: ClaimValue.Unit
    /// The result is for one of this many: 1,000,000 for "per MB".
    public var scale: Double
    /// Digits after the point.
    public var places: Int
    /// Where it is defined.
    public var location: SourceLocation
  }

  /// Figures of one protocol side by side: a table, and a figure when sizes are known.
  public struct Comparison: Sendable, Hashable {
    /// A heading.
    public var title: String
    /// What a reader must know to read it.
    public var note: Prose?
    /// The value of this model; nil when no test gave one that may stand beside the others.
    public var own: String?
    /// The ids of others' figures.
    public var figures: [String]
    /// Where it is defined.
    public var location: SourceLocation
  }

  /// A statement that needs more than a number behind it.
  public struct Claim: Sendable, Hashable {
    /// What kind of evidence a claim needs.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// About bytes.
      case artifact
      /// About a measurement.
      case measured
      /// About numbers computed from others.
      case derived
      /// About this model beside others.
      case comparative
      /// "First", "only", "best": needs a scope, a day, and an end.
      case exclusive
      /// About anything else.
      case qualitative
    }

    /// A name.
    public var id: String
    /// What kind of claim it is.
    public var kind: Kind
    /// The statement.
    public var text: Prose
    /// Names of values and sources that it rests on.
    public var evidence: [String]
    /// What it is true of.
    public var scope: String?
    /// The day it was true.
    public var asOf: String?
    /// The day after which it must be looked at again.
    public var expires: String?
    /// Where it is made.
    public var location: SourceLocation
  }

  /// What must not be said, and what must.
  public struct Messaging: Sendable, Hashable {
    /// Words that must not be printed.
    public struct Forbidden: Sendable, Hashable {
      /// The words, matched without regard to case and to the kind of blank.
      public var say: String
      /// What to say instead.
      public var instead: String
      /// Why.
      public var because: String
    }

    /// Words that need others beside them.
    public struct Together: Sendable, Hashable {
      /// The words that call for more.
      public var when: String
      /// What must stand in the same section.
      public var say: String
    }

    /// Words that must not be printed.
    public var never: [Forbidden] = []
    /// Words that need others beside them.
    public var together: [Together] = []
    /// Words that must stand in every rendered Markdown file.
    public var required: [String] = []

    /// No rules.
    public init() {}
  }

  /// A check that is not to stand in the way, by the publisher's own word.
  public struct Waiver: Sendable, Hashable {
    /// The check's code.
    public var code: String
    /// The file that it is waived for; nil for all.
    public var file: String?
    /// Why.
    public var reason: String
    /// The day it was decided.
    public var date: String
    /// The last day it holds; nil for no end.
    public var until: String?
    /// Where it stands.
    public var location: SourceLocation

    /// Whether it covers a finding on a day.
    public func covers(_ finding: Finding, on today: String) -> Bool {
      guard code == finding.code, until.map({ today <= $0 }) ?? true else { return false }
      return file == nil || file == finding.location?.file
    }
  }

  /// Something that the model cannot do.
  public struct Limitation: Sendable, Hashable, ExpressibleByStringLiteral {
    /// A name, if others refer to it.
    public var id: String?
    /// What it cannot do.
    public var text: Prose
    /// Names of values that show it.
    public var evidence: [String]

    /// A limitation without a name.
    public init(stringLiteral value: String) { self.init(id: nil, text: Prose(value), evidence: []) }

    /// A limitation.
    public init(id: String?, text: Prose, evidence: [String]) {
      self.id = id
      self.text = text
      self.evidence = evidence
    }
  }

  /// What the model is good for, with code where there is some.
  public struct UseCase: Sendable, Hashable {
    /// A heading.
    public var title: String
    /// What it is for.
    public var text: Prose
    /// Python that shows it.
    public var code: String?
  }

  /// A link of the card.
  public struct Link: Sendable, Hashable {
    /// What it leads to.
    public var title: String
    /// Where.
    public var url: String
  }
}
