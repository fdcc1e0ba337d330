/// Finds numbers in rendered Markdown that no claim accounts for.
///
/// Not counted: front matter, code, addresses of links, HTML tags and comments; years and days, versions of three
/// parts, ordinals and the numbers of lists and headings; and digits that belong to a name, such as `int8`, `SHA-256`
/// or `qwen25-deposium-1024d`. "10.7x" and "65MB" are numbers.
public enum UnbackedNumbers {
  /// A number that nothing accounts for.
  public struct Hit: Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int
    /// The number as printed.
    public var text: String
  }

  /// The numbers of a text that its map does not cover; `names` are left alone with the digits in them.
  public static func find(in text: String, claims: ClaimMap, names: [String] = []) -> [Hit] {
    let names = names.filter { $0.utf8.contains { 48...57 ~= $0 } }.map { Array($0.unicodeScalars) }
    var covered: [Int: [Range<Int>]] = [:]
    for entry in claims.entries {
      var line = entry.line
      var column = entry.column
      for (index, part) in entry.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if index > 0 {
          line += 1
          column = 1
        }
        covered[line, default: []].append(column..<column + part.unicodeScalars.count)
      }
    }
    var hits: [Hit] = []
    var blocks = BlockState()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let scalars = Array(line.unicodeScalars)
      guard var prose = blocks.prose(of: scalars, isFirstLine: index == 0) else { continue }
      for name in names { blank(name, in: &prose) }
      for range in numbers(in: prose) {
        let columns = range.lowerBound + 1..<range.upperBound + 1
        if covered[index + 1]?.contains(where: { $0.overlaps(columns) }) ?? false { continue }
        var number = String.UnicodeScalarView()
        number.append(contentsOf: scalars[range])
        hits.append(Hit(line: index + 1, column: range.lowerBound + 1, text: String(number)))
      }
    }
    return hits
  }

  private static func blank(_ name: [Unicode.Scalar], in line: inout [Unicode.Scalar]) {
    var rest = line.indices
    while let found = line[rest].firstRange(of: name) {
      for index in found { line[index] = " " }
      rest = found.upperBound..<line.endIndex
    }
  }

  // MARK: Numbers of a line

  private static func numbers(in line: [Unicode.Scalar]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < line.count {
      guard isWordPart(line[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < line.count, isWordPart(line[index]) { index += 1 }
      // A word that begins with a letter is a name, with all the digits in it.
      guard !isLetter(line[start]), line[start] != "_", !isDay(line[start..<index]) else { continue }
      let before = start > 0 ? line[start - 1] : " "
      guard before != "@", before != "#", before != "/" else { continue }
      let numbers = numbers(of: start..<index, in: line)
      // "1,032" goes on beyond the word.
      index = max(index, numbers.last?.upperBound ?? index)
      found += numbers.filter { !isAllowed($0, in: line) }
    }
    return found
  }

  private static func numbers(of word: Range<Int>, in line: [Unicode.Scalar]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = word.lowerBound
    while index < word.upperBound {
      guard isDigit(line[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < line.count {
        let isInner = (line[index] == "." || line[index] == ",") && index + 1 < line.count && isDigit(line[index + 1])
        guard isDigit(line[index]) || isInner else { break }
        index += 1
      }
      found.append(start..<index)
    }
    return found
  }

  private static func isAllowed(_ range: Range<Int>, in line: [Unicode.Scalar]) -> Bool {
    let digits = line[range]
    let after = Array(line[range.upperBound...].prefix(3))
    let word = line[..<range.lowerBound].reversed().drop { $0 == " " }.prefix(12).prefix { isLetter($0) || $0 == "." }
    let previousWord = String(String.UnicodeScalarView(word.reversed())).lowercased()
    if ["version", "license", "licence", "python", "step", "table", "figure", "section", "arxiv"].contains(previousWord)
    {
      return true
    }
    let points = digits.filter { $0 == "." }.count
    if points >= 2 { return true }
    // A list's own numbering.
    if line[..<range.lowerBound].allSatisfy({ $0 == " " || $0 == ">" }), after.first == "." || after.first == ")" {
      return true
    }
    if points == 0, !digits.contains(","), digits.count == 4, (1900...2099).contains(value(digits)) {
      return isYear(range, in: line, after: after)
    }
    let suffix = String(String.UnicodeScalarView(after.prefix(2)))
    return ["st", "nd", "rd", "th"].contains(suffix) && (after.count < 3 || !isLetter(after[2]))
  }

  private static func isYear(_ range: Range<Int>, in line: [Unicode.Scalar], after: [Unicode.Scalar]) -> Bool {
    guard let next = after.first else { return true }
    if next == "%" || isLetter(next) { return false }
    // "2048 tokens" is a number, "2025-10-19" and "in 2025." are not.
    let rest = line[range.upperBound...].drop { $0 == " " }.prefix { isLetter($0) }
    let unit = String(String.UnicodeScalarView(rest)).lowercased()
    return !["tokens", "dimensions", "rows", "bytes", "kb", "mb", "gb", "texts", "pairs", "sentences"].contains(unit)
  }

  private static func isDay(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    word.count <= 11 && Day.isDay(String(String.UnicodeScalarView(word.last == "." ? word.dropLast() : word)))
  }

  private static func value(_ digits: ArraySlice<Unicode.Scalar>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1.value) - 48 }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { 48...57 ~= scalar.value }
  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || isLetter(scalar) || scalar == "." || scalar == "-" || scalar == "_"
  }
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
}

/// What of a Markdown text is prose, line by line.
private struct BlockState {
  private var isFrontMatter = false
  private var fence: (mark: Unicode.Scalar, count: Int)?
  private var isComment = false

  /// The line with everything that is not prose blanked out; nil when nothing of it is.
  mutating func prose(of line: [Unicode.Scalar], isFirstLine: Bool) -> [Unicode.Scalar]? {
    let content = line.drop { $0 == " " }
    if isFirstLine, String(String.UnicodeScalarView(line)) == "---" {
      isFrontMatter = true
      return nil
    }
    if isFrontMatter {
      if String(String.UnicodeScalarView(line)) == "---" { isFrontMatter = false }
      return nil
    }
    if let open = fence {
      let run = content.prefix { $0 == open.mark }.count
      if run >= open.count, content.dropFirst(run).allSatisfy({ $0 == " " }) { fence = nil }
      return nil
    }
    if let mark = content.first, mark == "`" || mark == "~" {
      let run = content.prefix { $0 == mark }.count
      if run >= 3, mark == "~" || !content.dropFirst(run).contains("`") {
        fence = (mark, run)
        return nil
      }
    }
    return blanked(line)
  }

  private mutating func blanked(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result = line
    var index = 0
    // Looked for once, so that a line of opening marks without a closing one stays linear.
    let lastParenthesis = line.lastIndex(of: ")") ?? -1
    let lastAngle = line.lastIndex(of: ">") ?? -1
    var openRuns: Set<Int> = []
    while index < line.count {
      if isComment {
        if starts(line, index, "-->") {
          isComment = false
          index = blank(&result, index, index + 3)
        } else {
          index = blank(&result, index, index + 1)
        }
      } else if starts(line, index, "<!--") {
        isComment = true
      } else if line[index] == "`" {
        let run = line[index...].prefix { $0 == "`" }.count
        let end = openRuns.contains(run) ? nil : closingRun(line, after: index + run, count: run)
        if end == nil { openRuns.insert(run) }
        index = blank(&result, index, end ?? index + run)
      } else if starts(line, index, "](") {
        let end = index < lastParenthesis ? line[index...].firstIndex(of: ")").map { $0 + 1 } : nil
        index = blank(&result, index, end ?? line.count)
      } else if starts(line, index, "http://") || starts(line, index, "https://") {
        let end = line[index...].firstIndex { $0 == " " || $0 == ")" || $0 == ">" } ?? line.count
        index = blank(&result, index, end)
      } else if line[index] == "<", index < lastAngle,
        line[index + 1].properties.isAlphabetic || line[index + 1] == "/",
        let end = line[index...].firstIndex(of: ">")
      {
        index = blank(&result, index, end + 1)
      } else {
        index += 1
      }
    }
    return result
  }

  private func blank(_ line: inout [Unicode.Scalar], _ start: Int, _ end: Int) -> Int {
    for index in start..<min(end, line.count) { line[index] = " " }
    return end
  }

  private func starts(_ line: [Unicode.Scalar], _ index: Int, _ text: String) -> Bool {
    line[index...].starts(with: text.unicodeScalars)
  }

  private func closingRun(_ line: [Unicode.Scalar], after start: Int, count: Int) -> Int? {
    var index = start
    while index < line.count {
      guard line[index] == "`" else {
        index += 1
        continue
      }
      let run = line[index...].prefix { $0 == "`" }.count
      if run == count { return index + run }
      index += run
    }
    return nil
  }
}
