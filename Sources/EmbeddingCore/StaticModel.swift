import Files
import SafeTensors
import Tokenizers

/// A static embedding model: text in, vector out, from a table that stays in the mapped file.
///
/// Opens the folders that Model2Vec and sentence-transformers write (see `ModelLayout`) and encodes as the Python
/// library `model2vec` 0.10 does: the text is cut, tokenized and truncated, unknown tokens are dropped, and the rest is
/// averaged. A value may be shared and used by any number of threads at once.
///
/// ```swift
/// let model = try StaticModel(folder: "my-model")
/// let vector = try model.encode("hello world")
/// ```
public struct StaticModel: Sendable {
  /// What the model is.
  public let facts: ModelFacts
  let tokenizer: Tokenizer
  let table: EmbeddingTable
  let pool = WorkspacePool()

  /// Opens and checks the model in `folder`.
  ///
  /// - Throws: `EmbeddingError`, naming the file and the part that is at fault.
  /// - Complexity: O(size of the tokenizer); the table is not read.
  public init(folder: String) throws(EmbeddingError) {
    let layout = try ModelLayout.detect(in: folder)
    let configuration = try ModelConfiguration(path: "\(folder)/\(layout.configurationPath)")
    let file: SafeTensorsFile
    do { file = try SafeTensorsFile(path: "\(folder)/\(layout.tensorsPath)") } catch { throw EmbeddingError(error) }
    table = try EmbeddingTable(file)
    do { tokenizer = try Tokenizer(path: "\(folder)/\(layout.tokenizerPath)") } catch { throw EmbeddingError(error) }
    try StaticModel.check(tokenizer, against: table, in: folder)
    var files: [ModelFile] = []
    for path in layout.requiredPaths {
      do {
        files.append(ModelFile(path: path, size: try MappedFile(path: "\(folder)/\(path)").count))
      } catch {
        throw EmbeddingError(.unreadable, from: error)
      }
    }
    facts = ModelFacts(
      folder: folder,
      layout: layout,
      configuration: configuration,
      dimension: table.dimension,
      rows: table.rows,
      vocabularyCount: tokenizer.vocabularyCount,
      tableDType: table.table.dtype,
      weightsDType: table.weights?.dtype,
      mappingDType: table.mapping?.dtype,
      medianTokenLength: tokenizer.medianTokenLength,
      tokenizerModel: tokenizer.modelName,
      unknownTokenID: tokenizer.unknownTokenID,
      tensors: file.tensors,
      files: files
    )
  }

  /// The length of a vector.
  public var dimension: Int { facts.dimension }

  /// The vector of a text, `dimension` numbers; all zeros for a text without known tokens.
  ///
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to.
  public func encode(_ text: String, rounding: Rounding = .float32) throws(EmbeddingError) -> [Float] {
    var vector = [Float](repeating: 0, count: dimension)
    let isExpressible = pool.withWorkspace { workspace in
      vector.withUnsafeMutableBufferPointer { encode(text, into: $0, rounding: rounding, workspace: &workspace) }
    }
    guard isExpressible else { throw inexpressibleText() }
    return vector
  }

  /// Writes the vector of a text into `vector`, without allocating once the workspace is warm.
  ///
  /// - Precondition: `vector` holds `dimension` numbers.
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to.
  public func encode(
    _ text: String,
    into vector: inout MutableSpan<Float>,
    rounding: Rounding = .float32,
    workspace: inout Workspace
  ) throws(EmbeddingError) {
    precondition(vector.count == dimension, "the vector's length is not the model's dimension")
    let isExpressible = vector.withUnsafeMutableBufferPointer {
      encode(text, into: $0, rounding: rounding, workspace: &workspace)
    }
    guard isExpressible else { throw inexpressibleText() }
  }

  /// The ids of the tokens that are averaged: after cutting, tokenizing, truncating and dropping the unknown.
  ///
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to.
  public func tokenIDs(_ text: String) throws(EmbeddingError) -> [UInt32] {
    var text = text
    let ids: [UInt32]? = pool.withWorkspace { workspace in
      text.withUTF8 { tokenize($0, &workspace) ? workspace.tokenizer.tokenIDs : nil }
    }
    guard let ids else { throw inexpressibleText() }
    return ids
  }

