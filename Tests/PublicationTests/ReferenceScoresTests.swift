import EmbeddingCore
import Evaluation
import Files
import Foundation
import Publication
import TestKit
import Testing

/// The scores of the sample against those that the Python library gave (the file names its version).
@Suite struct ReferenceScoresTests {
  private struct Reference: Decodable {
    var scores: [String: [String: Double]]
  }

  @Test("every score agrees with the Python reference to its four digits")
  func agreement() throws {
    let data = Data(try LocalFiles.read("\(Fixture.root)/Tests/Fixtures/reference_scores.json"))
    let reference = try JSONDecoder().decode(Reference.self, from: data)
    let model = try StaticModel(folder: "\(SampleCopy.original)/model")
    var compared = 0
    for (name, scores) in reference.scores {
      let suite = try SuiteReader.read(file: "\(SampleCopy.original)/suites/\(name).yaml")
      let result = try Evaluator(model: model).run(suite)
      for (metric, expected) in scores {
        let measured = try #require(Metric(rawValue: metric).flatMap { result[$0] }, "\(name) \(metric)")
        #expect(abs(measured - expected) <= 0.5001e-4, "\(name) \(metric)")
        compared += 1
      }
    }
    #expect(compared == 33)
  }
}
