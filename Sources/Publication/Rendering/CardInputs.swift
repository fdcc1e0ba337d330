import EmbeddingCore
import Evaluation
import HubAPI

/// All that rendered files are made of.
public struct CardInputs: Sendable {
  /// What the publisher says.
  public var manifest: Manifest
  /// Where the card will be read; nil when that is not decided.
  public var repository: RepositoryID?
  /// The model of this run; nil when there is none, so that numbers are the recorded ones.
  public var model: MeasuredModel?
  /// What was measured in this run, in the manifest's order; empty without a model.
  public var results: [SuiteResult]
  /// The version of hfpub that measures.
  public var toolVersion: String

  /// What rendered files are made of.
  public init(
    manifest: Manifest,
    repository: RepositoryID?,
    model: MeasuredModel?,
    results: [SuiteResult],
    toolVersion: String
  ) {
    self.manifest = manifest
    self.repository = repository
    self.model = model
    self.results = results
    self.toolVersion = toolVersion
  }

  /// Every number of the publication.
  ///
  /// - Throws: `PublicationError` for a definition that names what does not exist.
  public func values() throws -> ValueBook {
    try ValueBook(manifest: manifest, model: model, results: results, toolVersion: toolVersion)
  }
}
