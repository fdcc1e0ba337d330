import EmbeddingCore
import Files
import Findings
import HubAPI
import Publication
import Validation

/// A publication that has been measured, rendered and put together: what every later step starts from.
public struct PreparedPublication: Sendable {
  /// What the publisher says.
  public var manifest: Manifest
  /// What validation saw.
  public var report: ValidationReport
  /// The rendered card.
  public var readme: String
  /// What would be shipped.
  public var shipment: Shipment

  /// Renders the card of a validated publication and puts the shipment together.
  ///
  /// - Throws: `DocumentError` from the templates, `PublishingError` and `FileError` from the files.
  public init(
    _ choice: PublicationFinder.Choice,
    report: ValidationReport,
    repository: RepositoryID?,
    toolVersion: String
  ) throws {
    manifest = choice.manifest
    self.report = report
    let view = CardView(
      manifest: manifest,
      repository: repository ?? manifest.repository,
      facts: report.model.facts,
      weightsDigest: report.weightsDigests.sha256.hex,
      results: report.results,
      toolVersion: toolVersion
    )
    readme = try CardRenderer(overriddenBy: manifest.templatesFolder).render(view)
    shipment = try ShipmentBuilder.build(manifest, folder: choice.folder, readme: readme)
    // The card's numbers are those of the bytes that were measured.
    for file in shipment.files where file.path.text == report.model.facts.weightsFile.path {
      guard file.digests == report.weightsDigests else {
        throw PublishingError.fileChanged("\(manifest.modelFolder)/\(file.path)")
      }
    }
  }
}
