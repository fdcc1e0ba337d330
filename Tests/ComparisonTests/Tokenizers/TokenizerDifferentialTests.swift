import Files
import Foundation
import TestKit
import Testing
import Tokenizers

/// Ids beside those of the reference library, for generated texts; what differs is reported by its smallest text.
@Suite(.serialized, .enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct TokenizerDifferentialTests {
  /// Texts for each tokenizer; every family has several tokenizers.
  private static let textCount = 20_000

  private static let fixtures = "\(Fixture.root)/Tests/ComparisonTests/Tokenizers/Fixtures"

  private static let names = (try? FileManager.default.contentsOfDirectory(atPath: fixtures).sorted()) ?? []

  private static let realModels = [
    "minilm-m2v-128-int8", "minilm-m2v07", "qwen-bpe-m2v", "qwen-full-m2v07", "e5-multilingual-unigram",
  ]

  @Test("the tokenizers that the reference trained give its ids", arguments: names)
  func trained(name: String) async throws { try await compare("\(Self.fixtures)/\(name)") }

  @Test(
    "the tokenizers of real models give the reference's ids",
    .enabled(if: Fixture.sharedModels != nil, "needs the shared models"),
    arguments: realModels
  )
  func real(name: String) async throws {
    try await compare("\(try #require(Fixture.sharedModels))/\(name)/tokenizer.json")
  }

  private func compare(_ path: String) async throws {
    let folder = try TemporaryFolder()
    let tokenizer = try Tokenizer(path: path)
    var generator = try RandomTexts(forTokenizer: path)
    let comparison = TextComparison<[UInt32]?, [UInt32]?>(
      ours: { try? tokenizer.encode($0) },
      theirs: { try await referenceIDs($0, path, in: folder.path) },
      agree: { $0 == $1 },
      difference: { "ours \(words($0, tokenizer)), theirs \(words($1, tokenizer))" }
    )
    let texts = (0..<Self.textCount).map { _ in generator.next() }
    try await comparison.check(texts, path.split(separator: "/").suffix(2).joined(separator: "/"))
  }

  private func words(_ ids: [UInt32]?, _ tokenizer: Tokenizer) -> String {
    guard let ids else { return "an error" }
    return "\(ids.map { "\($0) \(tokenizer.tokenString($0)?.debugDescription ?? "?")" })"
  }

  /// The ids that the reference gives; nil for a text that it cannot express.
  private func referenceIDs(_ texts: [String], _ path: String, in folder: String) async throws -> [[UInt32]?] {
    let encoder = JSONEncoder()
    let lines = try texts.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder)/texts.jsonl")
    let program = "\(Fixture.root)/Tests/ComparisonTests/Tokenizers/reference_ids.py"
    try await Python.run([program, path, "texts.jsonl", "ids.jsonl"], in: folder)
    let decoder = JSONDecoder()
    return try LocalFiles.read("\(folder)/ids.jsonl").split(separator: 0x0A)
      .map { try decoder.decode([UInt32]?.self, from: Data($0)) }
  }
}
