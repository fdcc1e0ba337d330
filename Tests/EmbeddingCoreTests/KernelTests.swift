import CKernels
import TestKit
import Testing

@Suite struct KernelTests {
  private static let instructions = [HFPUB_BASELINE, HFPUB_AVX2, HFPUB_AVX512]
  private static let dimensions = [1, 2, 7, 15, 16, 17, 31, 32, 63, 64, 65, 100, 128, 255, 256, 257, 300, 512, 523]

  /// The kernels of every instruction set that this machine has; the first is the baseline.
  private func kernels() throws -> [hfpub_kernels] {
    let found = Self.instructions.compactMap { hfpub_kernels_of($0)?.pointee }
    try #require(!found.isEmpty)
    return found
  }

  /// Random bytes for a table, one byte off every alignment, and rows to add.
  private func table(_ size: Int, stride: Int, seed: UInt64) -> (bytes: [UInt8], rows: [UInt32]) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<40 * stride * size + 1).map { _ in UInt8.random(in: 0...255, using: &random) }
    let rows = (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt32.random(in: 0..<40, using: &random) }
    return (bytes, rows)
  }

  private typealias Sum<Number> = (
    hfpub_kernels, UnsafeRawPointer, Int, Int, [UInt32], UnsafeMutablePointer<Number>
  ) -> Void

  /// Runs a kernel of all instruction sets and compares the bits with additions in plain order.
  private func check<Number: Equatable>(
    size: Int,
    zero: Number,
    _ kernel: Sum<Number>,
    element: (UnsafeRawPointer) -> Number,
    add: (Number, Number, Int) -> Number
  ) throws {
    for (seed, dimension) in Self.dimensions.enumerated() {
      for stride in [dimension, dimension + 3] {
        let (bytes, rows) = table(size, stride: stride, seed: UInt64(seed))
        try bytes.withUnsafeBytes { bytes in
          let base = try #require(bytes.baseAddress) + 1
          let expected = (0..<dimension).map { column in
            var sum = zero
            for (index, row) in rows.enumerated() {
              sum = add(sum, element(base + (Int(row) * stride + column) * size), index)
            }
            return sum
          }
          for kernels in try kernels() {
            var sum = [Number](repeating: zero, count: dimension)
            kernel(kernels, base, stride, dimension, rows, &sum)
            #expect(sum == expected, "dimension \(dimension), stride \(stride)")
          }
        }
      }
    }
  }

  @Test("sums of floats have the same bits with every instruction set")
  func floats() throws {
    // A negative zero is where a sum starts, so that the first row is taken as it is.
    try check(size: 4, zero: UInt32(0x8000_0000)) { kernels, base, stride, dimension, rows, sum in
      var floats = [Float](repeating: 0, count: dimension)
      kernels.sum_f32(base, stride, dimension, rows, rows.count, &floats)
      for index in 0..<dimension { sum[index] = canonical(floats[index]) }
    } element: {
      $0.loadUnaligned(as: UInt32.self)
    } add: { sum, value, _ in
      canonical(Float(bitPattern: sum) + Float(bitPattern: value))
    }
  }

  @Test("sums of halves and brain floats have the same bits with every instruction set")
  func halves() throws {
    for isBrain in [false, true] {
      try check(size: 2, zero: UInt32(0x8000_0000)) { kernels, base, stride, dimension, rows, sum in
        var floats = [Float](repeating: 0, count: dimension)
        (isBrain ? kernels.sum_bf16 : kernels.sum_f16)?(base, stride, dimension, rows, rows.count, &floats)
        for index in 0..<dimension { sum[index] = canonical(floats[index]) }
      } element: {
        let bits = $0.loadUnaligned(as: UInt16.self)
        return isBrain ? UInt32(bits) << 16 : Float(halfBits: bits).bitPattern
      } add: { sum, value, _ in
        canonical(Float(bitPattern: sum) + Float(bitPattern: value))
      }
    }
  }

  @Test("sums of 8-bit integers are exact with every instruction set")
  func integers() throws {
    try check(size: 1, zero: Int32(0)) { kernels, base, stride, dimension, rows, sum in
      kernels.sum_i8(base, stride, dimension, rows, rows.count, sum)
    } element: {
      Int32($0.loadUnaligned(as: Int8.self))
    } add: { sum, value, _ in
      sum + value
    }
  }

  @Test("weighted sums in double have the same bits with every instruction set")
  func weighted() throws {
    let weights = (0..<300).map { 1 / Double($0 + 3) }
    try check(size: 1, zero: 0.0) { kernels, base, stride, dimension, rows, sum in
      kernels.add_weighted_i8(base, stride, dimension, rows, weights, rows.count, sum)
    } element: {
      Double($0.loadUnaligned(as: Int8.self))
    } add: { sum, value, index in
      sum + value * weights[index]
    }
    try check(size: 2, zero: UInt64(0)) { kernels, base, stride, dimension, rows, sum in
      var doubles = [Double](repeating: 0, count: dimension)
      kernels.add_weighted_f16(base, stride, dimension, rows, weights, rows.count, &doubles)
      for index in 0..<dimension { sum[index] = canonical(doubles[index]) }
    } element: {
      Double(Float(halfBits: $0.loadUnaligned(as: UInt16.self))).bitPattern
    } add: { sum, value, index in
      canonical(Double(bitPattern: sum) + Double(bitPattern: value) * weights[index])
    }
    try check(size: 8, zero: UInt64(0)) { kernels, base, stride, dimension, rows, sum in
      var doubles = [Double](repeating: 0, count: dimension)
      kernels.add_weighted_f64(base, stride, dimension, rows, nil, rows.count, &doubles)
      for index in 0..<dimension { sum[index] = canonical(doubles[index]) }
    } element: {
      $0.loadUnaligned(as: UInt64.self)
    } add: { sum, value, _ in
      canonical(Double(bitPattern: sum) + Double(bitPattern: value))
    }
  }

  @Test("weighted sums in float have the same bits with every instruction set")
  func products() throws {
    let weights = (0..<300).map { 1 / Float($0 + 3) }
    try check(size: 1, zero: Float(0)) { kernels, base, stride, dimension, rows, sum in
      kernels.sum_products_i8(base, stride, dimension, rows, weights, rows.count, sum)
    } element: {
      Float($0.loadUnaligned(as: Int8.self))
    } add: { sum, value, index in
      sum + value * weights[index]
    }
    for isBrain in [false, true] {
      try check(size: 2, zero: UInt32(0)) { kernels, base, stride, dimension, rows, sum in
        var floats = [Float](repeating: 0, count: dimension)
        let kernel = isBrain ? kernels.sum_products_bf16 : kernels.sum_products_f16
        kernel?(base, stride, dimension, rows, weights, rows.count, &floats)
        for index in 0..<dimension { sum[index] = canonical(floats[index]) }
      } element: {
        let bits = $0.loadUnaligned(as: UInt16.self)
        return isBrain ? UInt32(bits) << 16 : Float(halfBits: bits).bitPattern
      } add: { sum, value, index in
        canonical(Float(bitPattern: sum) + Float(bitPattern: value) * weights[index])
      }
    }
    try check(size: 4, zero: UInt32(0)) { kernels, base, stride, dimension, rows, sum in
      var floats = [Float](repeating: 0, count: dimension)
      kernels.sum_products_f32(base, stride, dimension, rows, weights, rows.count, &floats)
      for index in 0..<dimension { sum[index] = canonical(floats[index]) }
    } element: {
      $0.loadUnaligned(as: UInt32.self)
    } add: { sum, value, index in
      canonical(Float(bitPattern: sum) + Float(bitPattern: value) * weights[index])
    }
  }

  @Test("the last step has the same bits with every instruction set")
  func finish() throws {
    var random = SeededGenerator(seed: 5)
    for dimension in Self.dimensions {
      let sum = (0..<dimension).map { _ in Float.random(in: -9...9, using: &random) }
      for normalizes: Int32 in [0, 1] {
        let vectors = try kernels().flatMap { kernels in
          var first = [Float](repeating: 0, count: dimension)
          kernels.finish_f32(sum, dimension, 7, normalizes, &first)
          var second = [Float](repeating: 0, count: dimension)
          kernels.finish_f64(sum.map(Double.init), dimension, 7, normalizes, &second)
          return [first, second]
        }
        #expect(vectors.allSatisfy { $0 == vectors[0] })
        let integers = sum.map { Int32($0 * 1000) }
        for kernels in try kernels() {
          var mean = [Float](repeating: 0, count: dimension)
          kernels.mean_i32(integers, dimension, 7, &mean)
          #expect(mean == integers.map { Float(Double($0) / 7) })
          kernels.divide(&mean, dimension, 3)
          #expect(mean == integers.map { Float(Double($0) / 7) / 3 })
        }
        guard normalizes == 1 else { continue }
        let length = vectors[0].reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(length - 1) < 1e-5)
      }
    }
  }
}

/// The bits of a number, one pattern for all that are none: which of them an addition gives is left open.
private func canonical(_ value: Float) -> UInt32 { value.isNaN ? 0x7FC0_0000 : value.bitPattern }
private func canonical(_ value: Double) -> UInt64 { value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern }

extension Float {
  /// A half, widened by the definition of the format.
  fileprivate init(halfBits bits: UInt16) {
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    let magnitude: Float =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
    self = bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
