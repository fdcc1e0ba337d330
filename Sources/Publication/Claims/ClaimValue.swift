import Documents

/// A number that a rendered file may print: its exact amount, how it is written, and where it was born.
public struct ClaimValue: Sendable, Hashable {
  /// What the number is counted in.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// Nothing: a cosine, a share of 1, a ratio.
    case ratio
    /// Hundredths; only for shares that have a lower and an upper bound.
    case percent
    /// Bytes, printed with a decimal prefix.
    case bytes
    /// Things, printed with thousands separated.
    case count
  }

  /// Whether a number was measured in this run or comes from somewhere else.
  public enum Basis: Sendable, Hashable {
    /// Measured or read from bytes in this run, or computed from such numbers only.
    case measured
    /// Recorded earlier, or computed from a number that was; the date is the record's.
    case recorded(date: String)
    /// A rule of the publisher or a constant.
    case rule
  }

  /// A stable name, such as `metric.instruction_awareness`.
  public var id: String
  /// The exact amount; never rounded before it is printed.
  public var amount: Double
  /// What it is counted in.
  public var unit: Unit
  /// Digits after the point when it is printed.
  public var places: Int
  /// How it came to be known.
  public var basis: Basis
  /// Where it was born.
  public var origin: Origin
  /// Which formula and test data made it; numbers of different protocols are never compared.
  public var protocolID: String?

  /// A number.
  public init(
    id: String,
    amount: Double,
    unit: Unit = .ratio,
    places: Int = 3,
    basis: Basis,
    origin: Origin,
    protocolID: String? = nil
  ) {
    self.id = id
    self.amount = amount
    self.unit = unit
    self.places = places
    self.basis = basis
    self.origin = origin
    self.protocolID = protocolID
  }

  /// The number as it is printed: rounded once, half away from zero, from the exact amount.
  public var text: String {
    switch unit {
    case .ratio: NumberFormat.decimal(amount, places: places)
    case .percent: NumberFormat.decimal(amount, places: places) + "%"
    case .bytes: NumberFormat.bytes(Int(exactly: amount.rounded()) ?? 0)
    case .count: NumberFormat.count(Int(exactly: amount.rounded()) ?? 0)
    }
  }

  /// How the number is known, in a word or two for a table: `measured`, `recorded 2025-10-19`.
  public var basisText: String {
    switch basis {
    case .measured: "measured"
    case .recorded(let date): "recorded \(date)"
    case .rule: "set"
    }
  }
}
