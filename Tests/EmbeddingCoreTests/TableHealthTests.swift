import EmbeddingCore
import SafeTensors
import TestKit
import Testing

@Suite struct TableHealthTests {
  /// The health of a table of `values` in rows of `dimension`, in a format.
  private func health(
    _ values: [Float],
    dimension: Int,
    as dtype: TensorDType = .f32,
    _ add: (inout SafeTensorsWriter) -> Void = { _ in }
  ) throws -> TableHealth {
    let rows = values.count / dimension
    let bytes = values.flatMap { Self.bytes($0, dtype) }
    var small = SmallModel(tokenizer: SmallModel.tokenizer(["[UNK]"] + (1..<rows).map { "t\($0)" }))
    var writer = SafeTensorsWriter()
    writer.add("embeddings", dtype: dtype, shape: [rows, dimension], bytes: bytes)
    add(&writer)
    small.tensors = writer.serialized()
    return try small.open().tableHealth()
  }

  private static func bytes(_ value: Float, _ dtype: TensorDType) -> [UInt8] {
    func little(_ integer: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: integer.littleEndian) { Array($0) }
    }
    switch dtype {
    case .f64: return little(Double(value).bitPattern)
    case .f16: return little(halfBits(value))
    case .bf16: return little(UInt16(value.bitPattern >> 16))
    case .i8: return little(Int8(value))
    default: return little(value.bitPattern)
    }
  }

  /// The bits of a half that holds a small number exactly.
  private static func halfBits(_ value: Float) -> UInt16 {
    let sign = UInt16(value.sign == .minus ? 0x8000 : 0)
    if value.isNaN { return 0x7E00 }
    if value.isInfinite { return sign | 0x7C00 }
    if value == 0 { return sign }
    return sign | UInt16(truncatingIfNeeded: ((value.magnitude.bitPattern - 0x3800_0000) >> 13))
  }

  @Test("a table of one row has the health of that row")
  func oneRow() throws {
    let health = try health([3, 4], dimension: 2)
    #expect(health.norms?.minimum == 5 && health.norms?.maximum == 5)
    #expect(health.duplicates == TableHealth.Duplicates())
    // One row says nothing of columns.
    #expect(health.constantColumns == [])
  }

  @Test("what is not finite is counted by number and by row, with the first of each")
  func nonFinite() throws {
    for dtype in [TensorDType.f32, .f16, .bf16, .f64] {
      let values: [Float] = [1, 2, .nan, 0, .infinity, .nan, -.infinity, -.infinity, 0, -0.0, 1, 3]
      let health = try health(values, dimension: 2, as: dtype)
      #expect(health.nonFiniteCount == 5)
      #expect(health.nanRows == .init(count: 2, first: 1))
      #expect(health.infiniteRows == .init(count: 2, first: 2))
      #expect(health.zeroRows == .init(count: 1, first: 4))
    }
  }

  @Test("lengths are those of rows that are finite and not zero", arguments: [TensorDType.f32, .f16, .bf16, .f64, .i8])
  func norms(dtype: TensorDType) throws {
    var values: [Float] = []
    for row in 0..<64 { values += row == 5 ? [0, 0] : row == 9 ? [-30, 40] : [3, row == 0 ? 0 : -4] }
    let norms = try #require(try health(values, dimension: 2, as: dtype).norms)
    #expect(norms.minimum == 3 && norms.minimumRow == 0)
    #expect(norms.maximum == 50 && norms.maximumRow == 9)
    #expect(abs(norms.median - 5) < 0.01)
    #expect(norms.outlierCount == 1)
    #expect(abs(norms.outlierBound - 25) < 0.05)
  }

  @Test("lengths that leave the range of float are measured all the same")
  func extremeNorms() throws {
    let health = try health([1e-30, 0, 3e30, 4e30, 1, 1], dimension: 2)
    #expect(health.norms.map { abs($0.minimum / 1e-30 - 1) < 1e-6 } == true)
    #expect(health.norms.map { abs($0.maximum / 5e30 - 1) < 1e-6 } == true)
    #expect(health.nonFiniteCount == 0 && health.zeroRows.count == 0)
  }

  @Test("rows of equal bytes are found, and rows of zeros are not among them")
  func duplicates() throws {
    let values: [Float] = [0, 0, 1, 2, 3, 4, 0, 0, 1, 2, 5, 6, 3, 4, 1, 2]
    for dtype in [TensorDType.f32, .f16, .i8] {
      let health = try health(values, dimension: 2, as: dtype)
      #expect(health.duplicates == .init(count: 3, first: 4, twin: 1, largestGroup: 3))
      #expect(health.zeroRows == .init(count: 2, first: 0))
    }
  }

  @Test("rows that are not a multiple of eight bytes are compared to their last byte")
  func oddRows() throws {
    var values = [Float](repeating: 7, count: 37 * 4)
    values[36] = 1
    values[37 * 2 - 1] = 2
    let health = try health(values, dimension: 37, as: .i8)
    #expect(health.duplicates == .init(count: 1, first: 3, twin: 2, largestGroup: 2))
  }

  @Test("columns of one number or of zeros are found; rows of zeros do not hide them")
  func columns() throws {
    for dtype in [TensorDType.f32, .f16, .bf16, .f64, .i8] {
      var values: [Float] = []
      for row in 0..<100 { values += row == 50 ? [0, 0, 0, 0] : [Float(row % 7 + 1), 5, row % 2 == 0 ? 0 : -0.0, -3] }
      let health = try health(values, dimension: 4, as: dtype)
      #expect(health.zeroColumns == [2])
      #expect(health.constantColumns == [1, 3])
    }
  }

  @Test("a column that differs in one row of many is not constant")
  func lateChange() throws {
    var values = [Float](repeating: 0, count: 2 * 500)
    for row in 0..<500 { values[row * 2] = Float(row + 1) }
    values[2 * 499 + 1] = 1
    let health = try health(values, dimension: 2)
    #expect(health.zeroColumns == [] && health.constantColumns == [])
  }

  @Test("a large table is looked at by several threads, and the answer is the same as of one")
  func threads() throws {
    let rows = 40_000
    let dimension = 128
    var bytes = [UInt8](repeating: 0, count: rows * dimension * 2)
    for row in 0..<rows {
      // A different beginning for every row but two, which lie in different halves.
      let number = row == 39_000 ? 17 : row
      let start = row * dimension * 2
      bytes[start] = UInt8(number & 0xFF)
      bytes[start + 2] = UInt8(number >> 8)
      bytes[start + 5] = 0x3C
    }
    for byte in 0..<dimension * 2 { bytes[30_000 * dimension * 2 + byte] = 0 }
    bytes[35_000 * dimension * 2 + 9] = 0x7C
    let small = SmallModel(
      tokenizer: SmallModel.tokenizer(["[UNK]"] + (1..<rows).map { "t\($0)" }),
      tensors: {
        var writer = SafeTensorsWriter()
        writer.add("embeddings", dtype: .f16, shape: [rows, dimension], bytes: bytes)
        return writer.serialized()
      }()
    )
    let health = try small.open().tableHealth()
    #expect(health.zeroRows == .init(count: 1, first: 30_000))
    #expect(health.infiniteRows == .init(count: 1, first: 35_000))
    #expect(health.duplicates == .init(count: 1, first: 39_000, twin: 17, largestGroup: 2))
    #expect(health.constantColumns == [2])
    #expect(health.zeroColumns == Array(3..<dimension))
    #expect(health.norms?.outlierCount == 0)
  }

  @Test("factors of tokens and the rows that a mapping reaches are looked at too")
  func weightsAndMapping() throws {
    let health = try health([1, 2, 3, 4, 5, 6], dimension: 2) { writer in
      writer.add("weights", dtype: .f32, shape: [3], bytes: SmallModel.floats([0, .nan, .infinity]))
      writer.add("mapping", dtype: .i32, shape: [3], bytes: SmallModel.integers([2, 0, 2]))
    }
    #expect(health.weights == WeightsHealth(count: 3, zeroCount: 1, nonFiniteCount: 2, firstNonFinite: 1))
    #expect(health.mappedRowCount == 2)
  }

  @Test("a table of nothing but zeros has neither lengths nor columns to speak of")
  func zeros() throws {
    let health = try health([0, 0, 0, 0], dimension: 2)
    #expect(health.zeroRows.count == 2 && health.norms == nil)
    #expect(health.zeroColumns == [] && health.duplicates.count == 0)
  }
}
