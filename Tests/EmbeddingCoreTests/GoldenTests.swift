import EmbeddingCore
import Files
import TestKit
import Testing

/// Every answer of the reference library, line by line.
@Suite struct GoldenTests {
  @Test("the sample model answers every golden text as the reference library")
  func sample() throws {
    let root = Fixture.root
    try check(
      folder: "\(root)/Publication/minilm-static/model",
      golden: "\(root)/Tests/Fixtures/golden/minilm-m2v-128-int8.jsonl"
    )
  }

  @Test(
    "every shared model answers every golden text as the reference library",
    .enabled(if: Fixture.sharedModels != nil),
    arguments: [
      "e5-multilingual-unigram", "minilm-m2v-128-int8", "minilm-m2v-256", "minilm-m2v-vq", "minilm-m2v07",
      "minilm-st-nested", "minilm-st-static", "qwen-bpe-m2v", "qwen-full-m2v07",
    ]
  )
  func shared(model: String) throws {
    let folder = "\(try #require(Fixture.sharedModels))/\(model)"
    try check(folder: folder, golden: "\(folder)/golden.jsonl")
  }

  private func check(folder: String, golden: String) throws {
    let golden = try GoldenFile(path: golden)
    let model = try StaticModel(folder: folder)
    #expect(model.facts.dimension == golden.header.dims)
    #expect(model.facts.isNormalized == golden.header.normalize)
    #expect(model.facts.maxLength == golden.header.max_length)
    #expect(model.facts.medianTokenLength == golden.header.median_token_length)
    #expect(model.facts.vocabularyCount == golden.header.vocabulary)
    #expect(model.facts.unknownTokenID == golden.header.unk_token_id)
    #expect(golden.lines.count == golden.header.count)
    let batch = try model.encode(golden.lines.map(\.text))
    var worst: Float = 0
    for (index, line) in golden.lines.enumerated() {
      #expect(try model.tokenIDs(line.text) == line.ids, "\(line.id)")
      let vector = try model.encode(line.text)
      let difference = zip(vector, line.vector).map { abs($0 - $1) }.max() ?? .infinity
      worst = max(worst, difference)
      #expect(difference <= 1e-6, "\(line.id)")
      #expect(batch[index] == vector, "\(line.id)")
      if let library = line.lib {
        #expect(try model.encode(line.text, rounding: .asStored) == GoldenFile.halves(library), "\(line.id)")
      }
    }
    #expect(worst <= 1e-6)
  }
}
