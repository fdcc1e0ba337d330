/// How a normalized text is cut into the pieces that the model sees.
enum PreTokenizer: Sendable, Equatable {
  case none
  case bert
  indirect case sequence([PreTokenizer])

  /// Cuts every piece of `workspace.pieces` further.
  func split(_ workspace: inout TokenizerWorkspace) {
    switch self {
    case .none: return
    case .bert:
      workspace.split.removeAll()
      for index in 0..<workspace.pieces.count {
        workspace.pieces.bytes.withUnsafeBufferPointer {
          splitOnSpaceAndPunctuation(
            UnsafeBufferPointer(rebasing: $0[workspace.pieces.range(index)]),
            into: &workspace.split
          )
        }
      }
      swap(&workspace.pieces, &workspace.split)
    case .sequence(let steps):
      for step in steps { step.split(&workspace) }
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
}

/// BertPreTokenizer: white space separates and vanishes, every punctuation character is a piece of its own.
private func splitOnSpaceAndPunctuation(_ text: UnsafeBufferPointer<UInt8>, into output: inout TextPieces) {
  let unicode = UnicodeData.shared
  var reader = ScalarReader(text)
  while let scalar = reader.next() {
    let flags = unicode.flags(scalar)
    if flags.contains(.whitespace) {
      output.endPiece()
    } else if flags.contains(.punctuation) {
      output.endPiece()
      output.bytes.append(scalar: scalar)
      output.endPiece()
    } else {
      output.bytes.append(scalar: scalar)
    }
  }
  output.endPiece()
}
