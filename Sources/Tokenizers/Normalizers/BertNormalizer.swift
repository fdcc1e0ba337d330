/// The normalizer of BERT: cleans, sets Chinese characters apart, strips accents and lower-cases, in this order.
struct BertNormalizer: Sendable, Equatable {
  var cleansText = true
  var separatesChinese = true
  /// nil: as `lowercases`.
  var stripsAccents: Bool?
  var lowercases = true

  /// Replaces a text by its normalized form.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    text.withUnsafeBufferPointer { text in
      let origin = min(workspace.originLength, text.count)
      prepare(UnsafeBufferPointer(rebasing: text[..<origin]), in: &workspace.scalars)
      let count = workspace.scalars.count
      prepare(text, in: &workspace.scalars)
      workspace.normalized.removeAll(keepingCapacity: true)
      finish(workspace.scalars[..<count], into: &workspace.normalized)
      workspace.originLength = workspace.normalized.reduce(0) { $0 + width($1) }
      finish(workspace.scalars[count...], into: &workspace.normalized)
    }
    text.removeAll(keepingCapacity: true)
    for scalar in workspace.normalized { text.append(scalar: scalar) }
  }

  /// Appends the normalized form of a piece of text, as scalars; `scratch` is overwritten.
  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt32], scratch: inout [UInt32]) {
    prepare(text, in: &scratch)
    finish(scratch[...], into: &output)
  }

  private var strips: Bool { stripsAccents ?? lowercases }

  /// Puts a text into `scratch`, cleaned, set apart and decomposed.
  private func prepare(_ text: UnsafeBufferPointer<UInt8>, in scratch: inout [UInt32]) {
    let unicode = UnicodeData.shared
    let strips = strips
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
  }

  /// Drops accents and lower-cases.
  private func finish(_ scalars: ArraySlice<UInt32>, into output: inout [UInt32]) {
    let unicode = UnicodeData.shared
    let strips = strips
    for scalar in scalars {
      let flags = unicode.flags(scalar)
      if strips, flags.contains(.accent) { continue }
      if lowercases, flags.contains(.hasLowercase) {
        unicode.appendLowercase(of: scalar, to: &output)
      } else {
        output.append(scalar)
      }
    }
  }

  private func width(_ scalar: UInt32) -> Int { scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4 }
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
