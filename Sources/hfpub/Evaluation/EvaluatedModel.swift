import EmbeddingCore
import Evaluation
import Files

/// A model that is evaluated, with what it is called and its results.
struct EvaluatedModel {
  let folder: String
  let name: String
  let facts: ModelFacts
  let protocolID: String
  let digest: SHA256Digest
  let results: [SuiteResult]
  let composites: [CompositeResult]

  /// Opens the model in `folder` and runs everything on it.
  init(
    folder: String,
    name: String,
    semantics: ModelSemantics,
    promptName: String?,
    suites: [Suite],
    composites: [Composite]
  ) throws {
    self.folder = folder
    self.name = name
    let model = try StaticModel(folder: folder, options: ModelOptions(semantics: semantics, promptName: promptName))
    facts = model.facts
    protocolID = EvaluationProtocol(facts: model.facts, promptName: promptName).id
    digest = try SHA256Digest(ofFile: "\(facts.folder)/\(facts.weightsFile.path)")
    let evaluator = Evaluator(model: model)
    let results = try suites.map { suite in
      Console.show(.init(verb: "Evaluating", text: "\(name): \(suite.title)"))
      return try evaluator.run(suite)
    }
    Console.await(nil)
    self.results = results
    self.composites = try composites.map { try $0.result(of: results) }
  }

  /// What `results.json` keeps of it.
  var run: EvaluationResults.Run {
    .init(
      model: .init(
        name: name,
        sha256: digest,
        dimension: facts.dimension,
        rows: facts.rows,
        dtype: facts.tableTypeName
      ),
      protocolID: protocolID,
      suites: results.map { .init($0) },
      composites: composites
    )
  }

  /// Names for folders: their last component, or as much of the path as tells them apart.
  static func names(of folders: [String]) -> [String] {
    let paths = folders.map { (LocalFiles.resolved($0) ?? $0).split(separator: "/").map(String.init) }
    return paths.indices.map { index in
      let own = paths[index]
      let others = paths.indices.filter { $0 != index && paths[$0] != own }.map { paths[$0] }
      let length = (1...max(1, own.count)).first { length in
        !others.contains { $0.suffix(length) == own.suffix(length) }
      }
      return own.suffix(length ?? own.count).joined(separator: "/")
    }
  }
}
