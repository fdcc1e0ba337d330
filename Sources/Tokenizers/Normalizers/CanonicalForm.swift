/// The normalization forms of Unicode, with the reference's data.
enum CanonicalForm: String, Sendable, Equatable {
  case composed = "NFC"
  case decomposed = "NFD"
  case compatibleComposed = "NFKC"
  case compatibleDecomposed = "NFKD"

  private var isComposed: Bool { self == .composed || self == .compatibleComposed }
  private var isCompatible: Bool { self == .compatibleComposed || self == .compatibleDecomposed }

  private var affected: NormalizationData.Flags {
    switch self {
    case .composed: .composes
    case .decomposed: .decomposes
    case .compatibleComposed: .composesCompatibly
    case .compatibleDecomposed: .decomposesCompatibly
    }
  }

  /// Whether nothing in a text can be affected.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool { firstAffected(in: text, from: 0) == text.count }

  /// Rewrites the parts of a text around the characters that this form can affect.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    let first = text.withUnsafeBufferPointer { firstAffected(in: $0, from: 0) }
    guard first < text.count else { return }
    var output: [UInt8] = []
    swap(&output, &workspace.spare)
    output.removeAll(keepingCapacity: true)
    let origin = min(workspace.originLength, text.count)
    var newOrigin: Int?
    text.withUnsafeBufferPointer { text in
      if first >= origin, !isComposed || first > origin {
        newOrigin = origin
      } else if origin > 0 {
        normalize(UnsafeBufferPointer(rebasing: text[..<origin]), from: 0, into: &output, &workspace)
        newOrigin = output.count
        output.removeAll(keepingCapacity: true)
      }
      normalize(text, from: first, into: &output, &workspace)
    }
    swap(&text, &output)
    swap(&output, &workspace.spare)
    // What joined the first character counts as that.
    var length = newOrigin ?? 0
    while length > 0, length < text.count, text[length] & 0xC0 == 0x80 { length += 1 }
    workspace.originLength = length
  }

  private func normalize(
    _ text: UnsafeBufferPointer<UInt8>,
    from start: Int,
    into output: inout [UInt8],
    _ workspace: inout TokenizerWorkspace
  ) {
    let unicode = UnicodeData.shared
    let data = NormalizationData.shared
    var copied = 0
    var place = start
    while true {
      let found = firstAffected(in: text, from: place)
      guard found < text.count else { break }
      // The character before may be joined; one that stands there untouched begins a new sequence.
      var begin = found
      if isComposed, begin > copied {
        begin -= 1
        while begin > copied, text[begin] & 0xC0 == 0x80 { begin -= 1 }
      }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<begin]))
      workspace.scalars.removeAll(keepingCapacity: true)
      var reader = ScalarReader(text, at: begin)
      var end = begin
      while let scalar = reader.next() {
        let isAffected = data.flags(scalar).contains(affected)
        if end >= found, !isAffected { break }
        if isCompatible {
          data.appendCompatibleDecomposition(of: scalar, to: &workspace.scalars)
        } else {
          unicode.appendDecomposition(of: scalar, to: &workspace.scalars)
        }
        end = reader.offset
      }
      CanonicalOrder.restore(&workspace.scalars)
      if isComposed { compose(&workspace.scalars, unicode, data) }
      for scalar in workspace.scalars { output.append(scalar: scalar) }
      copied = end
      place = end
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
  }

  /// The place of the next affected scalar, or the end.
  private func firstAffected(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = text.endOfASCII(from: start)
    guard index < text.count else { return index }
    let data = NormalizationData.shared
    let affected = affected
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        index += 1
        if index < text.count, text[index] < 0x80 { index = text.endOfASCII(from: index) }
        continue
      }
      // NFC leaves everything below U+0300 alone.
      if byte < 0xCC, self == .composed {
        index += 2
        continue
      }
      var reader = ScalarReader(text, at: index)
      guard let scalar = reader.next() else { break }
      if data.flags(scalar).contains(affected) { return index }
      index = reader.offset
    }
    return text.count
  }

  /// Joins the starters of a decomposed sequence with what follows them.
  private func compose(_ scalars: inout [UInt32], _ unicode: UnicodeData, _ data: NormalizationData) {
    var count = 0
    var starter: Int?
    // The class of what stands last behind the starter; nil when nothing does.
    var lastClass: UInt8?
    for index in scalars.indices {
      let scalar = scalars[index]
      let rank = unicode.combiningClass(scalar)
      let isBlocked = lastClass.map { $0 >= rank } ?? false
      if let starter, !isBlocked, let composite = data.composition(scalars[starter], scalar) {
        scalars[starter] = composite
        continue
      }
      if rank == 0 {
        starter = count
        lastClass = nil
      } else {
        lastClass = rank
      }
      scalars[count] = scalar
      count += 1
    }
    scalars.removeLast(scalars.count - count)
  }
}
