import CKernels
import SafeTensors

/// The tensors of a model and what is worked out from them.
struct EmbeddingTable: Sendable {
  let rows: Int
  /// The length of a vector: the first elements of a row.
  let dimension: Int
  /// The elements from the start of one row to that of the next; more than `dimension` after a cut.
  let stride: Int
  let storage: TableStorage
  /// The table as it is in the file.
  let table: TensorEntry
  /// The number format of the elements in `storage`.
  let dtype: TensorDType
  let weights: TensorEntry?
  let mapping: TensorEntry?
  /// Whether products with the weights may be taken in float: none is so small or so large that digits would be lost.
  var hasFloatWeights = true
  let file: SafeTensorsFile
  let format: hfpub_format

  /// Finds and checks the tensors of a file; names of all layouts are known.
  ///
  /// Under the semantics of sentence-transformers weights and mapping count only beside a table named `embeddings`.
  init(_ file: SafeTensorsFile, semantics: ModelSemantics = .model2vec) throws(EmbeddingError) {
    let names = ["embeddings", "embedding.weight", "0"]
    guard let table = names.lazy.compactMap({ file.tensor(named: $0) }).first else {
      let found = file.tensors.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw EmbeddingTable.failure(
        file,
        "it has no tensor \"embeddings\", \"embedding.weight\" or \"0\"; it has \(found.isEmpty ? "none" : found)"
      )
    }
    guard table.shape.count == 2, table.shape[1] > 0, table.shape[0] > 0 else {
      throw EmbeddingTable.failure(
        file,
        "\"\(table.name)\" has the shape \(table.shape), expected two extents that are not 0"
      )
    }
    guard let format = EmbeddingTable.format(table.dtype) else {
      throw EmbeddingTable.failure(
        file,
        "\"\(table.name)\" has the dtype \(table.dtype.rawValue), expected F32, F16, I8, F64 or BF16"
      )
    }
    guard table.shape[0] <= UInt32.max else {
      throw EmbeddingTable.failure(file, "\"\(table.name)\" has \(table.shape[0]) rows, more than ids can name")
    }
    self.file = file
    self.table = table
    self.format = format
    dtype = table.dtype
    rows = table.shape[0]
    dimension = table.shape[1]
    stride = table.shape[1]
    storage = .mapped(file, table)
    let isPlain = semantics == .sentenceTransformers && table.name != "embeddings"
    weights = isPlain ? nil : try EmbeddingTable.vector("weights", [.f64, .f32, .f16], in: file)
    mapping = isPlain ? nil : try EmbeddingTable.vector("mapping", [.i32, .i64], in: file)
    try checkMapping()
    if let weights {
      hasFloatWeights = (0..<weights.shape[0]).allSatisfy { id in
        let weight = abs(weight(of: id))
        return weight == 0 || weight > 1e-9 && weight < 1e9
      }
    }
  }

  /// The number of ids that have a row and, where there are weights, a weight.
  var idBound: Int { min(mapping?.shape[0] ?? rows, weights?.shape[0] ?? .max) }

  /// The row of a token, for an id below `idBound`.
  func row(of id: Int) -> Int {
    guard let mapping else { return id }
    let row = storedRow(of: id, mapping)
    // Checked when the file was opened; a file that is overwritten since must not lead outside the table.
    return row >= 0 && row < rows ? row : 0
  }

  private func storedRow(of id: Int, _ mapping: TensorEntry) -> Int {
    let bytes = file.bytes(of: mapping)
    if mapping.dtype == .i32 {
      return Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: id * 4, as: Int32.self)))
    }
    return Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: id * 8, as: Int64.self)))
  }

  /// The factor of a token, for an id below `idBound`.
  func weight(of id: Int) -> Double {
    guard let weights else { return 1 }
    let bytes = file.bytes(of: weights)
    switch weights.dtype {
    case .f64: return Double(bitPattern: bytes.loadUnaligned(fromByteOffset: id * 8, as: UInt64.self).littleEndian)
    case .f32:
      return Double(Float(bitPattern: bytes.loadUnaligned(fromByteOffset: id * 4, as: UInt32.self).littleEndian))
    default:
      var value = 0.0
      hfpub_widen_row(bytes.baseAddress, HFPUB_F16, 1, 1, id, &value)
      return value
    }
  }

  /// One row, widened to double.
  func values(ofRow row: Int) -> [Double] {
    var values = [Double](repeating: 0, count: dimension)
    hfpub_widen_row(storage.base, format, stride, dimension, row, &values)
    return values
  }

  private static func vector(
    _ name: String,
    _ dtypes: [TensorDType],
    in file: SafeTensorsFile
  ) throws(EmbeddingError) -> TensorEntry? {
    guard let tensor = file.tensor(named: name) else { return nil }
    guard tensor.shape.count == 1 else {
      throw failure(file, "\"\(name)\" has the shape \(tensor.shape), expected one extent")
    }
    guard dtypes.contains(tensor.dtype) else {
      let expected = dtypes.map(\.rawValue).joined(separator: " or ")
      throw failure(file, "\"\(name)\" has the dtype \(tensor.dtype.rawValue), expected \(expected)")
    }
    return tensor
  }

  static func failure(_ file: SafeTensorsFile, _ reason: String) -> EmbeddingError {
    EmbeddingError(
      .invalidTensor,
      problem: "cannot use the tensors of \(file.path)",
      reason: reason,
      remedy: "Save the model again with save_pretrained."
    )
  }

  static func format(_ dtype: TensorDType) -> hfpub_format? {
    switch dtype {
    case .f32: HFPUB_F32
    case .f16: HFPUB_F16
    case .i8: HFPUB_I8
    case .f64: HFPUB_F64
    case .bf16: HFPUB_BF16
    default: nil
    }
  }

  private func checkMapping() throws(EmbeddingError) {
    guard let mapping else { return }
    for id in 0..<mapping.shape[0] {
      let row = storedRow(of: id, mapping)
      guard row < 0 || row >= rows else { continue }
      throw EmbeddingError(
        .mappingOutOfRange,
        problem: "cannot use the tensors of \(file.path)",
        reason: "\"mapping\" sends the token \(id) to row \(row), the table has \(rows) rows",
        remedy: "Save the model again with save_pretrained."
      )
    }
  }
}
