import HubAPI

/// Which files of a repository are meant, by patterns as the Hub's own tools take them.
///
/// `*` stands for any text, slashes included, `?` for one character, `[a-z]` and `[!a-z]` for one of a set. A pattern that
/// ends with a slash means everything in that folder.
public struct PathFilter: Sendable, Hashable {
  /// A file must match one of these; with none every file is meant.
  public var include: [String]
  /// A file that matches one of these is left out.
  public var exclude: [String]

  /// A filter; without patterns every file is meant.
  public init(include: [String] = [], exclude: [String] = []) {
    self.include = include
    self.exclude = exclude
  }

  /// Whether there is any pattern.
  public var isEmpty: Bool { include.isEmpty && exclude.isEmpty }

  /// Whether a file is meant.
  public func takes(_ path: RepositoryPath) -> Bool {
    func matches(_ pattern: String) -> Bool {
      Self.matches(pattern.hasSuffix("/") ? "\(pattern)*" : pattern, path.text)
    }
    return (include.isEmpty || include.contains(where: matches)) && !exclude.contains(where: matches)
  }

  /// The pattern that means this file and no other.
  static func exactly(_ path: RepositoryPath) -> String {
    path.text.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
  }

  static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
    var (p, t) = (0, 0)
    // Where the last star stands, and the text that it has taken up to now.
    var star: (p: Int, t: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if let next = step(pattern, p, text[t]) {
        p = next
        t += 1
      } else if let last = star {
        star = (last.p, last.t + 1)
        (p, t) = (last.p + 1, last.t + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }

  /// The place in the pattern behind what takes this character; nil when it does not.
  private static func step(_ pattern: [Unicode.Scalar], _ p: Int, _ character: Unicode.Scalar) -> Int? {
    guard p < pattern.count else { return nil }
    if pattern[p] == "?" { return p + 1 }
    guard pattern[p] == "[" else { return pattern[p] == character ? p + 1 : nil }
    var start = p + 1
    let isNegated = start < pattern.count && pattern[start] == "!"
    if isNegated { start += 1 }
    // A bracket right at the beginning belongs to the set; without an end it is no set.
    guard start + 1 < pattern.count, let end = pattern[(start + 1)...].firstIndex(of: "]") else {
      return character == "[" ? p + 1 : nil
    }
    var isMember = false
    var i = start
    while i < end {
      if i + 2 < end, pattern[i + 1] == "-" {
        isMember = isMember || (pattern[i] <= character && character <= pattern[i + 2])
        i += 3
      } else {
        isMember = isMember || pattern[i] == character
        i += 1
      }
    }
    return isMember != isNegated ? end + 1 : nil
  }
}
