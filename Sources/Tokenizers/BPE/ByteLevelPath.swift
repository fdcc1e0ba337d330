/// A known expression, ByteLevel and BPE in one pass over the raw bytes of a normalized text.
///
/// Matches of those expressions lie end to end, so that the pieces are the matches, and the byte alphabet need not be
/// spelt out: the model reads raw bytes.
struct ByteLevelPath: Sendable {
  /// What gets a space put before it, if it does not begin with one.
  enum Prefix: Sendable {
    case nothing, everyPiece, text
  }

  private let model: BPE
  private let pattern: KnownPattern
  private let prefix: Prefix
  private let identity = TokenizerIdentity()

  /// nil unless that is all that the pre-tokenizer does.
  init?(_ preTokenizer: PreTokenizer, _ model: BPE) {
    guard model.takesRawBytes else { return nil }
    let steps = preTokenizer.steps
    guard case .byteLevel(let byteLevel) = steps.last else { return nil }
    if steps.count == 1, byteLevel.usesRegex {
      pattern = .gpt2
      prefix = byteLevel.addsPrefixSpace ? .text : .nothing
    } else if steps.count == 2, !byteLevel.usesRegex, case .split(let text, let behavior, let isInverted) = steps[0],
      let known = text.knownPattern, behavior == .isolated || behavior == .removed && isInverted
    {
      pattern = known
      prefix = byteLevel.addsPrefixSpace ? .everyPiece : .nothing
    } else {
      return nil
    }
    self.model = model
  }

  /// Appends the ids of a text, at least until there are `limit`.
  func tokenize(_ text: UnsafeBufferPointer<UInt8>, limit: Int, workspace: inout TokenizerWorkspace) {
    guard let first = text.first else { return }
    workspace.spans.prepare(for: identity)
    // A prefixed piece may have one id more than bytes; three ids are written at a time.
    workspace.reserve((prefix == .everyPiece ? 2 : 1) * text.count + 5)
    guard prefix == .text, first != 0x20 else { return scan(text, limit: limit, workspace: &workspace) }
    var prefixed: [UInt8] = []
    swap(&prefixed, &workspace.prefixed)
    defer { swap(&prefixed, &workspace.prefixed) }
    prefixed.removeAll(keepingCapacity: true)
    prefixed.append(0x20)
    prefixed.append(contentsOf: text)
    prefixed.withUnsafeBufferPointer { scan($0, limit: limit, workspace: &workspace) }
  }

  /// Every expression has a loop of its own.
  private func scan(_ text: UnsafeBufferPointer<UInt8>, limit: Int, workspace: inout TokenizerWorkspace) {
    switch pattern {
    case .gpt2: scan(text, with: .gpt2, limit: limit, workspace: &workspace)
    case .llama3: scan(text, with: .llama3, limit: limit, workspace: &workspace)
    case .qwen2: scan(text, with: .qwen2, limit: limit, workspace: &workspace)
    case .qwen35: scan(text, with: .qwen35, limit: limit, workspace: &workspace)
    case .o200k: scan(text, with: .o200k, limit: limit, workspace: &workspace)
    }
  }

  @inline(__always)
  private func scan(
    _ text: UnsafeBufferPointer<UInt8>,
    with pattern: KnownPattern,
    limit: Int,
    workspace: inout TokenizerWorkspace
  ) {
    guard let start = text.baseAddress else { return }
    var count = workspace.count
    RegexFlags.shared.ascii.withUnsafeBufferPointer { table in
      workspace.storage.withUnsafeMutableBufferPointer { ids in
        let done: Void? = workspace.spans.withSlots { slots in
          guard let table = table.baseAddress, let ids = ids.baseAddress else { return }
          let scanner = KnownPatternScanner(start, count: text.count, table: table)
          let spans = SpanTokenizer(model, prefix == .everyPiece ? .prefixedBytes : .bytes, slots: slots)
          var position = 0
          while position < text.count, count < limit {
            let end = scanner.end(of: pattern, at: position)
            // Raw bytes are never unknown.
            _ = spans.add(text, position, end, ids, &count, &workspace.merger, &workspace.word)
            position = end
          }
        }
        _ = done
      }
    }
    workspace.count = count
  }
}
