import Documents
import Publishing
import Validation

/// The pages of all checks: those of the publication, and those that ask servers or run programs.
enum CheckPages {
  static let all = (CheckCatalogue.all + CardCheckPages.all).sorted { $0.code < $1.code }

  /// Whether findings with a code may stand; what nobody can explain may.
  static func isWaivable(_ code: String) -> Bool { all.first { $0.code == code }?.page.isWaivable ?? true }

  /// How a check is waived, in words.
  static func waiver(_ entry: CheckCatalogue.Entry) -> String {
    guard entry.page.isWaivable else { return "This check cannot be waived." }
    return """
      In hfpub.yaml, with a reason and a day: `waivers: [{code: \(entry.code), reason: \"why it does not matter here\", \
      date: \"2026-01-31\"}]`. `file` limits it to one file, `until` gives it an end.
      """
  }

  /// The page of the documentation.
  static var markdown: String {
    var text = """
      # Checks

      What `hfpub validate` and `hfpub lint-card` look at. `hfpub explain CODE` prints the same; this page is written by
      `hfpub explain --page`, and a test keeps it so.

      """
    for area in CheckArea.allCases {
      text += "\n## \(area.title)\n\n`--only \(area.name)` or `--skip \(area.name)` choose these.\n"
      for entry in all where entry.area == area {
        text += "\n### \(entry.code): \(entry.title)\n\n\(entry.page.why)\n\n**What to do:** \(entry.page.fix)\n"
        if !entry.page.isWaivable { text += "\nIt cannot be waived.\n" }
      }
    }
    return text
  }
}
