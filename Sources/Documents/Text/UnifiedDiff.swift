/// The difference of two texts in the form that `diff -u` prints.
public enum UnifiedDiff {
  private enum Edit {
    case same(Substring)
    case removed(Substring)
    case added(Substring)
  }

  /// The lines of the difference, three lines of context around each change; none when the texts are equal.
  public static func lines(from old: String, to new: String, name: String) -> [String] {
    guard old != new else { return [] }
    let edits = edits(from: split(old), to: split(new))
    var result = ["--- \(name)", "+++ \(name) (rendered)"]
    var oldLine = 1
    var newLine = 1
    var index = 0
    while index < edits.count {
      guard let change = edits[index...].firstIndex(where: { if case .same = $0 { false } else { true } }) else {
        break
      }
      let start = max(index, change - 3)
      oldLine += start - index
      newLine += start - index
      let end = hunkEnd(of: edits, from: change)
      var body: [String] = []
      var counts = (old: 0, new: 0)
      for edit in edits[start..<end] {
        switch edit {
        case .same(let line):
          body.append(" \(line)")
          counts = (counts.old + 1, counts.new + 1)
        case .removed(let line):
          body.append("-\(line)")
          counts.old += 1
        case .added(let line):
          body.append("+\(line)")
          counts.new += 1
        }
      }
      let oldStart = counts.old == 0 ? oldLine - 1 : oldLine
      let newStart = counts.new == 0 ? newLine - 1 : newLine
      result.append("@@ -\(oldStart),\(counts.old) +\(newStart),\(counts.new) @@")
      result += body
      oldLine += counts.old
      newLine += counts.new
      index = end
    }
    return result
  }

  /// Where the hunk that has a change at `start` ends: three lines after its last change.
  private static func hunkEnd(of edits: [Edit], from start: Int) -> Int {
    var last = start
    var index = start
    while index < edits.count, index - last <= 6 {
      if case .same = edits[index] {} else { last = index }
      index += 1
    }
    return min(edits.count, last + 4)
  }

  private static func split(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  private static func edits(from old: [Substring], to new: [Substring]) -> [Edit] {
    let difference = new.difference(from: old)
    var removals: Set<Int> = []
    var insertions: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removals.insert(offset)
      case .insert(let offset, _, _): insertions.insert(offset)
      }
    }
    var edits: [Edit] = []
    var position = 0
    var offset = 0
    while position < old.count || offset < new.count {
      if position < old.count, removals.contains(position) {
        edits.append(.removed(old[position]))
        position += 1
      } else if offset < new.count, insertions.contains(offset) {
        edits.append(.added(new[offset]))
        offset += 1
      } else if position < old.count {
        edits.append(.same(old[position]))
        position += 1
        offset += 1
      } else {
        break
      }
    }
    return edits
  }
}
