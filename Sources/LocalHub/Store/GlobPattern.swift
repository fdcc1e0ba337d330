/// A path pattern of `.gitattributes` and `.gitignore`: `*`, `?`, `[a-z]`, `**`, anchoring by a slash.
struct GlobPattern: Sendable {
  private enum Token: Sendable {
    case byte(UInt8)
    case anyByte
    /// Any run without a slash.
    case run
    /// Any run.
    case deepRun
    case set([ClosedRange<UInt8>], negated: Bool)
  }

  private let tokens: [Token]
  /// Matches the whole path rather than the last part.
  private let isAnchored: Bool

  /// Compiles a pattern; nil when it is empty or unreasonably long.
  init?(_ text: Substring) {
    guard !text.isEmpty, text.utf8.count <= 1024 else { return nil }
    var bytes = Array(text.utf8)
    let slash = UInt8(ascii: "/")
    isAnchored = bytes.contains(slash)
    if bytes.first == slash { bytes.removeFirst() }
    var tokens: [Token] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"):
        guard index < bytes.count, bytes[index] == byte else {
          tokens.append(.run)
          continue
        }
        while index < bytes.count, bytes[index] == byte { index += 1 }
        // `**/` stands for no folder as well.
        if index < bytes.count, bytes[index] == slash { index += 1 }
        tokens.append(.deepRun)
      case UInt8(ascii: "?"): tokens.append(.anyByte)
      case UInt8(ascii: "\\") where index < bytes.count:
        tokens.append(.byte(bytes[index]))
        index += 1
      case UInt8(ascii: "["):
        guard let (set, next) = Self.set(bytes, from: index) else {
          tokens.append(.byte(byte))
          continue
        }
        tokens.append(set)
        index = next
      default: tokens.append(.byte(byte))
      }
    }
    self.tokens = tokens
  }

  /// Whether the pattern matches a path, by its last part unless the pattern holds a slash.
  func matches(_ path: some StringProtocol) -> Bool {
    var bytes = Array(path.utf8)
    if !isAnchored, let slash = bytes.lastIndex(of: UInt8(ascii: "/")) { bytes.removeSubrange(...slash) }
    // `reached[i]`: the tokens so far can end before byte i. No backtracking, so no pattern is slow.
    var reached = [Bool](repeating: false, count: bytes.count + 1)
    reached[0] = true
    for token in tokens {
      var next = [Bool](repeating: false, count: bytes.count + 1)
      switch token {
      case .run, .deepRun:
        var isOpen = false
        for index in 0...bytes.count {
          if reached[index] { isOpen = true }
          next[index] = isOpen
          if case .run = token, index < bytes.count, bytes[index] == UInt8(ascii: "/") { isOpen = false }
        }
      default:
        for index in 0..<bytes.count where reached[index] { next[index + 1] = Self.matches(token, bytes[index]) }
      }
      reached = next
    }
    return reached[bytes.count]
  }

  private static func matches(_ token: Token, _ byte: UInt8) -> Bool {
    switch token {
    case .byte(let expected): byte == expected
    case .anyByte: byte != UInt8(ascii: "/")
    case .set(let ranges, let negated): byte != UInt8(ascii: "/") && ranges.contains { $0.contains(byte) } != negated
    case .run, .deepRun: false
    }
  }

  private static func set(_ bytes: [UInt8], from start: Int) -> (Token, next: Int)? {
    var index = start
    var negated = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^") {
      negated = true
      index += 1
    }
    // Git writes a space in an attribute pattern as this class.
    let space = Array("[:space:]]".utf8)
    if bytes[index...].starts(with: space) { return (.set([9...13, 32...32], negated: negated), index + space.count) }
    var ranges: [ClosedRange<UInt8>] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "]"), !ranges.isEmpty { return (.set(ranges, negated: negated), index + 1) }
      if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"), bytes[index + 2] != UInt8(ascii: "]") {
        ranges.append(min(byte, bytes[index + 2])...max(byte, bytes[index + 2]))
        index += 3
      } else {
        ranges.append(byte...byte)
        index += 1
      }
    }
    return nil
  }
}
