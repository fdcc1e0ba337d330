/// How a normalized text is cut into the pieces that the model sees.
enum PreTokenizer: Sendable, Equatable {
  case none
  /// White space separates and vanishes, every punctuation character is a piece of its own.
  case bert
  /// Words and runs of anything else, without the white space between them.
  case whitespace
  /// White space separates and vanishes.
  case whitespaceSplit
  case punctuation(SplitBehavior)
  /// Numbers are pieces, one by one or together.
  case digits(isIndividual: Bool)
  /// A character that separates and vanishes.
  case delimiter(UInt32)
  /// So many characters each.
  case fixedLength(Int)
  case split(TextPattern, SplitBehavior, isInverted: Bool)
  case metaspace(Metaspace)
  case byteLevel(ByteLevel)
  /// Cuts where the script changes.
  case scripts
  indirect case sequence([PreTokenizer])

  /// Cuts every piece of `workspace.pieces` further; sets `workspace.fault` when a pattern takes too many steps.
  func split(_ workspace: inout TokenizerWorkspace) {
    if case .none = self { return }
    if case .sequence(let steps) = self {
      for step in steps where workspace.fault == nil { step.split(&workspace) }
      return
    }
    workspace.split.removeAll()
    workspace.pieces.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<workspace.pieces.count {
        let piece = UnsafeBufferPointer(rebasing: bytes[workspace.pieces.range(index)])
        workspace.split.isPartOfFirst = index == 0 && workspace.pieces.isFirstAtOrigin
        split(piece, into: &workspace.split, &workspace.word, &workspace.fault)
      }
    }
    swap(&workspace.pieces, &workspace.split)
  }

  private func split(
    _ piece: UnsafeBufferPointer<UInt8>,
    into output: inout TextPieces,
    _ scratch: inout [UInt8],
    _ fault: inout TextFault?
  ) {
    let unicode = UnicodeData.shared
    switch self {
    case .none, .sequence: break
    case .bert:
      PieceCutter.cut(piece, into: &output) { scalar in
        let flags = unicode.flags(scalar)
        return flags.contains(.whitespace) ? .removed : flags.contains(.punctuation) ? .alone : .kept(0)
      }
    case .whitespace:
      PieceCutter.cut(piece, into: &output) { scalar in
        let flags = unicode.flags(scalar)
        return flags.contains(.word) ? .kept(0) : flags.contains(.whitespace) ? .removed : .kept(1)
      }
    case .whitespaceSplit:
      PieceCutter.cut(piece, into: &output) { unicode.flags($0).contains(.whitespace) ? .removed : .kept(0) }
    case .delimiter(let delimiter):
      PieceCutter.cut(piece, into: &output) { $0 == delimiter ? .removed : .kept(0) }
    case .digits(let isIndividual):
      PieceCutter.cut(piece, into: &output) { scalar in
        guard PieceCutter.isDigit(scalar) else { return .kept(0) }
        return isIndividual ? .alone : .kept(1)
      }
    case .scripts: PieceCutter.cutByScript(piece, into: &output)
    case .fixedLength(let length): PieceCutter.cut(piece, every: length, into: &output)
    case .punctuation(let behavior):
      var splitter = PieceSplitter(piece, behavior: behavior, isInverted: false)
      var reader = ScalarReader(piece)
      while true {
        let start = reader.offset
        guard let scalar = reader.next() else { break }
        if unicode.flags(scalar).contains(.punctuation) { splitter.add(match: start..<reader.offset, to: &output) }
      }
      splitter.finish(&output)
    case .split(let pattern, let behavior, let isInverted):
      var splitter = PieceSplitter(piece, behavior: behavior, isInverted: isInverted)
      guard pattern.forEachMatch(in: piece, { splitter.add(match: $0, to: &output) }) else {
        fault = .exhausted(pattern: String(decoding: pattern.source, as: UTF8.self))
        return
      }
      splitter.finish(&output)
    case .metaspace(let metaspace): metaspace.split(piece, into: &output, scratch: &scratch)
    case .byteLevel(let byteLevel): byteLevel.split(piece, into: &output, scratch: &scratch)
    }
  }

  /// The same without nesting and without steps that do nothing.
  var simplified: PreTokenizer {
    guard case .sequence(let steps) = self else { return self }
    let flat = steps.map(\.simplified).flatMap { step in
      if case .sequence(let inner) = step { inner } else { step == .none ? [] : [step] }
    }
    return flat.isEmpty ? .none : flat.count == 1 ? flat[0] : .sequence(flat)
  }

  /// The steps of a simplified pre-tokenizer.
  var steps: [PreTokenizer] {
    switch self {
    case .none: []
    case .sequence(let steps): steps
    default: [self]
    }
  }
}
