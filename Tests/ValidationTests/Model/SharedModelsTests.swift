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
  static let warnings: [String: [String]] = [:]

  @Test("no sound model has an error, and warnings only where they are true", arguments: names)
  func sound(name: String) throws {
    let shared = try #require(Fixture.sharedModels)
    let sample = try SampleCopy()
    try sample.replace("\nmodel: model\n", with: "\nmodel: \(LocalFiles.resolved("\(shared)/\(name)") ?? name)\n")
    let found = try SmallPublication.findings(in: sample)
    let model = try StaticModel(folder: "\(shared)/\(name)")
    let manifest = try ManifestReader.read(folder: sample.folder)
    let coverage = try manifest.smokeTexts.map { try model.coverage(of: $0) }.reduce(TokenCoverage(), +)
    print(
      "MEASURED",
      name,
      try SpaceCheck.meanCosine(model, ProbeTexts.suiteTexts(manifest)) ?? -9,
      try SpaceCheck.meanCosine(model, ProbeTexts.sentences) ?? -9,
      coverage
    )
    for f in found { print("FOUND", name, f.code, f.severity, f.seen) }
    #expect(!found.hasErrors)
    #expect(found.filter { $0.severity == .warning }.map(\.code) == Self.warnings[name] ?? [])
  }
}
