import Files
import Findings
import Publication

/// No large content lies in the publication twice.
struct DuplicateFilesCheck: Check {
  static let code = "HFP111"
  static let title = "no file ships twice under two names"
  static let page = CheckPage(
    why: """
      The same bytes under two names are downloaded twice, and after the next change they are not the same any more.
      """,
    fix: """
      Keep the file that readers look for, and remove the other.
      """
  )

  /// Smaller files are settings that may well be alike.
  private static let smallest = 4 << 10
  /// What does not ship counts only where it is weights or a vocabulary.
  private static let smallestAtHome = 1 << 20

  func run(_ context: CheckContext) throws -> [Finding] {
    var bySize: [Int: [ExaminedFile]] = [:]
    for file in try context.examinedFiles()
    where file.size >= (file.isShipped ? Self.smallest : Self.smallestAtHome) {
      bySize[file.size, default: []].append(file)
    }
    var findings: [Finding] = []
    for (_, files) in bySize.sorted(by: { $0.key < $1.key }) where files.count > 1 {
      var firsts: [ExaminedFile] = []
      for file in files.sorted(by: { ($0.isShipped ? 0 : 1, $0.path) < ($1.isShipped ? 0 : 1, $1.path) }) {
        let twin = try firsts.first { try Self.areEqual($0, file) }
        guard let twin else {
          firsts.append(file)
          continue
        }
        findings.append(
          Self.warning(
            seen: "\(file.name) holds the same bytes as \(twin.name)",
            expected: "one file for one content",
            remedy: "Remove one of them." + file.stayingNote,
            at: SourceLocation(file: file.path)
          )
        )
      }
    }
    return findings
  }

  private static func areEqual(_ one: ExaminedFile, _ other: ExaminedFile) throws -> Bool {
    try one.withBytes { one in try other.withBytes { other in one.hasBytes(of: other) } }
  }
}
