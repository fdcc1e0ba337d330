/// What changed between two texts, line by line, with the lines around it.
struct LineDiff {
  /// A line to be shown.
  enum Row: Equatable {
    /// Lines were left out here.
    case gap
    case same(old: Int, new: Int, String)
    case removed(old: Int, String)
    case added(new: Int, String)
  }

  /// The rows; none when only line ends differ.
  let rows: [Row]
  let added: Int
  let removed: Int

  /// More lines than this in both texts together are not compared: the time grows with the square.
  static let lineLimit = 4000
  private static let context = 3

  /// Compares two texts; nil when they have too many lines.
  init?(from old: String, to new: String) {
    let (old, new) = (Self.lines(old), Self.lines(new))
    guard old.count + new.count <= Self.lineLimit else { return nil }
    // By bytes: for Swift two spellings of one letter are the same text.
    let difference = new.difference(from: old) { $0.utf8.elementsEqual($1.utf8) }
    var removals: Set<Int> = []
    var insertions: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removals.insert(offset)
      case .insert(let offset, _, _): insertions.insert(offset)
      }
    }
    added = insertions.count
    removed = removals.count
    var all: [Row] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removals.contains(i) {
        all.append(.removed(old: i + 1, old[i]))
        i += 1
      } else if insertions.contains(j) || i >= old.count {
        all.append(.added(new: j + 1, new[j]))
        j += 1
      } else {
        all.append(.same(old: i + 1, new: j + 1, old[i]))
        i += 1
        j += 1
      }
    }
    rows = Self.withContext(all)
  }

  /// The lines of a text, without their ends.
  static func lines(_ text: String) -> [String] {
    // By scalar: a line end of CR and LF is one character of Swift.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { line in
      String(String.UnicodeScalarView(line.last == "\r" ? line.dropLast() : line))
    }
  }

  /// The changed rows with those around them; gaps in place of the rest.
  private static func withContext(_ all: [Row]) -> [Row] {
    var isShown = Array(repeating: false, count: all.count)
    for (index, row) in all.enumerated() {
      if case .same = row { continue }
      for near in max(0, index - context)...min(all.count - 1, index + context) { isShown[near] = true }
    }
    var rows: [Row] = []
    for (index, row) in all.enumerated() where isShown[index] {
      if index > 0, !isShown[index - 1] { rows.append(.gap) }
      rows.append(row)
    }
    return rows
  }
}
