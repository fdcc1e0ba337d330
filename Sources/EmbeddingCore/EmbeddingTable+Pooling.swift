import CKernels
import SafeTensors

/// How the rows of a text's tokens become one vector.
extension EmbeddingTable {
  /// Works out the vector of the tokens in `workspace.rows` and its weights.
  func pool(
    _ workspace: inout Workspace,
    count: Int,
    rounding: Rounding,
    normalization: Normalization,
    into vector: UnsafeMutablePointer<Float>
  ) {
    guard count > 0 else {
      vector.update(repeating: 0, count: dimension)
      return
    }
    // The library sums 8-bit rows exactly, so that its own bits are the nearest there are.
    if rounding == .asStored || isPlainIntegers {
      poolAsStored(&workspace, count, normalization, vector)
    } else {
      poolNearest(&workspace, count, normalization, vector)
    }
  }

  private var isPlainIntegers: Bool { format == HFPUB_I8 && weights == nil }

  /// Float sums over a few rows at a time, double above, one rounding.
  private func poolNearest(
    _ workspace: inout Workspace,
    _ count: Int,
    _ normalization: Normalization,
    _ vector: UnsafeMutablePointer<Float>
  ) {
    // 32 float additions lose less than the last digit shown.
    let step = 32
    if format == HFPUB_F64 || !hasFloatWeights {
      sumInDouble(&workspace, count)
    } else {
      if weights != nil {
        for index in 0..<count { workspace.floatWeights[index] = Float(workspace.weights[index]) }
      }
      if count <= step, normalization != .sentenceTransformers {
        sumInFloat(&workspace, 0..<count)
        Kernels.best.finish_f32(workspace.floats, dimension, count, normalization == .model2vec ? 1 : 0, vector)
        return
      }
      for index in 0..<dimension { workspace.doubles[index] = 0 }
      for start in Swift.stride(from: 0, to: count, by: step) {
        sumInFloat(&workspace, start..<min(start + step, count))
        for index in 0..<dimension { workspace.doubles[index] += Double(workspace.floats[index]) }
      }
    }
    guard normalization == .sentenceTransformers else {
      Kernels.best.finish_f64(workspace.doubles, dimension, count, normalization == .model2vec ? 1 : 0, vector)
      return
    }
    var squares = 0.0
    for index in 0..<dimension {
      workspace.doubles[index] /= Double(count)
      squares += workspace.doubles[index] * workspace.doubles[index]
    }
    // Written so that a length that is no number stays none.
    let length = squares.squareRoot() < 1e-12 ? 1e-12 : squares.squareRoot()
    for index in 0..<dimension { vector[index] = Float(workspace.doubles[index] / length) }
  }

  /// The reference library's arithmetic, step by step.
  private func poolAsStored(
    _ workspace: inout Workspace,
    _ count: Int,
    _ normalization: Normalization,
    _ vector: UnsafeMutablePointer<Float>
  ) {
    let isHalf = format == HFPUB_F16
    let isShort = count <= EmbeddingTable.exactIntegerCount
    let sumsDoubles = format == HFPUB_F64 || weights?.dtype == .f64 || (weights == nil && format == HFPUB_I8)
    if isPlainIntegers, isShort {
      Kernels.best.sum_i8(storage.base, stride, dimension, workspace.rows, count, &workspace.integers)
      Kernels.best.mean_i32(workspace.integers, dimension, count, vector)
    } else if sumsDoubles {
      meanInDouble(&workspace, count)
      for index in 0..<dimension {
        let mean = workspace.doubles[index]
        vector[index] = isHalf ? hfpub_half_from_double(mean) : Float(mean)
      }
    } else {
      meanInFloat(&workspace, count)
      for index in 0..<dimension { vector[index] = workspace.floats[index] }
      if isHalf { hfpub_round_to_half(vector, dimension) }
    }
    guard normalization != .none else { return }
    var norm = hfpub_pairwise_square_sum(vector, dimension).squareRoot()
    if normalization == .model2vec { norm += 1e-32 } else if norm < 1e-12 { norm = 1e-12 }
    Kernels.best.divide(vector, dimension, norm)
    if isHalf { hfpub_round_to_half(vector, dimension) }
  }

  private func meanInDouble(_ workspace: inout Workspace, _ count: Int) {
    if dimension == 1 { sumPairwiseInDouble(&workspace, count) } else { sumInDouble(&workspace, count) }
    for index in 0..<dimension { workspace.doubles[index] /= Double(count) }
  }