  /// The text of the token with that id.
  public func tokenString(_ id: UInt32) -> String? { tokenizer.tokenString(id) }

  /// One row of the table as stored, widened to double; nil when there is no such row.
  public func tableRow(_ row: Int) -> [Double]? {
    row >= 0 && row < table.rows ? table.values(ofRow: row) : nil
  }

  /// Looks at every number of the table.
  ///
  /// - Complexity: O(rows × dimension); reads the whole table.
  public func tableHealth() -> TableHealth { table.health() }

  /// Encodes into a buffer of `dimension` numbers.
  ///
  /// - Returns: false for a text that cannot be expressed.
  func encode(
    _ text: String,
    into vector: UnsafeMutableBufferPointer<Float>,
    rounding: Rounding,
    workspace: inout Workspace
  ) -> Bool {
    var text = text
    guard let vector = vector.baseAddress, text.withUTF8({ tokenize($0, &workspace) }) else { return false }
    let count = workspace.tokenizer.count
    workspace.rows.grow(to: count)
    workspace.floats.grow(to: dimension)
    workspace.integers.grow(to: dimension)
    workspace.doubles.grow(to: dimension)
    workspace.tokenizer.withTokenIDs { ids in
      for index in 0..<count { workspace.rows[index] = UInt32(truncatingIfNeeded: table.row(of: Int(ids[index]))) }
      guard table.weights != nil else { return }
      workspace.weights.grow(to: count)
      workspace.floatWeights.grow(to: count)
      for index in 0..<count { workspace.weights[index] = table.weight(of: Int(ids[index])) }
    }
    table.pool(&workspace, count: count, rounding: rounding, normalizes: facts.isNormalized, into: vector)
    return true
  }

  func inexpressibleText() -> EmbeddingError { EmbeddingError(tokenizer.missingUnknownToken()) }

  private func tokenize(_ text: UnsafeBufferPointer<UInt8>, _ workspace: inout Workspace) -> Bool {
    var text = text
    // No text has more scalars than bytes.
    if let limit = facts.maximumTextLength, text.count > limit {
      text = UnsafeBufferPointer(rebasing: text[..<TextCut.length(of: text, scalars: limit)])
    }
    guard tokenizer.encode(text, limit: facts.maxLength ?? .max, workspace: &workspace.tokenizer) else { return false }
    if let unknown = tokenizer.unknownTokenID { workspace.tokenizer.removeAll(unknown) }
    return true
  }

  private static func check(
    _ tokenizer: Tokenizer,
    against table: EmbeddingTable,
    in folder: String
  ) throws(EmbeddingError) {
    let reason: String
    if table.mapping == nil, table.rows != tokenizer.vocabularyCount {
      reason = "the table has \(table.rows) rows, the tokenizer has \(tokenizer.vocabularyCount) tokens"
    } else if table.idBound < tokenizer.idBound {
      let part =
        table.mapping == nil && table.rows < tokenizer.idBound ? "rows" : "entries in \"mapping\" or \"weights\""
      reason = "the tokenizer's largest id is \(tokenizer.idBound - 1), the table has \(table.idBound) \(part)"
    } else {
      return
    }
    throw EmbeddingError(
      .tokenizerMismatch,
      problem: "cannot use the model \(folder)",
      reason: reason,
      remedy: "Put the tokenizer and the table of the same model into the folder."
    )
  }
}

/// Cuts a text to a number of scalars.
enum TextCut {
  /// The length in bytes of the first `scalars` scalars of valid UTF-8.
  static func length(of text: UnsafeBufferPointer<UInt8>, scalars: Int) -> Int {
    var seen = 0
    for index in 0..<text.count where text[index] & 0xC0 != 0x80 {
      if seen == scalars { return index }
      seen += 1
    }
    return text.count
  }
}
