import Files
import Findings
import HubAPI

/// Names can exist on every system that readers have.
struct FileNamesCheck: Check {
  static let code = "HFP121"
  static let title = "file names can exist on every system"
  static let page = CheckPage(
    why: """
      A repository is checked out on Linux, macOS and Windows. Windows has no file called `aux.txt` and drops a dot at \
      the end of a name; macOS stores accents in another form. Such a file is lost there, or the whole check-out fails.
      """,
    fix: """
      Rename the file: letters, digits, `-`, `_` and `.` are safe everywhere.
      """
  )

  private static let reserved: Set<String> = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
  ]

  func run(_ context: CheckContext) throws -> [Finding] {
    try FolderEntry.all(context).compactMap { entry in
      guard let problem = Self.problem(with: entry) else { return nil }
      let severity: Severity = entry.isShipped ? .error : entry.kind == .unnamed ? .warning : .note
      return Finding(
        code: Self.code,
        severity: severity,
        location: SourceLocation(file: entry.shown),
        seen: "the name \"\(entry.name)\", \(problem)",
        expected: "a name that exists on every system",
        remedy: "Rename the file."
      )
    }
  }

  private static func problem(with entry: FolderEntry) -> String? {
    let name = entry.name
    if entry.kind == .unnamed { return "whose bytes are not UTF-8, so that it can be neither read nor sent" }
    if RepositoryPath(name) == nil { return "which a repository cannot hold" }
    if name.utf8.count > 1024 { return "which is longer than 1024 bytes" }
    for part in name.split(separator: "/") {
      if let last = part.last, last == "." || last == " " { return "which ends in a dot or a blank" }
      if part.first == " " { return "which begins with a blank" }
      let stem = part.prefix { $0 != "." }.lowercased()
      if reserved.contains(stem) { return "which Windows keeps for a device" }
      if let bad = part.first(where: { "<>:\"|?*".contains($0) }) { return "in which Windows allows no `\(bad)`" }
      if part.unicodeScalars.contains(where: isInvisible) { return "which holds a character that cannot be seen" }
      if part.unicodeScalars.contains(where: { $0.properties.generalCategory == .nonspacingMark }) {
        return "whose accents are characters of their own; macOS and Linux disagree on such names"
      }
    }
    return nil
  }

  /// Marks that change the direction of text, joiners, and the byte order mark.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .control
  }
}