  private func sumInDouble(_ workspace: inout Workspace, _ count: Int) {
    for index in 0..<dimension { workspace.doubles[index] = 0 }
    if isPlainIntegers {
      sumIntegers(&workspace, count)
    } else {
      workspace.weights.withUnsafeBufferPointer { all in
        let kernel = Kernels.weighted(format)
        let factors = weights == nil ? nil : all.baseAddress
        kernel?(storage.base, stride, dimension, workspace.rows, factors, count, &workspace.doubles)
      }
    }
  }

  /// So many 8-bit rows are summed at a time; 32-bit integers lose nothing up to 2^24.
  private static let exactIntegerCount = 1 << 20

  /// Exact sums of 8-bit rows.
  private func sumIntegers(_ workspace: inout Workspace, _ count: Int) {
    let step = EmbeddingTable.exactIntegerCount
    for start in Swift.stride(from: 0, to: count, by: step) {
      workspace.rows.withUnsafeBufferPointer { rows in
        let rows = rows.baseAddress.map { $0 + start }
        Kernels.best.sum_i8(storage.base, stride, dimension, rows, min(step, count - start), &workspace.integers)
      }
      hfpub_add_i32(workspace.integers, dimension, &workspace.doubles)
    }
  }

  /// Sums some of the rows, times their weights where there are any, in float.
  private func sumInFloat(_ workspace: inout Workspace, _ range: Range<Int>) {
    workspace.rows.withUnsafeBufferPointer { all in
      let rows = all.baseAddress.map { $0 + range.lowerBound }
      guard weights != nil else {
        Kernels.sum(format)?(storage.base, stride, dimension, rows, range.count, &workspace.floats)
        return
      }
      workspace.floatWeights.withUnsafeBufferPointer { factors in
        let factors = factors.baseAddress.map { $0 + range.lowerBound }
        Kernels.sumOfProducts(format)?(
          storage.base,
          stride,
          dimension,
          rows,
          factors,
          range.count,
          &workspace.floats
        )
      }
    }
  }

  private func meanInFloat(_ workspace: inout Workspace, _ count: Int) {
    // A half times a half or an 8-bit integer is a half to the reference.
    let roundsToHalf = weights?.dtype == .f16 && (format == HFPUB_F16 || format == HFPUB_I8)
    if weights != nil {
      for index in 0..<count { workspace.floatWeights[index] = Float(workspace.weights[index]) }
    }
    if dimension == 1 {
      sumPairwiseInFloat(&workspace, count, roundsToHalf)
    } else if weights != nil {
      for index in 0..<dimension { workspace.floats[index] = 0 }
      hfpub_add_weighted_f32(
        storage.base,
        format,
        stride,
        dimension,
        workspace.rows,
        workspace.floatWeights,
        count,
        roundsToHalf ? 1 : 0,
        &workspace.floats
      )
    } else {
      Kernels.sum(format)?(storage.base, stride, dimension, workspace.rows, count, &workspace.floats)
    }
    // The reference adds to a positive zero, so that no sum is a negative one.
    for index in 0..<dimension { workspace.floats[index] = (workspace.floats[index] + 0) / Float(count) }
    if roundsToHalf { hfpub_round_to_half(&workspace.floats, dimension) }
  }

  /// NumPy adds rows in order, but the numbers of a single column in pairs of pairs.
  private func sumPairwiseInFloat(_ workspace: inout Workspace, _ count: Int, _ roundsToHalf: Bool) {
    workspace.floats.grow(to: count)
    for index in 0..<count {
      var value = Float(firstValue(workspace.rows[index]))
      if weights != nil { value *= workspace.floatWeights[index] }
      if roundsToHalf { hfpub_round_to_half(&value, 1) }
      workspace.floats[index] = value
    }
    workspace.floats[0] = hfpub_pairwise_sum(workspace.floats, count)
  }

  private func sumPairwiseInDouble(_ workspace: inout Workspace, _ count: Int) {
    workspace.doubles.grow(to: count)
    for index in 0..<count {
      let value = firstValue(workspace.rows[index])
      workspace.doubles[index] = weights == nil ? value : value * workspace.weights[index]
    }
    workspace.doubles[0] = hfpub_pairwise_sum_f64(workspace.doubles, count)
  }

  private func firstValue(_ row: UInt32) -> Double {
    var value = 0.0
    hfpub_widen_part(storage.base, format, stride, Int(row), 0, 1, &value)
    return value
  }
}
