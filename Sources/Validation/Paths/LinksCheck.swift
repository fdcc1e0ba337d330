import Files
import Findings
import Publication

/// What ships is a regular file, or a link to one inside.
struct LinksCheck: Check {
  static let code = "HFP123"
  static let title = "links stay inside, and everything is a regular file"
  static let page = CheckPage(
    why: """
      The official client uploads what a link leads to, also outside the folder: a link to a home folder's key has been \
      enough. A pipe would make it wait for ever.
      """,
    fix: """
      Put a copy of the file in place of the link. A link to a file inside the folder is shipped as a copy of it.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    let roots = [context.folder, context.manifest.modelFolder].compactMap { $0.flatMap(LocalFiles.resolved) }
    return try FolderEntry.all(context).compactMap { (entry) -> Finding? in
      guard let path = entry.path, entry.kind != .file, entry.kind != .unnamed else { return nil }
      guard entry.kind == .symbolicLink else {
        return finding(
          entry.isShipped ? .error : .warning,
          "\(entry.name) is a \(entry.kind.rawValue)",
          "a regular file",
          "Put a file in its place, or remove it.",
          path
        )
      }
      guard let target = LocalFiles.resolved(path) else {
        let severity: Severity = entry.isShipped ? .error : .warning
        return finding(
          severity,
          "the link \(entry.name) leads nowhere, or to itself",
          "a link to a file",
          "Remove it.",
          path
        )
      }
      guard roots.contains(where: { target.hasPrefix("\($0)/") }) else {
        return finding(
          entry.isShipped ? .error : .warning,
          "the link \(entry.name) leads out of the folder",
          "a link to a file inside",
          "Put a copy of the file in its place; other tools would send what it leads to.",
          path
        )
      }
      guard LocalFiles.isFile(path) else {
        return finding(.warning, "the link \(entry.name) leads to a folder", "a link to a file", "Remove it.", path)
      }
      guard entry.isShipped else { return nil }
      return finding(.note, "the link \(entry.name) is shipped as a copy of what it leads to", "a file", "", path)
    }
  }

  private func finding(
    _ severity: Severity,
    _ seen: String,
    _ expected: String,
    _ remedy: String,
    _ path: String
  ) -> Finding {
    let location = SourceLocation(file: path)
    return Finding(
      code: Self.code,
      severity: severity,
      location: location,
      seen: seen,
      expected: expected,
      remedy: remedy
    )
  }
}
