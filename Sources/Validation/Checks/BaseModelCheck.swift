import Findings
import HubAPI
import Publication

/// The base model is named the way the Hub wants it.
struct BaseModelCheck: Check {
  static let code = "HFP302"
  static let title = "the base model is a repository of the Hub"
  static let covers: Set<String> = ["HFP521"]

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let baseModel = context.manifest.baseModel, RepositoryID(baseModel) == nil else { return [] }
    return [
      Self.error(
        seen: "base_model is \"\(baseModel)\"",
        expected: "owner/name, as on the Hub",
        remedy: "Name the repository of the base model; a local path is refused by the Hub.",
        at: SourceLocation(file: context.manifest.file)
      )
    ]
  }
}
