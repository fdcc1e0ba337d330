import EmbeddingCore
import Files
import Findings
import Publication
import TestKit
import Testing

@testable import Validation

/// The models of the `shared` folder, as the libraries saved them.
@Suite(.enabled(if: Fixture.sharedModels != nil)) struct SharedModelsTests {
  static let names = [
    "e5-multilingual-unigram", "minilm-m2v-128-int8", "minilm-m2v-256", "minilm-m2v-vq", "minilm-m2v07",
    "minilm-st-nested", "minilm-st-static", "qwen-bpe-m2v", "qwen-full-m2v07",
  ]

  /// Everything but notes that the checks of files, of the model and of formats may say of a model.
  ///
  /// That model was made for its tokenizer's sake, from a teacher that knows English without capitals: half of the rows
  /// repeat others, and its 16 dimensions lie close together.
  static let warnings = ["qwen-full-m2v07": ["HFP116", "HFP205"]]

  @Test("no sound model has an error, and warnings only where they are true", arguments: names)
  func sound(name: String) throws {
    let shared = try #require(Fixture.sharedModels)
    let sample = try SampleCopy()
    try sample.replace("\nmodel: model\n", with: "\nmodel: \(LocalFiles.resolved("\(shared)/\(name)") ?? name)\n")
    let found = try SmallPublication.findings(in: sample)
    #expect(!found.hasErrors)
    #expect(found.filter { $0.severity == .warning }.map(\.code) == Self.warnings[name] ?? [])
  }
}
