import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Publication
import Validation

/// A publication that has been measured, rendered and put together: what every later step starts from.
public struct PreparedPublication: Sendable {
  /// What the publisher says.
  public var manifest: Manifest
  /// The measured model.
  public var model: StaticModel
  /// The smoke tests' scores, in the manifest's order.
  public var results: [SuiteResult]
  /// The rendered files.
  public var documents: [RenderedFile]
  /// What would be shipped.
  public var shipment: Shipment

  /// The rendered card; empty when the manifest asks for none.
  public var readme: String { documents.first { $0.path == "README.md" }?.text ?? "" }

  /// Puts the shipment of a validated publication together; `progress` is told of hashing.
  ///
  /// - Throws: `PublishingError` and `FileError` from the files; `PublicationError` when there is nothing to publish.
  public init(
    _ choice: PublicationFinder.Choice,
    report: ValidationReport,
    progress: @escaping ShipmentBuilder.Progress = { _, _, _ in }
  ) throws {
    manifest = choice.manifest
    let modelFolder = try manifest.requiredModelFolder()
    guard let model = report.model else { throw PublicationError.noModel(manifest) }
    self.model = model
    results = report.results
    documents = report.documents
    shipment = try ShipmentBuilder.build(
      manifest,
      folder: choice.folder,
      documents: documents,
      progress: progress
    )
    // The card's numbers are those of the bytes that were measured.
    for file in shipment.files where file.path.text == model.facts.weightsFile.path {
      guard file.digests == report.weightsDigests else {
        throw PublishingError.fileChanged("\(modelFolder)/\(file.path)")
      }
    }
  }
}
