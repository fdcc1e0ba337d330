import EmbeddingCore
import Files
import Foundation
import TestKit
import Testing

/// Models that may not be shipped with this project, found in installed packages: ids and vectors beside the reference's.
@Suite(.serialized)
struct RealModelTests {
  private struct Model: Decodable {
    var name: String
    var path: String?
  }

  /// What the reference makes of a text.
  private struct Answer {
    var ids: [UInt32]
    /// The library's own vector.
    var vector: [Float]
    /// The same, worked out in double precision.
    var exact: [Double]
  }

  /// What we make of a text.
  private struct Ours {
    var ids: [UInt32]
    var stored: [Float]
    var float: [Float]
  }

  private static let folder = "\(Fixture.root)/Tests/ComparisonTests/RealModels"

  /// The names of the models whose packages are installed.
  private static let names = Task {
    guard Python.interpreter != nil else { return [String]() }
    let folder = try TemporaryFolder()
    return try await models([], in: folder.path).map(\.name)
  }

  private static func models(_ arguments: [String], in folder: String) async throws -> [Model] {
    let output = try await Python.run(["\(Self.folder)/real_models.py"] + arguments, in: folder)
    return try JSONDecoder().decode([Model].self, from: Data(output.utf8))
  }

  @Test(
    "real models of packages give the reference's ids and vectors",
    .enabled("needs HFPUB_PYTHON with packages that carry models (Scripts/setup --real-models)") {
      try await !names.value.isEmpty
    },
    arguments: try await names.value
  )
  func compare(name: String) async throws {
    let folder = try TemporaryFolder()
    let path = try #require(try await Self.models(["models", name], in: folder.path).first?.path)
    let model = try StaticModel(folder: path)
    let comparison = TextComparison<Ours?, Answer>(
      ours: { text in
        try? Ours(
          ids: model.tokenIDs(text),
          stored: model.encode(text, rounding: .asStored),
          float: model.encode(text, rounding: .float32)
        )
      },
      theirs: { try await Self.reference($0, path, dimension: model.dimension, in: folder.path) },
      agree: { Self.difference($0, $1) == nil },
      difference: { Self.difference($0, $1) ?? "nothing" }
    )
    try await comparison.check(try Self.texts("\(path)/\(model.facts.layout.tokenizerPath)"), name)
  }

  @Test(
    "real models of packages that have modules give what sentence-transformers' steps give",
    .enabled("needs HFPUB_PYTHON with packages that carry models (Scripts/setup --real-models)") {
      try await !names.value.isEmpty
    },
    arguments: try await names.value
  )
  func sentenceTransformers(name: String) async throws {
    let folder = try TemporaryFolder()
    let path = try #require(try await Self.models(["models", name], in: folder.path).first?.path)
    guard LocalFiles.isFile("\(path)/modules.json") else { return }
    let tokenizer = "\(path)/\(try ModelLayout.detect(in: path).tokenizerPath)"
    let texts = try Self.texts(tokenizer)
    let difference = try await ModelComparisonTests.difference(ofSentenceTransformers: path, texts, in: folder.path)
    #expect(difference <= 1e-6)
  }

  /// Generated texts; the prose of this project by lines and as a whole; the texts of the golden file.
  private static func texts(_ tokenizer: String) throws -> [String] {
    struct Line: Decodable { var text: String? }
    var generator = try RandomTexts(forTokenizer: tokenizer)
    let pages = try ["README.md", "Documentation/Architecture.md", "Documentation/Manifest.md"]
      .map { try LocalFiles.readText("\(Fixture.root)/\($0)") }
    let golden = try LocalFiles.readText("\(Fixture.root)/Tests/Fixtures/golden/minilm-m2v-128-int8.jsonl")
      .split(separator: "\n").compactMap { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text }
    return (0..<5_000).map { _ in generator.next() } + golden + pages
      + pages.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }

  private static func difference(_ ours: Ours?, _ theirs: Answer) -> String? {
    guard let ours else { return "ours an error, theirs \(theirs.ids)" }
    guard ours.ids == theirs.ids else { return "ours \(ours.ids), theirs \(theirs.ids)" }
    for place in theirs.vector.indices {
      if ours.stored[place].bitPattern != theirs.vector[place].bitPattern {
        return "as stored, number \(place): ours \(ours.stored[place]), theirs \(theirs.vector[place])"
      }
      if abs(Double(ours.float[place]) - theirs.exact[place]) > 1e-6 * max(1, abs(theirs.exact[place])) {
        return "in float, number \(place): ours \(ours.float[place]), theirs \(theirs.exact[place])"
      }
    }
    return nil
  }

  private static func reference(
    _ texts: [String],
    _ model: String,
    dimension: Int,
    in folder: String
  ) async throws -> [Answer] {
    let encoder = JSONEncoder()
    let lines = try texts.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder)/texts.jsonl")
    try await Python.run(
      ["\(Self.folder)/reference.py", model, "texts.jsonl", "ids.jsonl", "vectors.bin", "exact.bin"],
      in: folder,
      environment: ["HF_HUB_OFFLINE": "1"]
    )
    let decoder = JSONDecoder()
    let ids = try LocalFiles.read("\(folder)/ids.jsonl").split(separator: 0x0A)
      .map { try decoder.decode([UInt32].self, from: Data($0)) }
    let count = texts.count * dimension
    let vectors = try numbers("\(folder)/vectors.bin", Float.self, count)
    let exact = try numbers("\(folder)/exact.bin", Double.self, count)
    try #require(ids.count == texts.count)
    return ids.enumerated().map { row, ids in
      let place = row * dimension..<(row + 1) * dimension
      return Answer(ids: ids, vector: Array(vectors[place]), exact: Array(exact[place]))
    }
  }

  private static func numbers<Number: BitwiseCopyable>(
    _ path: String,
    _ type: Number.Type,
    _ count: Int
  ) throws -> [Number] {
    let bytes = try LocalFiles.read(path, limit: 1 << 30)
    try #require(bytes.count == count * MemoryLayout<Number>.size, "\(path) has \(bytes.count) bytes")
    return bytes.withUnsafeBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: type) }
    }
  }
}
