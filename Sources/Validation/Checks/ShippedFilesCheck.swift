import Files
import Findings
import HubAPI
import Publication

/// Every file that the manifest names is there, and its path can exist in a repository.
struct ShippedFilesCheck: Check {
  static let code = "HFP101"
  static let title = "the files that the manifest names are there"

  func run(_ context: CheckContext) throws -> [Finding] {
    context.manifest.namedFiles.compactMap { path in
      let at = SourceLocation(file: context.manifest.file)
      guard RepositoryPath(RepositoryLayout.nameInRepository(path)) != nil, !path.hasPrefix("/") else {
        return Self.error(
          seen: "the path \"\(path)\"",
          expected: "a path inside the publication",
          remedy: "Copy the file into the publication's folder and name it from there.",
          at: at
        )
      }
      guard LocalFiles.kind("\(context.folder)/\(path)") == .file else {
        let kind = LocalFiles.kind("\(context.folder)/\(path)")
        return Self.error(
          seen: kind.map { "\(path) is a \($0.rawValue)" } ?? "\(path) does not exist",
          expected: "a regular file",
          remedy: "Add the file, or take it out of the manifest.",
          at: at
        )
      }
      return nil
    }
  }
}
