/// Tokens that are found in the text literally, before the model sees it.
struct AddedToken: Sendable, Equatable {
  var id: UInt32 = 0
  var content: [UInt8] = []
  /// Only where no character of a word touches it.
  var isSingleWord = false
  /// Swallows the white space to its left.
  var stripsLeft = false
  /// Swallows the white space to its right.
  var stripsRight = false
  /// Found in the normalized text, not in the raw one.
  var isNormalized = false
}

/// Finds added tokens: at every place the longest, from left to right, never overlapping.
struct AddedTokenFinder: Sendable {
  /// A part of a text: an added token, or what lies between two.
  struct Part {
    var range: Range<Int>
    var id: UInt32?
  }

  private struct Node {
    var edges: [UInt8: Int32] = [:]
    var token: Int32 = -1
  }

  private let tokens: [AddedToken]
  private var nodes = [Node()]
  private var isFirstByte = [Bool](repeating: false, count: 256)

  var isEmpty: Bool { tokens.isEmpty }

  /// A finder for `tokens`, each given with the bytes to look for; those must not be empty.
  init(_ patterns: [(token: AddedToken, pattern: [UInt8])]) {
    tokens = patterns.map(\.token)
    for (index, item) in patterns.enumerated() {
      var node = 0
      for byte in item.pattern {
        if let next = nodes[node].edges[byte] {
          node = Int(next)
        } else {
          nodes[node].edges[byte] = Int32(nodes.count)
          node = nodes.count
          nodes.append(Node())
        }
      }
      if nodes[node].token < 0 { nodes[node].token = Int32(index) }
      if let first = item.pattern.first { isFirstByte[Int(first)] = true }
    }
  }

  /// Whether a token can start anywhere in the text; a cheap first look.
  func mayOccur(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !isEmpty else { return false }
    return isFirstByte.withUnsafeBufferPointer { isFirst in
      for byte in text where isFirst[Int(byte)] { return true }
      return false
    }
  }

  /// The parts of a text in order; empty parts are left out.
  func parts(of text: UnsafeBufferPointer<UInt8>) -> [Part] {
    var parts: [Part] = []
    var done = 0
    var position = 0
    while position < text.count {
      guard isFirstByte[Int(text[position])], let (token, end) = longestMatch(in: text, at: position) else {
        position += 1
        continue
      }
      defer { position = end }
      var start = position
      var stop = end
      if token.isSingleWord, isWord(before: start, in: text) || isWord(at: stop, in: text) { continue }
      if token.stripsLeft { start = max(whitespaceStart(before: start, in: text), done) }
      if token.stripsRight { stop = whitespaceEnd(at: stop, in: text) }
      if done < start { parts.append(Part(range: done..<start, id: nil)) }
      parts.append(Part(range: min(start, stop)..<stop, id: token.id))
      done = stop
    }
    if done < text.count { parts.append(Part(range: done..<text.count, id: nil)) }
    return parts
  }

  private func longestMatch(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> (AddedToken, Int)? {
    var node = 0
    var best: (AddedToken, Int)?
    for index in start..<text.count {
      guard let next = nodes[node].edges[text[index]] else { break }
      node = Int(next)
      if nodes[node].token >= 0 { best = (tokens[Int(nodes[node].token)], index + 1) }
    }
    return best
  }

  private func isWord(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = scalarStart(before: end, in: text) else { return false }
    return flags(at: start, in: text).contains(.word)
  }

  private func isWord(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    start < text.count && flags(at: start, in: text).contains(.word)
  }

  private func whitespaceStart(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    var place = end
    while let start = scalarStart(before: place, in: text), flags(at: start, in: text).contains(.whitespace) {
      place = start
    }
    return place
  }

  private func whitespaceEnd(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    var reader = ScalarReader(UnsafeBufferPointer(rebasing: text[start...]))
    var end = start
    while let scalar = reader.next(), UnicodeData.shared.flags(scalar).contains(.whitespace) {
      end = start + reader.offset
    }
    return end
  }

  private func scalarStart(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard end > 0 else { return nil }
    var start = end - 1
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  private func flags(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> UnicodeData.Flags {
    var reader = ScalarReader(UnsafeBufferPointer(rebasing: text[start...]))
    return reader.next().map { UnicodeData.shared.flags($0) } ?? []
  }
}
