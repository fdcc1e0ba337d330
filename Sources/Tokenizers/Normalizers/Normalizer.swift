/// What is done to a text before it is cut into pieces.
enum Normalizer: Sendable, Equatable {
  case none
  case bert(BertNormalizer)
  case canonical(CanonicalForm)
  case characters(CharacterRule)
  case strip(Trimming)
  /// Puts a text before any that is not empty.
  case prepend([UInt8])
  case replace(Replacement)
  case precompiled(PrecompiledNormalizer)
  /// Several `replace` of one character each.
  case translate(ByteTranslation)
  case collapse(SpaceCollapse)
  indirect case sequence([Normalizer])

  /// Replaces `text` by its normalized form.
  ///
  /// Sets `workspace.originLength`, and `workspace.fault` when a pattern takes too many steps.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    var reader = text.withUnsafeBufferPointer { ScalarReader($0) }
    _ = reader.next()
    workspace.originLength = reader.offset
    step(&text, &workspace)
  }

  private func step(_ text: inout [UInt8], _ workspace: inout TokenizerWorkspace) {
    switch self {
    case .none: return
    case .bert(let bert): bert.apply(to: &text, using: &workspace)
    case .canonical(let form): form.apply(to: &text, using: &workspace)
    case .characters(let rule): rule.apply(to: &text, using: &workspace)
    case .strip(let trimming): trimming.apply(to: &text, using: &workspace)
    case .prepend(let prefix):
      guard !text.isEmpty else { return }
      text.insert(contentsOf: prefix, at: 0)
      if workspace.originLength > 0 { workspace.originLength += prefix.count }
    case .replace(let replacement): replacement.apply(to: &text, using: &workspace)
    case .precompiled(let precompiled): precompiled.apply(to: &text, using: &workspace)
    case .translate(let translation): translation.apply(to: &text, using: &workspace)
    case .collapse(let collapse): collapse.apply(to: &text, using: &workspace)
    case .sequence(let steps): for step in steps where workspace.fault == nil { step.step(&text, &workspace) }
    }
  }

  /// Whether a text is known at a glance to be normalized.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .none: true
    case .bert, .characters, .replace: false
    case .canonical(let form): form.keeps(text)
    case .strip(let trimming): trimming.kept(in: text) == 0..<text.count
    case .prepend(let prefix): text.isEmpty || prefix.isEmpty
    case .precompiled(let precompiled): precompiled.keeps(text)
    case .translate(let translation): translation.keeps(text)
    case .collapse(let collapse): collapse.keeps(text)
    case .sequence(let steps): steps.allSatisfy { $0.keeps(text) }
    }
  }

  /// The same without nesting and without steps that do nothing, and with steps joined that can be done as one.
  var simplified: Normalizer {
    let steps = flattened
    var joined: [Normalizer] = []
    var index = 0
    while index < steps.count {
      guard case .replace(let replacement) = steps[index] else {
        joined.append(steps[index])
        index += 1
        continue
      }
      let replacements = steps[index...].lazy.map { step in
        if case .replace(let replacement) = step { replacement } else { Replacement?.none }
      }
      if let translation = ByteTranslation(replacements.prefix { $0 != nil }.compactMap { $0 }) {
        joined.append(.translate(translation))
        index += translation.stepCount
      } else {
        joined.append(replacement.simplified)
        index += 1
      }
    }
    return joined.isEmpty ? .none : joined.count == 1 ? joined[0] : .sequence(joined)
  }

  /// The steps of all sequences in order.
  private var flattened: [Normalizer] {
    switch self {
    case .none: []
    case .sequence(let steps): steps.flatMap(\.flattened)
    default: [self]
    }
  }
}
