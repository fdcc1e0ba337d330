/// Puts one space in place of every run of blanks: the regular expressions `\s+`, ` +` and ` {2,}`, without an engine.
enum SpaceCollapse: Sendable, Equatable {
  /// Any white space.
  case whitespace
  /// U+0020 alone.
  case spaces

  /// Works where the text stands, as it never grows.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    let first = text.withUnsafeBufferPointer { firstRun(in: $0) }
    guard first < text.count else { return }
    var rewriter = TextRewriter(workspace)
    let count = text.withUnsafeMutableBufferPointer { text in
      let source = UnsafeBufferPointer(text)
      rewriter.kept(0..<first, outputCount: first)
      var input = first
      var output = first
      while input < text.count {
        let end = endOfRun(in: source, from: input)
        if end > input {
          text[output] = 0x20
          input = end
          output += 1
          rewriter.replaced(upTo: input, outputCount: output)
        } else {
          text[output] = text[input]
          input += 1
          output += 1
          rewriter.kept(input - 1..<input, outputCount: output)
        }
      }
      return output
    }
    text.removeLast(text.count - count)
    workspace.originLength = rewriter.newOrigin
  }

  /// Whether a text stays as it is.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool { firstRun(in: text) == text.count }

  /// The place of the first run that is not one space, or the end.
  private func firstRun(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var index = 0
    while index < text.count {
      // Letters, digits and punctuation.
      if text[index] > 0x20, text[index] < 0x80 {
        index += 1
        continue
      }
      let end = endOfRun(in: text, from: index)
      if end > index + 1 || end > index && text[index] != 0x20 { return index }
      index = max(end, index + 1)
    }
    return index
  }

  @inline(__always)
  private func endOfRun(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = start
    switch self {
    case .spaces: while end < text.count, text[end] == 0x20 { end += 1 }
    case .whitespace:
      while end < text.count, case let length = text.whitespaceLength(at: end), length > 0 { end += length }
    }
    return end
  }
}
