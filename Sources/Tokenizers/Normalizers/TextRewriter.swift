/// Builds the next form of a text in `spare`, and keeps count of what comes from the original's first character.
struct TextRewriter {
  /// How many bytes of the text that is read come from there.
  private let origin: Int
  private(set) var newOrigin = 0

  init(_ workspace: TokenizerWorkspace) {
    origin = workspace.originLength
  }

  /// Appends bytes of the text unchanged.
  @inline(__always)
  mutating func copy(_ range: Range<Int>, of text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    guard !range.isEmpty else { return }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: text[range]))
    kept(range, outputCount: output.count)
  }

  /// Bytes of the text were taken over, and the output ends with them.
  @inline(__always)
  mutating func kept(_ range: Range<Int>, outputCount: Int) {
    if range.lowerBound < origin { newOrigin = outputCount - max(0, range.upperBound - origin) }
  }

  /// The text up to `end` has been replaced by what the output ends with.
  @inline(__always)
  mutating func replaced(upTo end: Int, outputCount: Int) {
    if end <= origin { newOrigin = outputCount }
  }
}

extension TokenizerWorkspace {
  /// Replaces every scalar of a text for which `changes` holds by what `body` appends; nothing is copied without one.
  @inline(__always)
  mutating func rewrite(
    _ text: inout [UInt8],
    from start: Int = 0,
    where changes: (UInt32) -> Bool,
    _ body: (UInt32, inout [UInt8]) -> Void
  ) {
    var output: [UInt8] = []
    swap(&output, &spare)
    output.removeAll(keepingCapacity: true)
    var rewriter = TextRewriter(self)
    let isChanged = text.withUnsafeBufferPointer { text in
      var reader = ScalarReader(text, at: start)
      var copied = 0
      while true {
        let offset = reader.offset
        guard let scalar = reader.next() else { break }
        guard changes(scalar) else { continue }
        rewriter.copy(copied..<offset, of: text, to: &output)
        body(scalar, &output)
        rewriter.replaced(upTo: reader.offset, outputCount: output.count)
        copied = reader.offset
      }
      if copied > 0 { rewriter.copy(copied..<text.count, of: text, to: &output) }
      return copied > 0
    }
    if isChanged {
      swap(&text, &output)
      originLength = rewriter.newOrigin
    }
    swap(&output, &spare)
  }
}
