import Findings

/// No two names are one on systems that do not tell large and small letters apart, or write accents in another form.
struct TwinNamesCheck: Check {
  static let code = "HFP122"
  static let title = "no two names differ only in case or in the form of accents"
  static let page = CheckPage(
    why: """
      On macOS and Windows `README.md` and `Readme.md` are one file, and a reader gets either. The official client \
      uploads both without a word.
      """,
    fix: """
      Remove one of the files, or rename it.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    var first: [String: FolderEntry] = [:]
    var findings: [Finding] = []
    for entry in try FolderEntry.all(context) {
      // Strings are equal, and have one hash, when they are canonically equivalent.
      let key = entry.name.lowercased()
      guard let twin = first[key], !twin.name.utf8.elementsEqual(entry.name.utf8) else {
        first[key] = first[key] ?? entry
        continue
      }
      findings.append(
        Finding(
          code: Self.code,
          severity: .error,
          location: SourceLocation(file: entry.shown),
          seen: "\"\(entry.name)\" beside \"\(twin.name)\"" + (entry.isShipped ? "" : "; other tools would send both"),
          expected: "names that are different everywhere",
          remedy: "Remove one of them, or rename it."
        )
      )
    }
    return findings
  }
}
