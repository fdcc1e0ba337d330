import Documents
import HubAPI
import Publishing

/// What two uploads want of the same paths, in lines of 80 columns; all of it is foreign text.
enum ConflictText {
  private static let width = 80

  static func lines(_ conflict: UploadConflict) -> [String] {
    var lines: [String] = []
    for path in conflict.paths {
      lines.append(cut(path.path))
      lines.append(cut("  this upload: \(side(path.ours))"))
      let commit = path.commit.map { ", in \($0.id.short) “\($0.title)”" } ?? ""
      lines.append(cut("  since then:  \(side(path.theirs))\(commit)"))
      lines += path.difference.map { cut("    \($0)") }
      if path.leftOut > 0 { lines.append("    … \(path.leftOut) more lines") }
    }
    if conflict.more > 0 { lines.append("and \(conflict.more) more path\(conflict.more == 1 ? "" : "s")") }
    return lines
  }

  private static func side(_ side: UploadConflict.Side) -> String {
    let sizes = [side.before, side.after].compactMap { $0.map(NumberFormat.bytes) }
    // What stays has one size.
    let shown = side.action == .change ? sizes.joined(separator: " → ") : sizes.last ?? ""
    return shown.isEmpty ? side.action.rawValue : "\(side.action.rawValue), \(shown)"
  }

  private static func cut(_ text: String) -> String {
    let text = TextEscape.printable(text)
    guard DisplayWidth.of(text) > width else { return text }
    var short = text
    while DisplayWidth.of(short) > width - 1 {
      // From a line of megabytes the far end is of no interest.
      short = String(short.prefix(min(short.count - 1, 2 * width)))
    }
    return short + "…"
  }
}
