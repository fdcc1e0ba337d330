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
  let rules: EncodingRules
  /// The folder as given, without the subfolder.
  let root: String
  let pool = WorkspacePool()
  private let healthCache = TableHealthCache()

  /// Opens and checks the model in `folder`.
  ///
  /// - Throws: `EmbeddingError`, naming the file and the part that is at fault.
  /// - Complexity: O(size of the tokenizer); the table is not read, unless it is converted to another number format.
  public init(folder: String, options: ModelOptions = ModelOptions()) throws(EmbeddingError) {
    root = folder
    let folder = try StaticModel.join(folder, options.subfolder)
    var settings: SentenceTransformersSettings?
    var layouts = ModelLayout.allCases
    if options.semantics == .sentenceTransformers, LocalFiles.isFolder(folder) {
      let found = try SentenceTransformersSettings(folder: folder)
      layouts = try StaticModel.layouts(of: found, in: folder)
      settings = found
    }
    let layout = try ModelLayout.detect(in: folder, among: layouts)
    let configuration = try ModelConfiguration(path: "\(folder)/\(layout.configurationPath)")
    let file: SafeTensorsFile
    do { file = try SafeTensorsFile(path: "\(folder)/\(layout.tensorsPath)") } catch { throw EmbeddingError(error) }
    let stored = try EmbeddingTable(file, semantics: options.semantics)
    do { tokenizer = try Tokenizer(path: "\(folder)/\(layout.tokenizerPath)") } catch { throw EmbeddingError(error) }
    try StaticModel.check(tokenizer, against: stored, semantics: options.semantics, in: folder)
    // Sentence-transformers cuts what its modules made of all dimensions.
    let cutsLater = settings?.isNormalized == true
    table = try stored.converted(to: options.format, dimension: cutsLater ? nil : options.dimension)
    let dimension = cutsLater ? try stored.converted(to: nil, dimension: options.dimension).dimension : table.dimension
    guard file.isIntact else { throw StaticModel.shrunk(file.path) }
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
      dimension: dimension,
      rows: table.rows,
      vocabularyCount: tokenizer.vocabularyCount,
      tableDType: table.dtype,
      weightsDType: table.weights?.dtype,
      mappingDType: table.mapping?.dtype,
      medianTokenLength: tokenizer.medianTokenLength,
      tokenizerModel: tokenizer.modelName,
      unknownTokenID: tokenizer.unknownTokenID,
      tensors: file.tensors,
      files: files,
      semantics: options.semantics,
      sentenceTransformers: settings,
      storedTruncation: tokenizer.storedTruncation
    )
    if let settings {
      rules = EncodingRules(
        settings,
        prompt: try settings.prompt(named: options.promptName),
        truncation: tokenizer.storedTruncation
      )
    } else {
      rules = EncodingRules(facts: facts)
      if let name = options.promptName { throw StaticModel.promptWithoutSemantics(name) }
    }
  }

  /// The length of a vector.
  public var dimension: Int { facts.dimension }

  /// The vector of a text, `dimension` numbers; all zeros for a text without known tokens.
  ///
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to, or `.changed`.
  public func encode(_ text: String, rounding: Rounding = .float32) throws(EmbeddingError) -> [Float] {
    var vector = [Float](repeating: 0, count: dimension)
    let fault = pool.withWorkspace { workspace in
      vector.withUnsafeMutableBufferPointer { encode(text, into: $0, rounding: rounding, workspace: &workspace) }
    }
    if let fault { throw error(fault) }
    return vector
  }

  /// Writes the vector of a text into `vector`, without allocating once the workspace is warm.
  ///
  /// - Precondition: `vector` holds `dimension` numbers.
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to, or `.changed`.
  public func encode(
    _ text: String,
    into vector: inout MutableSpan<Float>,
    rounding: Rounding = .float32,
    workspace: inout Workspace
  ) throws(EmbeddingError) {
    precondition(vector.count == dimension, "the vector's length is not the model's dimension")
    let fault = vector.withUnsafeMutableBufferPointer {
      encode(text, into: $0, rounding: rounding, workspace: &workspace)
    }
    if let fault { throw error(fault) }
  }

  /// The ids of the tokens that are averaged: after cutting, tokenizing, truncating and dropping the unknown.
  ///
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to.
  public func tokenIDs(_ text: String) throws(EmbeddingError) -> [UInt32] {
    let ids: Result<[UInt32], EmbeddingError> = pool.withWorkspace { workspace in
      guard let start = tokenize(text, &workspace) else { return .failure(error(fault(workspace))) }
      return .success(Array(workspace.tokenizer.tokenIDs[start...]))
    }
    return try ids.get()
  }

  /// The text of the token with that id.
  public func tokenString(_ id: UInt32) -> String? { tokenizer.tokenString(id) }

  /// One row of the table as opened, widened to double; nil when there is no such row.
  public func tableRow(_ row: Int) -> [Double]? {
    row >= 0 && row < table.rows ? table.values(ofRow: row) : nil
  }

  /// Looks at every number of the tensors; only once, as the answer is kept.
  ///
  /// - Complexity: O(rows × dimension) the first time, with two threads for a large table.
  public func tableHealth() -> TableHealth { healthCache.value(table.health) }

  /// Encodes into a buffer of `dimension` numbers.
  ///
  /// - Returns: why there is no vector, if there is none.
  func encode(
    _ text: String,
    into vector: UnsafeMutableBufferPointer<Float>,
    rounding: Rounding,
    workspace: inout Workspace
  ) -> EncodingFault? {
    guard let vector = vector.baseAddress, let start = tokenize(text, &workspace) else { return fault(workspace) }
    let count = workspace.tokenizer.count - start
    workspace.rows.grow(to: count)
    workspace.floats.grow(to: table.dimension)
    workspace.integers.grow(to: table.dimension)
    workspace.doubles.grow(to: table.dimension)
    workspace.tokenizer.withTokenIDs { ids in
      for index in 0..<count {
        workspace.rows[index] = UInt32(truncatingIfNeeded: table.row(of: Int(ids[start + index])))
      }
      guard table.weights != nil else { return }
      workspace.weights.grow(to: count)
      workspace.floatWeights.grow(to: count)
      for index in 0..<count { workspace.weights[index] = table.weight(of: Int(ids[start + index])) }
    }
    if table.dimension == dimension {
      table.pool(&workspace, count: count, rounding: rounding, normalization: rules.normalization, into: vector)
    } else {
      let whole = UnsafeMutablePointer<Float>.allocate(capacity: table.dimension)
      defer { whole.deallocate() }
      table.pool(&workspace, count: count, rounding: rounding, normalization: rules.normalization, into: whole)
      vector.update(from: whole, count: dimension)
    }
    return table.file.isIntact ? nil : .changed
  }

  func error(_ fault: EncodingFault) -> EmbeddingError {
    switch fault {
    case .inexpressible: EmbeddingError(tokenizer.missingUnknownToken())
    case .exhausted: EmbeddingError(tokenizer.patternTooSlow())
    case .changed: StaticModel.shrunk(table.file.path)
    }
  }

  private func fault(_ workspace: Workspace) -> EncodingFault {
    workspace.tokenizer.isExhausted ? .exhausted : .inexpressible
  }

  /// Puts the ids of a text into the workspace.
  ///
  /// - Returns: the index of the first one that counts; nil for a text that cannot be expressed.
  private func tokenize(_ text: String, _ workspace: inout Workspace) -> Int? {
    var text = rules.prompt.isEmpty ? text : rules.prompt + text
    return text.withUTF8 { tokenize($0, &workspace) }
  }

  private func tokenize(_ text: UnsafeBufferPointer<UInt8>, _ workspace: inout Workspace) -> Int? {
    var text = text
    // No text has more scalars than bytes.
    if text.count > rules.scalarLimit {
      text = UnsafeBufferPointer(rebasing: text[..<TextCut.length(of: text, scalars: rules.scalarLimit)])
    }
    let limit = rules.keepsEnd ? .max : rules.tokenLimit
    guard tokenizer.encode(text, limit: limit, workspace: &workspace.tokenizer) else { return nil }
    if let dropped = rules.droppedID { workspace.tokenizer.removeAll(dropped) }
    return rules.keepsEnd ? max(0, workspace.tokenizer.count - rules.tokenLimit) : 0
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
