import EmbeddingCore
import Files
import Findings
import Foundation
import Publication
import SafeTensors
import TestKit

@testable import Validation

/// A sound publication with a model of some two hundred words and no suites, which a test may spoil.
struct SmallPublication {
  static let dimension = 16

  /// The copy of the sample whose model was replaced.
  let sample: SampleCopy
  /// The tokens, one a row.
  var tokens: [String]
  /// The table, row by row.
  var rows: [[Float]]
  /// Puts further tensors into the file.
  var add: (inout SafeTensorsWriter) -> Void = { _ in }
  /// The configuration's entries, as JSON.
  var configuration = [
    "model_type": "\"model2vec\"", "hidden_dim": "16", "normalize": "true", "embedding_dtype": "\"float32\"",
  ]
  var lowercases = true

  /// The model's folder.
  var model: String { "\(sample.folder)/model" }

  init() throws {
    sample = try SampleCopy()
    let words = ProbeTexts.sentences.flatMap { $0.lowercased().split { !$0.isLetter }.map(String.init) }
    let frequent = ["[PAD]", "[UNK]", ".", "the", "a", "of", "and", "is"]
    tokens = frequent + Set(words).subtracting(frequent).sorted()
    var generator = SeededGenerator(seed: 7)
    rows = tokens.indices.map { row in
      // Frequent tokens weigh little, as in real tables.
      let scale: Float = row < frequent.count ? 0.05 : 1
      return (0..<Self.dimension).map { _ in scale * Float.random(in: -1...1, using: &generator) }
    }
    let manifest = try LocalFiles.readText(sample.manifest)
    guard let suites = manifest.range(of: "smoke_tests:") else { throw FixtureError(text: "no smoke_tests") }
    try LocalFiles.writeAtomically(Array(manifest[..<suites.lowerBound].utf8), to: sample.manifest)
  }

  static func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  static func integers(_ values: [Int32]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }

  /// Writes the model.
  func write() throws {
    var writer = SafeTensorsWriter()
    writer.add(
      "embeddings",
      dtype: .f32,
      shape: [rows.count, rows[0].count],
      bytes: Self.floats(rows.flatMap { $0 })
    )
    add(&writer)
    let vocabulary = tokens.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
    let tokenizer =
      "{\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
      + "\"strip_accents\":null,\"lowercase\":\(lowercases)},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
      + "\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\","
      + "\"max_input_chars_per_word\":100,\"vocab\":{\(vocabulary)}}}"
    let entries = configuration.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    try LocalFiles.writeAtomically(writer.serialized(), to: "\(model)/model.safetensors")
    try LocalFiles.writeAtomically(Array(tokenizer.utf8), to: "\(model)/tokenizer.json")
    try LocalFiles.writeAtomically(Array("{\(entries)}".utf8), to: "\(model)/config.json")
  }

  /// What the checks of files, of the model and of formats find in the model, as spoilt.
  static func findings(_ spoil: (inout SmallPublication) throws -> Void) throws -> [Finding] {
    var publication = try SmallPublication()
    try spoil(&publication)
    try publication.write()
    return try findings(in: publication.sample)
  }

  /// The same after files of the written model were spoilt.
  static func findingsOfFiles(_ spoil: (SampleCopy) throws -> Void) throws -> [Finding] {
    let publication = try SmallPublication()
    try publication.write()
    try spoil(publication.sample)
    return try findings(in: publication.sample)
  }

  /// What these checks find in a publication; paths begin in its folder.
  static func findings(in sample: SampleCopy) throws -> [Finding] {
    let manifest = try ManifestReader.read(folder: sample.folder)
    var context = CheckContext(manifest: manifest, folder: sample.folder, today: "2026-01-01")
    context.model = try StaticModel(folder: manifest.requiredModelFolder())
    context.documents = [RenderedFile(path: "README.md", text: "# Card\n")]
    let areas: [CheckArea?] = [.files, .model, .safety]
    return try CheckRegistry.all.filter { areas.contains($0.area) }.flatMap { try $0.init().run(context) }.map {
      var finding = $0
      if let file = finding.location?.file, file.hasPrefix("\(sample.folder)/") {
        finding.location?.file = String(file.dropFirst(sample.folder.count + 1))
      }
      return finding
    }
  }
}
