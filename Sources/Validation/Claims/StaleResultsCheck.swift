import EmbeddingCore
import Files
import Findings
import Publication

/// Results that say which weights they are of are of this model's.
struct StaleResultsCheck: Check {
  static let code = "HFP409"
  static let title = "imported results are of this model's weights"
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model, let digest = context.weightsDigests?.sha256 else { return [] }
    let manifest = context.manifest
    return manifest.evidence.imports.compactMap { imported in
      guard imported.model == manifest.evidenceModel, let stated = imported.weightsDigest, stated != digest else {
        return nil
      }
      return Self.error(
        seen: "\(imported.file) is stale: it is of weights with SHA-256 \(stated.hex.prefix(12))…",
        expected: "results of \(model.facts.weightsFile.path), \(digest.hex.prefix(12))…",
        remedy: "Evaluate this model again and replace the file, or take the import out.",
        at: imported.location
      )
    }
  }
}
