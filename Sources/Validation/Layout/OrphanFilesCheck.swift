import EmbeddingCore
import Files
import Findings
import Publication

/// What lies in the model's folder and goes nowhere is said once.
struct OrphanFilesCheck: Check {
  static let code = "HFP112"
  static let title = "everything in the model's folder ships"
  static let page = CheckPage(
    why: """
      Only what belongs to a static model ships, so that nothing is published by accident. A file that was meant to \
      be published stays at home as quietly.
      """,
    fix: """
      Name the file in `files` if readers need it. Otherwise nothing has to be done.
      """
  )
  static let needs: CheckNeed? = .model

  /// What people write beside a model for themselves.
  private static let notes: Set<String> = ["md", "txt", "rst"]

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let folder = ModelFolder(context) else { return [] }
    let orphans = try context.examinedFiles().filter { file in
      guard !file.isShipped, file.path.hasPrefix("\(folder.path)/"), !Self.isNote(file.name),
        !OtherWeightsCheck.isWeights(file.name)
      else { return false }
      return !OtherWeightsCheck.isForeign(file)
    }
    guard let first = orphans.first else { return [] }
    let names = orphans.prefix(3).map(\.name).joined(separator: ", ")
    let rest = orphans.count > 3 ? " and \(orphans.count - 3) more" : ""
    return [
      Finding(
        code: Self.code,
        severity: .note,
        location: SourceLocation(file: first.path),
        seen: "\(names)\(rest) in the model's folder",
        expected: "files that belong to a static model",
        remedy: "To ship a file, name it in `files`; these stay at home."
      )
    ]
  }

  private static func isNote(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    guard let last = parts.last?.lowercased(), !parts.contains(where: { $0.hasPrefix(".") }) else { return true }
    if last == "hfpub.yaml" || ["license", "licence", "notice", "copying"].contains(last) { return true }
    return last.split(separator: ".").last.map { notes.contains(String($0)) } ?? false
  }
}
