import CKernels
import SafeTensors

/// Other number formats and fewer dimensions.
extension EmbeddingTable {
  /// The same table in `format` (nil: its own) with the first `dimension` elements of every row (nil: all).
  ///
  /// A cut alone shares the storage; a conversion fills memory with no more than what is kept.
  ///
  /// - Throws: `EmbeddingError.Code.invalidOption` for more dimensions than there are, `.invalidTensor` for numbers that
  ///   8-bit integers have no form for.
  func converted(to format: TableFormat?, dimension wanted: Int?) throws(EmbeddingError) -> EmbeddingTable {
    let dimension = wanted ?? self.dimension
    guard dimension >= 1, dimension <= self.dimension else {
      throw EmbeddingError(
        .invalidOption,
        problem: "cannot cut the vectors of \(file.path) to \(dimension) dimensions",
        reason: "they have \(self.dimension)",
        remedy: "Give a number from 1 to \(self.dimension)."
      )
    }
    guard let format, format.dtype != dtype, let target = EmbeddingTable.format(format.dtype) else {
      return EmbeddingTable(
        self,
        dimension: dimension,
        stride: stride,
        storage: storage,
        dtype: dtype,
        format: self.format
      )
    }
    let memory: OwnedMemory
    if format == .int8 {
      // The scale is that of the whole table, as the conversion comes before the cut.
      let largest = hfpub_largest(storage.base, self.format, stride, self.dimension, rows)
      guard largest.isFinite else {
        throw EmbeddingTable.failure(file, "\"\(table.name)\" holds \(largest), which no 8-bit integer stands for")
      }
      memory = OwnedMemory(count: rows * dimension) { bytes in
        guard let values = bytes.baseAddress?.assumingMemoryBound(to: Int8.self) else { return }
        hfpub_quantize(storage.base, self.format, stride, dimension, rows, largest, values)
      }
    } else {
      memory = OwnedMemory(count: rows * dimension * format.dtype.bits / 8) {
        hfpub_convert(storage.base, self.format, stride, dimension, rows, target, $0.baseAddress)
      }
    }
    return EmbeddingTable(
      self,
      dimension: dimension,
      stride: dimension,
      storage: .owned(memory),
      dtype: format.dtype,
      format: target
    )
  }

  private init(
    _ other: EmbeddingTable,
    dimension: Int,
    stride: Int,
    storage: TableStorage,
    dtype: TensorDType,
    format: hfpub_format
  ) {
    self.dimension = dimension
    self.stride = stride
    self.storage = storage
    self.dtype = dtype
    self.format = format
    rows = other.rows
    table = other.table
    weights = other.weights
    hasFloatWeights = other.hasFloatWeights
    mapping = other.mapping
    file = other.file
  }
}
