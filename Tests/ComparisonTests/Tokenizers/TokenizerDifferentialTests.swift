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

  /// The same in every run unless `HFPUB_SEED` says otherwise.
  private static let seed = ProcessInfo.processInfo.environment["HFPUB_SEED"].flatMap(UInt64.init) ?? 20_261_123

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
    var generator = RandomTexts(seed: Self.seed, literals: try addedTokens(path))
    let texts = (0..<Self.textCount).map { _ in generator.next() }
    print("\(path.split(separator: "/").suffix(2).joined(separator: "/")): seed \(Self.seed), \(texts.count) texts")
    let reference = try await referenceIDs(texts, path, in: folder.path)
    var differing: [String] = []
    for (text, theirs) in zip(texts, reference) where ids(text, tokenizer) != theirs { differing.append(text) }
    // The shortest are the quickest to shrink.
    for text in differing.sorted(by: { $0.utf8.count < $1.utf8.count }).prefix(3) {
      let smallest = try await shrink(text, tokenizer, path, in: folder.path)
      let theirs = try await referenceIDs([smallest], path, in: folder.path)[0]
      let scalars = smallest.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
      let ours = ids(smallest, tokenizer)
      Issue.record(
        "\(smallest.debugDescription) (\(scalars)): ours \(words(ours, tokenizer)), theirs \(words(theirs, tokenizer))"
      )
    }
    #expect(differing.isEmpty, "\(differing.count) of \(texts.count) texts differ, seed \(Self.seed)")
  }

  /// The ids of a text; nil where it cannot be expressed.
  private func ids(_ text: String, _ tokenizer: Tokenizer) -> [UInt32]? { try? tokenizer.encode(text) }

  private func words(_ ids: [UInt32]?, _ tokenizer: Tokenizer) -> String {
    guard let ids else { return "an error" }
    return "\(ids.map { "\($0) \(tokenizer.tokenString($0)?.debugDescription ?? "?")" })"
  }

  /// Leaves out more and more while both still differ, many attempts for one start of Python.
  private func shrink(_ text: String, _ tokenizer: Tokenizer, _ path: String, in folder: String) async throws -> String
  {
    var scalars = Array(text.unicodeScalars)
    var size = max(1, scalars.count / 2)
    while true {
      let candidates = stride(from: 0, to: scalars.count, by: size).map { start in
        var shorter = String.UnicodeScalarView()
        shorter.append(contentsOf: scalars[..<start])
        shorter.append(contentsOf: scalars[min(start + size, scalars.count)...])
        return String(shorter)
      }
      let reference = try await referenceIDs(candidates, path, in: folder)
      let smaller = zip(candidates, reference).first { ids($0, tokenizer) != $1 }
      if let (found, _) = smaller {
        scalars = Array(found.unicodeScalars)
      } else if size > 1 {
        size /= 2
      } else {
        return text == "" ? text : String(String.UnicodeScalarView(scalars))
      }
      size = max(1, min(size, scalars.count))
      if scalars.isEmpty { return "" }
    }
  }

  private func referenceIDs(_ texts: [String], _ path: String, in folder: String) async throws -> [[UInt32]?] {
    let encoder = JSONEncoder()
    let lines = try texts.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder)/texts.jsonl")
    let program = "\(Fixture.root)/Tests/ComparisonTests/Tokenizers/reference_ids.py"
    try await Python.run([program, path, "texts.jsonl", "ids.jsonl"], in: folder)
    let decoder = JSONDecoder()
    let found = try LocalFiles.read("\(folder)/ids.jsonl").split(separator: 0x0A)
      .map { try decoder.decode([UInt32]?.self, from: Data($0)) }
    try #require(found.count == texts.count, "the reference gave \(found.count) lines for \(texts.count) texts")
    return found
  }

  /// The contents of a tokenizer's added tokens, and some that look like one.
  private func addedTokens(_ path: String) throws -> [String] {
    struct File: Decodable {
      struct Token: Decodable { var content: String }
      var added_tokens: [Token]?
    }
    let file = try JSONDecoder().decode(File.self, from: Data(try LocalFiles.read(path)))
    let real = (file.added_tokens ?? []).map(\.content)
    return real + real.map { $0.uppercased() } + ["[CLS]", "<s>", "</s>", "<0x41>", "##a", "▁the", "Ġthe"]
  }
}
