import Files
import Findings
import Glibc
import SafeTensors

extension StaticModel {
  /// Writes the model, as it was opened, into a new folder in the layout of Model2Vec.
  ///
  /// Writes `model.safetensors`, `tokenizer.json`, `config.json` and `modules.json`; Python `model2vec` 0.10 gives the
  /// same vectors from them as this value does with `Rounding.asStored`, bit for bit. Brain floats, which it cannot
  /// read, are written as float32. The folder appears under its name complete or not at all: it is written beside it,
  /// opened again, and renamed. Nothing is ever written into the folder that the model was opened from.
  ///
  /// - Parameter folder: The folder to make; an empty one may be there.
  /// - Returns: What was written.
  /// - Throws: `EmbeddingError.Code.cannotSave` where the folder holds something, is the model's own or inside it, or
  ///   cannot be written, and for semantics that the layout has no form for; `.changed` when the model's files changed.
  @discardableResult
  public func save(to folder: String) throws(EmbeddingError) -> [ModelFile] {
    guard facts.semantics == .model2vec else {
      throw EmbeddingError(
        .cannotSave,
        problem: "cannot save the model \(facts.folder)",
        reason: "it was opened with the semantics of sentence-transformers, which the layout of Model2Vec cannot say",
        remedy: "Open it with the semantics of model2vec to save it."
      )
    }
    let target = try SaveTarget(folder, modelFolder: root)
    do {
      try LocalFiles.makeFolder(target.parent)
      let temporary = try TemporaryFolder(in: target.parent, prefix: ".hfpub-save")
      defer { withExtendedLifetime(temporary) {} }
      let place = "\(temporary.path)/model"
      try LocalFiles.makeFolder(place)
      let files = try write(into: place)
      try check(place)
      guard rename(place, target.path) == 0 else { throw FileError.system("write", folder, number: errno) }
      return files
    } catch let error as EmbeddingError {
      throw error
    } catch let error as FileError {
      throw EmbeddingError(.cannotSave, from: error)
    } catch {
      throw EmbeddingError(
        .cannotSave,
        problem: "cannot save to \(folder)",
        reason: "\(error)",
        remedy: "Give another folder."
      )
    }
  }

  private func write(into folder: String) throws -> [ModelFile] {
    let table = self.table.dtype == .bf16 ? try self.table.converted(to: .float32, dimension: nil) : self.table
    try table.write(to: "\(folder)/model.safetensors")
    // What was written is only as good as the file it came from.
    guard table.file.isIntact else { throw StaticModel.shrunk(table.file.path) }
    try LocalFiles.writeAtomically(
      try LocalFiles.read("\(facts.folder)/\(facts.layout.tokenizerPath)", limit: 1 << 30),
      to: "\(folder)/tokenizer.json"
    )
    var written = facts
    written.tableDType = table.dtype
    let name = facts.configurationFile
    let source = facts.layout == .model2vec ? try LocalFiles.read(name, limit: 16 << 20) : nil
    let texts = [
      ("config.json", try ConfigurationText.make(written, from: source, name: name)),
      ("modules.json", ConfigurationText.modules(isNormalized: facts.isNormalized)),
    ]
    for (name, text) in texts { try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder)/\(name)") }
    return try (ModelLayout.model2vec.requiredPaths + ["modules.json"]).map {
      ModelFile(path: $0, size: try MappedFile(path: "\(folder)/\($0)").count)
    }
  }

  /// Opens what was written: the files that were read now may not be those that the model was opened from.
  private func check(_ folder: String) throws(EmbeddingError) {
    let saved = try StaticModel(folder: folder).facts
    let isSame =
      saved.dimension == facts.dimension && saved.rows == facts.rows && saved.vocabularyCount == facts.vocabularyCount
      && saved.medianTokenLength == facts.medianTokenLength && saved.unknownTokenID == facts.unknownTokenID
      && saved.tokenizerModel == facts.tokenizerModel && saved.isNormalized == facts.isNormalized
      && saved.maxLength == facts.maxLength
    guard isSame else {
      throw EmbeddingError(
        .changed,
        problem: "cannot save the model \(facts.folder)",
        reason: "its tokenizer or configuration changed after it was opened",
        remedy: "Run it again when nothing writes to the model's folder."
      )
    }
  }
}

extension EmbeddingTable {
  /// Writes the tensors as Model2Vec names them, the table with the kept dimensions only.
  func write(to path: String) throws(FileError) {
    var entries = [TensorEntry(name: "embeddings", dtype: dtype, shape: [rows, dimension], byteRange: 0..<0)]
    entries += [weights, mapping].compactMap { $0 }
    let (head, placed) = SafeTensorsWriter.layOut(entries)
    let stream = try FileStream(path: path)
    try head.withUnsafeBufferPointer { (bytes) throws(FileError) in try stream.write(UnsafeRawBufferPointer(bytes)) }
    for entry in placed {
      if entry.name == "embeddings" {
        try writeRows(to: stream)
      } else if let tensor = [weights, mapping].compactMap({ $0 }).first(where: { $0.name == entry.name }) {
        try stream.write(file.bytes(of: tensor))
      }
    }
    try stream.finish()
  }

  private func writeRows(to stream: FileStream) throws(FileError) {
    let size = dtype.bits / 8
    guard stride != dimension else {
      try stream.write(UnsafeRawBufferPointer(start: storage.base, count: rows * dimension * size))
      return
    }
    for row in 0..<rows {
      try stream.write(
        UnsafeRawBufferPointer(start: storage.base.map { $0 + row * stride * size }, count: dimension * size)
      )
    }
  }
}

/// Where a model is saved to, checked before anything is made.
struct SaveTarget {
  /// The folder, without links if it is there already.
  let path: String
  /// The folder above.
  let parent: String

  init(_ folder: String, modelFolder: String) throws(EmbeddingError) {
    func refusal(_ reason: String, _ remedy: String) -> EmbeddingError {
      EmbeddingError(.cannotSave, problem: "cannot save the model to \(folder)", reason: reason, remedy: remedy)
    }
    var path = LocalFiles.withoutSlash(folder)
    guard !path.isEmpty else { throw refusal("the name is empty", "Give a folder.") }
    if let model = LocalFiles.resolved(modelFolder), "\(LocalFiles.destination(path))/".hasPrefix("\(model)/") {
      throw refusal("it is the model's own folder \(modelFolder) or inside it", "Give another folder.")
    }
    if LocalFiles.kind(path) != nil {
      guard LocalFiles.isFolder(path), let resolved = LocalFiles.resolved(path) else {
        throw refusal("there is something of that name that is no folder", "Give another name.")
      }
      let names: [(name: String, kind: FileKind)]
      do { names = try LocalFiles.list(path) } catch { throw EmbeddingError(.cannotSave, from: error) }
      if let first = names.first {
        let others = names.count == 1 ? "" : " and \(names.count - 1) more"
        throw refusal("the folder is not empty: it holds \(first.name)\(others)", "Give a new or an empty folder.")
      }
      path = resolved
    }
    self.path = path
    parent = LocalFiles.parent(of: path) ?? "/"
  }
}
