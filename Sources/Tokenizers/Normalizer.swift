/// What is done to a text before it is cut into pieces.
enum Normalizer: Sendable, Equatable {
  case none
  case bert(BertNormalizer)
  indirect case sequence([Normalizer])

  /// Replaces `text` by its normalized form.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    switch self {
    case .none: return
    case .bert(let bert):
      workspace.normalized.removeAll(keepingCapacity: true)
      text.withUnsafeBufferPointer {
        bert.normalize($0, into: &workspace.normalized, scratch: &workspace.scalars)
      }
      text.removeAll(keepingCapacity: true)
      for scalar in workspace.normalized { text.append(scalar: scalar) }
    case .sequence(let steps):
      for step in steps { step.apply(to: &text, using: &workspace) }
    }
  }

  /// Whether a text is known at a glance to be normalized.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .none: true
    case .bert, .sequence: false
    }
  }

  /// The same without nesting and without steps that do nothing.
  var simplified: Normalizer {
    guard case .sequence(let steps) = self else { return self }
    let flat = steps.map(\.simplified).flatMap { step in
      if case .sequence(let inner) = step { inner } else { step == .none ? [] : [step] }
    }
    return flat.isEmpty ? .none : flat.count == 1 ? flat[0] : .sequence(flat)
  }
}
