/// Replace: puts a text in place of everything that a pattern matches.
struct Replacement: Sendable, Equatable {
  var pattern: TextPattern
  /// Taken as it is; nothing in it refers to the match.
  var content: [UInt8]

  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    // Not even an empty match is found in an empty text.
    guard !text.isEmpty else { return }
    var output: [UInt8] = []
    swap(&output, &workspace.spare)
    output.removeAll(keepingCapacity: true)
    var rewriter = TextRewriter(workspace)
    var hasMatch = false
    let isComplete = text.withUnsafeBufferPointer { text in
      var copied = 0
      let isComplete = pattern.forEachMatch(in: text) { match in
        rewriter.copy(copied..<match.lowerBound, of: text, to: &output)
        output.append(contentsOf: content)
        rewriter.replaced(upTo: match.upperBound, outputCount: output.count)
        copied = match.upperBound
        hasMatch = true
      }
      if hasMatch { rewriter.copy(copied..<text.count, of: text, to: &output) }
      return isComplete
    }
    if !isComplete {
      workspace.fault = .exhausted(pattern: String(decoding: pattern.source, as: UTF8.self))
    } else if hasMatch {
      swap(&text, &output)
      workspace.originLength = rewriter.newOrigin
    }
    swap(&output, &workspace.spare)
  }

  /// The same in a form that is quicker to apply, if there is one.
  var simplified: Normalizer {
    if content == [0x20], pattern.isRegex {
      if pattern.source == Array("\\s+".utf8) { return .collapse(.whitespace) }
      if pattern.source == Array(" +".utf8) || pattern.source == Array(" {2,}".utf8) { return .collapse(.spaces) }
    }
    return .replace(self)
  }
}
