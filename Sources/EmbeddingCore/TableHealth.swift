/// What a look at every number of a model's tensors found.
public struct TableHealth: Sendable, Hashable {
  /// How many rows something holds for, and the first of them.
  public struct RowSet: Sendable, Hashable {
    /// The number of rows.
    public var count: Int
    /// The first row; nil when there is none.
    public var first: Int?

    /// A number of rows and the first of them.
    public init(count: Int = 0, first: Int? = nil) {
      self.count = count
      self.first = first
    }
  }

  /// Rows whose bytes are those of an earlier row; rows of zeros and such that are not finite are left out.
  public struct Duplicates: Sendable, Hashable {
    /// The rows that equal an earlier one.
    public var count: Int
    /// The first row that equals an earlier one; nil when there is none.
    public var first: Int?
    /// The row that `first` equals.
    public var twin: Int?
    /// The rows of the largest group of equal ones; 0 when there is none.
    public var largestGroup: Int

    /// What was found of equal rows.
    public init(count: Int = 0, first: Int? = nil, twin: Int? = nil, largestGroup: Int = 0) {
      self.count = count
      self.first = first
      self.twin = twin
      self.largestGroup = largestGroup
    }
  }

  /// The lengths of rows that are finite and not all zeros.
  public struct Norms: Sendable, Hashable {
    /// The shortest.
    public var minimum: Double
    /// A row of that length.
    public var minimumRow: Int
    /// The one in the middle, to about a part in a thousand.
    public var median: Double
    /// The longest.
    public var maximum: Double
    /// A row of that length.
    public var maximumRow: Int
    /// Rows longer than `outlierBound`.
    public var outlierCount: Int
    /// What no length of a sound table exceeds; follows from the middle half of all lengths.
    public var outlierBound: Double
  }

  /// All rows.
  public var rows: Int
  /// Numbers that are infinite or not a number.
  public var nonFiniteCount = 0
  /// Rows with what is not a number.
  public var nanRows = RowSet()
  /// Rows with infinities.
  public var infiniteRows = RowSet()
  /// Rows of nothing but zeros.
  ///
  /// A few are normal in 8-bit tables, where frequent tokens weigh next to nothing.
  public var zeroRows = RowSet()
  /// Rows that equal an earlier one.
  public var duplicates = Duplicates()
  /// Columns that hold nothing but zeros, over all finite rows.
  public var zeroColumns: [Int] = []
  /// Columns that hold one other number in all finite rows but those of zeros.
  public var constantColumns: [Int] = []
  /// The lengths of rows; nil when no row has one.
  public var norms: Norms?
  /// The factors of tokens; nil when there are none.
  public var weights: WeightsHealth?
  /// Rows that at least one token is mapped to; nil without a mapping.
  public var mappedRowCount: Int?

  /// The health of a table with nothing to say against it.
  public init(rows: Int) {
    self.rows = rows
  }

  /// The number of rows of nothing but zeros.
  public var zeroRowCount: Int { zeroRows.count }

  /// Whether all numbers of the table and all factors are finite.
  public var isFinite: Bool { nonFiniteCount == 0 && (weights?.nonFiniteCount ?? 0) == 0 }
}

/// What a look at every factor found.
public struct WeightsHealth: Sendable, Hashable {
  /// All factors.
  public var count: Int
  /// Factors that are 0.
  public var zeroCount: Int
  /// Factors that are infinite or not a number.
  public var nonFiniteCount: Int
  /// The token of the first of these.
  public var firstNonFinite: Int?

  /// What was found of factors.
  public init(count: Int, zeroCount: Int = 0, nonFiniteCount: Int = 0, firstNonFinite: Int? = nil) {
    self.count = count
    self.zeroCount = zeroCount
    self.nonFiniteCount = nonFiniteCount
    self.firstNonFinite = firstNonFinite
  }
}
