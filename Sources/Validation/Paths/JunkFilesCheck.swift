import Findings

/// What systems and editors leave behind is not in the model's folder.
struct JunkFilesCheck: Check {
  static let code = "HFP124"
  static let title = "nothing of systems and editors lies in the model's folder"
  static let page = CheckPage(
    why: """
      `.DS_Store` names the files of a folder that was never meant to be seen, `__pycache__` holds programs, and \
      checkpoints of notebooks keep what was deleted. The official client uploads them all.
      """,
    fix: """
      Delete them. hfpub leaves them at home; another tool, or a `git push`, would not.
      """
  )

  private static let names: Set<String> = [
    ".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__", ".ipynb_checkpoints", ".idea", ".vscode", ".mypy_cache",
    ".pytest_cache", ".ruff_cache", ".cache", "__MACOSX", ".Trash", "lost+found",
  ]
  private static let endings = [".pyc", ".pyo", ".swp", ".swo", "~", ".bak", ".orig", ".tmp", ".part", ".crdownload"]

  func run(_ context: CheckContext) throws -> [Finding] {
    var seen: Set<String> = []
    return try FolderEntry.all(context).compactMap { entry in
      let parts = entry.name.split(separator: "/").map(String.init)
      let junk = parts.firstIndex { part in
        Self.names.contains(part) || part.hasPrefix("._") || Self.endings.contains(where: part.hasSuffix)
      }
      guard let path = entry.path, let junk, seen.insert(parts[...junk].joined(separator: "/")).inserted else {
        return nil
      }
      return Self.warning(
        seen: parts[...junk].joined(separator: "/") + (entry.isShipped ? "" : ", which stays at home"),
        expected: "a folder with the model alone",
        remedy: "Delete it.",
        at: SourceLocation(file: path)
      )
    }
  }
}
