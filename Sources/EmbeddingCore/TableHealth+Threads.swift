import CKernels

/// One thread's part of the pass over a table.
final class TableSurvey: @unchecked Sendable {
  // Invariant: `run` is called once, by one thread, and the rest only after it has returned.

  /// The rows that it looks at.
  let rows: Range<Int>
  private let table: EmbeddingTable
  private var survey = hfpub_survey()
  private(set) var histogram: [UInt32]
  private var setBits: [UInt8]
  private var changedBits: [UInt8]

  init(_ table: EmbeddingTable, thread: Int, of threads: Int) {
    self.table = table
    rows = table.rows * thread / threads..<table.rows * (thread + 1) / threads
    histogram = [UInt32](repeating: 0, count: Int(HFPUB_NORM_PLACES))
    setBits = [UInt8](repeating: 0, count: table.dimension * table.elementSize)
    changedBits = setBits
  }

  /// The keys that were written, from the place of the first row on.
  var keyCount: Int { Int(survey.keys) }

  /// Looks at the rows; `keys` has room for one of each row of the table.
  func run(reference: Int, keys: UnsafeMutablePointer<UInt64>?) {
    histogram.withUnsafeMutableBufferPointer { histogram in
      setBits.withUnsafeMutableBufferPointer { set in
        changedBits.withUnsafeMutableBufferPointer { changed in
          var memory = hfpub_survey_memory()
          memory.keys = keys.map { $0 + rows.lowerBound }
          memory.row_bits = table.rowBits
          memory.histogram = histogram.baseAddress
          memory.set_bits = UnsafeMutableRawPointer(set.baseAddress)
          memory.changed_bits = UnsafeMutableRawPointer(changed.baseAddress)
          hfpub_survey_rows(
            table.storage.base,
            table.format,
            table.stride,
            table.dimension,
            rows.lowerBound,
            rows.upperBound,
            reference,
            &memory,
            &survey
          )
        }
      }
    }
  }

  /// Adds the counts; threads are added in the order of their rows.
  func add(to health: inout TableHealth) {
    health.nonFiniteCount += Int(survey.non_finite)
    Self.add(survey.nan_rows, to: &health.nanRows)
    Self.add(survey.infinite_rows, to: &health.infiniteRows)
    Self.add(survey.zero_rows, to: &health.zeroRows)
  }

  /// The shortest and the longest row; nil when none has a length.
  var extremes: (smallest: (norm: Double, row: Int), largest: (norm: Double, row: Int))? {
    guard survey.norms > 0 else { return nil }
    return (
      (survey.smallest_norm, Int(survey.smallest_row)), (survey.largest_norm, Int(survey.largest_row))
    )
  }

  /// The columns that never held anything but zeros, and those that never held another number than the first.
  static func columns(_ surveys: [TableSurvey], elementSize: Int) -> (zero: [Int], constant: [Int]) {
    var zero: [Int] = []
    var constant: [Int] = []
    // One row says nothing of columns.
    guard let first = surveys.first, surveys.reduce(0, { $0 + $1.survey.norms }) > 1 else { return ([], []) }
    for column in 0..<first.setBits.count / elementSize {
      let bytes = column * elementSize..<(column + 1) * elementSize
      if surveys.allSatisfy({ $0.setBits[bytes].allSatisfy { $0 == 0 } }) {
        zero.append(column)
      } else if surveys.allSatisfy({ $0.changedBits[bytes].allSatisfy { $0 == 0 } }) {
        constant.append(column)
      }
    }
    return (zero, constant)
  }

  private static func add(_ found: hfpub_row_set, to set: inout TableHealth.RowSet) {
    if set.first == nil, found.count > 0 { set.first = Int(found.first) }
    set.count += Int(found.count)
  }
}
