import Files
import HubAPI

/// The line at the end of a commit's description by which its upload knows it again.
///
/// What is hashed is all that makes the commit itself: repository, branch, parent and operations. The same plan has the
/// same mark on every machine, so that a lost answer, a killed run and a second try all find the one commit.
enum UploadMark {
  private static let key = "hfpub-upload: "
  private static let rollbackKey = "hfpub-rollback: "

  /// The id of a plan: 32 hexadecimal digits.
  static func id(of plan: UploadPlan) -> String {
    var lines = ["hfpub-upload/1", plan.repository.description, plan.revision.name, plan.head?.hex ?? "-"]
    for entry in plan.changes {
      lines.append("\(entry.mode.rawValue) \(entry.file.digests.sha256.hex) \(entry.file.path)")
    }
    for removal in plan.removals { lines.append("delete \(removal.path)") }
    // Paths hold no line breaks.
    return String(FileDigests(of: Array(lines.joined(separator: "\n").utf8)).sha256.hex.prefix(32))
  }

  /// A commit's description: what the publisher says, then the mark.
  static func description(_ text: String, of plan: UploadPlan) -> String {
    let text = String(text.trimmedAtEnd)
    return (text.isEmpty ? "" : "\(text)\n\n") + key + id(of: plan)
  }

  /// The description of a rollback's commit.
  static func description(ofRollbackTo target: CommitID) -> String { rollbackKey + target.hex }

  /// Whether an upload or a rollback of this tool made a commit.
  static func isOurs(_ commit: PastCommit) -> Bool {
    id(in: commit) != nil || commit.message.split(whereSeparator: \.isNewline).last?.hasPrefix(rollbackKey) == true
  }

  /// The id that a commit bears; the last, as somebody may quote another.
  static func id(in commit: PastCommit) -> String? {
    let lines = commit.message.split(whereSeparator: \.isNewline)
    guard let line = lines.last(where: { $0.hasPrefix(key) }) else { return nil }
    let id = line.dropFirst(key.count).prefix { !$0.isWhitespace }
    return id.utf8.count == 32 && id.allSatisfy { $0.isASCII && $0.isHexDigit } ? String(id) : nil
  }
}

extension String {
  /// The text without the white space after its last word.
  fileprivate var trimmedAtEnd: Substring {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
