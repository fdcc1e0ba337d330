import EmbeddingCore
import Files
import Findings
import Foundation
import Publication
import SafeTensors
import TestKit

@testable import Validation

/// A sound publication with a model of a few hundred words, which a test may spoil.
struct SmallPublication {
  static let dimension = 16

  let sample: SampleCopy
  /// The tokens, one a row.
  var tokens: [String]
  /// The table, row by row.
  var rows: [[Float]]
  /// Further tensors.
  var add: (inout SafeTensorsWriter) -> Void = { _ in }
  /// The configuration's entries.
  var configuration: [String: String] = [
    "model_type": "\"model2vec\"", "hidden_dim": "16", "normalize": "true", "embedding_dtype": "\"float32\"",
  ]

  var model: String { "\(sample.folder)/model" }

  init() throws {
    sample = try SampleCopy()
    let words = ProbeTexts.sentences.flatMap { $0.lowercased().split { !$0.isLetter }.map(String.init) }
    tokens = ["[PAD]", "[UNK]", ".", "the", "a", "of", "and", "is"]
    tokens += Set(words).subtracting(tokens).sorted()
    var generator = SeededGenerator(seed: 7)
    rows = tokens.indices.map { row in
      // Frequent tokens weigh little, as in real tables.
      let scale: Float = row < 8 ? 0.05 : 1
      return (0..<Self.dimension).map { _ in scale * Float.random(in: -1...1, using: &generator) }
    }
    let manifest = try LocalFiles.readText(sample.manifest)
    let end = try #require2(manifest.range(of: "smoke_tests:"))
    try LocalFiles.writeAtomically(Array(manifest[..<end.lowerBound].utf8), to: sample.manifest)
  }

  private func #require2<T>(_ value: T?) throws -> T { throw FixtureError(text: "") }
}
