/// The normalizer of BERT: cleans, sets Chinese characters apart, strips accents and lower-cases, in this order.
struct BertNormalizer: Sendable, Equatable {
  var cleansText = true
  var separatesChinese = true
  /// nil: as `lowercases`.
  var stripsAccents: Bool?
  var lowercases = true

  /// Replaces a text by its normalized form.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    workspace.normalized.removeAll(keepingCapacity: true)
    text.withUnsafeBufferPointer { text in
      // What becomes of the first character by itself.
      let origin = UnsafeBufferPointer(rebasing: text[..<min(workspace.originLength, text.count)])
      normalize(origin, into: &workspace.normalized, scratch: &workspace.scalars)
      workspace.originLength = workspace.normalized.reduce(0) {
        $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x10000 ? 3 : 4)
      }
      workspace.normalized.removeAll(keepingCapacity: true)
      normalize(text, into: &workspace.normalized, scratch: &workspace.scalars)
    }
    text.removeAll(keepingCapacity: true)
    for scalar in workspace.normalized { text.append(scalar: scalar) }
  }

  /// Appends the normalized form of a piece of text, as scalars; `scratch` is overwritten.
  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt32], scratch: inout [UInt32]) {
    let unicode = UnicodeData.shared
    let strips = stripsAccents ?? lowercases
    scratch.removeAll(keepingCapacity: true)
    var reader = ScalarReader(text)
    while let scalar = reader.next() {
      let flags = unicode.flags(scalar)
      if cleansText, flags.contains(.cleaned) { continue }
      if cleansText, flags.contains(.whitespace) {
        scratch.append(0x20)
      } else {
        let isSetApart = separatesChinese && flags.contains(.chinese)
        if isSetApart { scratch.append(0x20) }
        if strips, flags.contains(.decomposes) {
          unicode.appendDecomposition(of: scalar, to: &scratch)
        } else {
          scratch.append(scalar)
        }
        if isSetApart { scratch.append(0x20) }
      }
    }
    if strips { CanonicalOrder.restore(&scratch) }
    for scalar in scratch {
      let flags = unicode.flags(scalar)
      if strips, flags.contains(.accent) { continue }
      if lowercases, flags.contains(.hasLowercase) {
        unicode.appendLowercase(of: scalar, to: &output)
      } else {
        output.append(scalar)
      }
    }
  }
}

/// The canonical ordering of marks.
enum CanonicalOrder {
  /// Puts every run of marks into the order of their classes, keeping equals in place.
  static func restore(_ scalars: inout [UInt32]) {
    let unicode = UnicodeData.shared
    var index = 0
    while index < scalars.count {
      guard unicode.combiningClass(scalars[index]) > 0 else {
        index += 1
        continue
      }
      let start = index
      while index < scalars.count, unicode.combiningClass(scalars[index]) > 0 { index += 1 }
      if index - start > 1 { sort(&scalars, start..<index) }
    }
  }

  private static func sort(_ scalars: inout [UInt32], _ run: Range<Int>) {
    let unicode = UnicodeData.shared
    // Runs are short in any language; a hostile one must not cost quadratic time.
    guard run.count <= 32 else {
      let keyed = run.map { (unicode.combiningClass(scalars[$0]), $0, scalars[$0]) }
      for (place, item) in zip(run, keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }) { scalars[place] = item.2 }
      return
    }
    for index in run.dropFirst() {
      let scalar = scalars[index]
      let rank = unicode.combiningClass(scalar)
      var place = index
      while place > run.lowerBound, unicode.combiningClass(scalars[place - 1]) > rank {
        scalars[place] = scalars[place - 1]
        place -= 1
      }
      scalars[place] = scalar
    }
  }
}
