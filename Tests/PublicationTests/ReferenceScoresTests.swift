import EmbeddingCore
import Evaluation
import Files
import Foundation
import Publication
import TestKit
import Testing

/// Scores beside those that the Python libraries gave (the file names their versions), for every model there.
@Suite struct ReferenceScoresTests {
  private struct Reference: Decodable {
    var models: [String: [String: [String: Double]]]
  }

  /// The folders of the models that are at hand.
  static let models: [String] = {
    guard let shared = Fixture.sharedModels else { return ["\(SampleCopy.original)/model"] }
    let folders = (try? LocalFiles.list(shared).filter { $0.kind == .folder }.map { "\(shared)/\($0.name)" }) ?? []
    return ["\(SampleCopy.original)/model"] + folders
  }()

  private static let founding = "\(Fixture.root)/Publication/qwen25-deposium-1024d/suites"

  private func scores(of folder: String) throws -> [String: [String: Double]] {
    let data = Data(try LocalFiles.read("\(Fixture.root)/Tests/Fixtures/reference_scores.json"))
    let name = folder.hasPrefix(SampleCopy.original) ? "minilm-m2v-128-int8" : LocalFiles.name(of: folder)
    return try #require(try JSONDecoder().decode(Reference.self, from: data).models[name], "\(name)")
  }

  @Test("every score agrees with the reference to its four digits", arguments: models)
  func agreement(folder: String) throws {
    let evaluator = Evaluator(model: try StaticModel(folder: folder), bootstrap: Bootstrap(resamples: 0))
    var compared = 0
    for (name, scores) in try scores(of: folder) where name != "original_evaluation" {
      let suites = name == "topics" ? "\(Fixture.root)/Tests/Fixtures/suites" : "\(SampleCopy.original)/suites"
      let result = try evaluator.run(try SuiteReader.read(file: "\(suites)/\(name).yaml"))
      for (metric, expected) in scores {
        let measured = try #require(Metric(rawValue: metric).flatMap { result[$0] }, "\(name) \(metric)")
        #expect(abs(measured - expected) <= 0.5001e-4, "\(name) \(metric): \(measured), expected \(expected)")
        compared += 1
      }
    }
    #expect(compared == 40)
  }

  @Test("the founding formulas and their composite agree with the reference", arguments: models)
  func founding(folder: String) throws {
    let reference = try #require(try scores(of: folder)["original_evaluation"])
    let evaluator = Evaluator(model: try StaticModel(folder: folder), bootstrap: Bootstrap(resamples: 0))
    let weights: [(String, Metric, Double)] = [
      ("semantic_similarity", .score, 0.2), ("topic_clustering", .score, 0.15), ("multilingual_alignment", .mean, 0.15),
      ("instruction_awareness", .mean, 0.3), ("conversational_understanding", .mean, 0.1),
      ("code_understanding", .mean, 0.1),
    ]
    let results = try weights.map { try evaluator.run(try SuiteReader.read(file: "\(Self.founding)/\($0.0).yaml")) }
    let composite = try Composite(
      id: "overall_quality",
      title: "Overall",
      members: weights.map { .init(suite: $0.0, metric: $0.1, weight: $0.2) }
    )
    var measured = ["overall_quality": try composite.result(of: results).value]
    for (result, (id, metric, _)) in zip(results, weights) {
      measured[id] = result[metric]
      measured["\(id)_shuffled_mean"] = result[.shuffledMean]
      measured["\(id)_auc"] = result[.auc]
    }
    #expect(reference.count == 15)
    for (name, expected) in reference {
      let value = try #require(measured[name], "\(name)")
      #expect(abs(value - expected) <= 0.5001e-4, "\(name): \(value), expected \(expected)")
    }
  }

  @Test(
    "cutting a model to 16 dimensions raises the means but no verdict",
    .enabled(if: Fixture.sharedModels != nil)
  )
  func cut() throws {
    let folder = "\(try #require(Fixture.sharedModels))/minilm-m2v-256"
    let whole = Evaluator(model: try StaticModel(folder: folder))
    let small = Evaluator(model: try StaticModel(folder: folder, options: ModelOptions(dimension: 16)))
    let names = try LocalFiles.list("\(SampleCopy.original)/suites").map(\.name)
    var verdicts: [String: (Verdict, Verdict)] = [:]
    for name in names {
      let suite = try SuiteReader.read(file: "\(SampleCopy.original)/suites/\(name)")
      let (before, after) = (try whole.run(suite), try small.run(suite))
      if let mean = before[.mean] { #expect(try #require(after[.mean]) > mean, "\(name)") }
      #expect(after.assessment.verdict <= before.assessment.verdict, "\(name): \(after.assessment.reason)")
      verdicts[name] = (before.assessment.verdict, after.assessment.verdict)
    }
    // The mean of related pairs rises from 0.535 to 0.659, while the nearest text is less often the right one.
    #expect(verdicts["related_pairs.yaml"]?.0 == .supported)
    #expect(verdicts["related_pairs.yaml"]?.1 == .weak)
  }
}
