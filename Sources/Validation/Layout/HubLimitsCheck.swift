import Files
import Findings
import Publication

/// Nothing is larger than the Hub takes.
struct HubLimitsCheck: Check {
  static let code = "HFP113"
  static let title = "files and folders are within the Hub's limits"
  static let page = CheckPage(
    why: """
      The Hub refuses a file of more than 500 GB, a folder of more than 10,000 entries, and a page of more than 10 MiB, \
      and it does so when everything has been sent. A card of 29 MB, made of results, has been turned down that way.
      """,
    fix: """
      Split the file or the folder. Put long tables into a file of data, and link to it.
      """,
    isWaivable: false
  )

  private static let largestFile = 500_000_000_000
  private static let largestPage = 10 << 20
  private static let mostEntries = 10_000
  /// Texts that the Hub shows; larger ones it keeps as data.
  private static let pages = [".md", ".txt", ".yaml", ".yml", ".py", ".cff", ".bib"]

  func run(_ context: CheckContext) throws -> [Finding] {
    var findings: [Finding] = []
    var entries: [String: Set<String>] = [:]
    for file in try context.examinedFiles() where file.isShipped {
      if let finding = Self.finding(file.name, size: file.size, at: file.path) { findings.append(finding) }
      var parts = file.name.split(separator: "/").map(String.init)
      while let last = parts.popLast() { entries[parts.joined(separator: "/"), default: []].insert(last) }
    }
    for (folder, names) in entries.sorted(by: { $0.key < $1.key }) where names.count > Self.mostEntries {
      findings.append(
        Self.error(
          seen: "\(folder.isEmpty ? "the repository's top" : folder) has \(names.count) entries",
          expected: "at most \(Self.mostEntries) in one folder",
          remedy: "Spread them over folders, or put them into one file."
        )
      )
    }
    return findings
  }

  /// What stands against a file of that size.
  static func finding(_ name: String, size: Int, at path: String) -> Finding? {
    let at = SourceLocation(file: path)
    if size > largestFile {
      return error(
        seen: "\(name) has \(size) bytes",
        expected: "at most 500 GB",
        remedy: "Split the file.",
        at: at
      )
    }
    guard size > largestPage, pages.contains(where: name.lowercased().hasSuffix) else { return nil }
    return Finding(
      code: code,
      severity: name.hasSuffix(".md") ? .error : .warning,
      location: at,
      seen: "\(name) has \(size) bytes",
      expected: "at most 10 MiB in a text; the Hub takes a larger one as data at best, which it does not show",
      remedy: "Shorten it, or put what it holds into a file of data."
    )
  }
}
