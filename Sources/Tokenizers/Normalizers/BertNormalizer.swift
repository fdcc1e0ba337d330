/// The normalizer of BERT: cleans, sets Chinese characters apart, strips accents and lower-cases, in this order.
struct BertNormalizer: Sendable, Equatable {
  var cleansText = true
  var separatesChinese = true
  /// nil: as `lowercases`.
  var stripsAccents: Bool?
  var lowercases = true

  /// Replaces a text by its normalized form.
  ///
  /// Long runs of ASCII are taken out, as they are independent of all else: nothing is composed, and no mark passes an ASCII character.
  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    var output: [UInt8] = []
    swap(&output, &workspace.spare)
    output.removeAll(keepingCapacity: true)
    let origin = min(workspace.originLength, text.count)
    workspace.originLength = 0
    text.withUnsafeBufferPointer { text in
      var place = 0
      while place < text.count {
        let end = text.endOfASCII(from: place)
        if end > place {
          let middle = max(place, min(origin, end))
          appendASCII(UnsafeBufferPointer(rebasing: text[place..<middle]), to: &output)
          if place < origin { workspace.originLength = output.count }
          appendASCII(UnsafeBufferPointer(rebasing: text[middle..<end]), to: &output)
        }
        var next = end
        while next < text.count {
          // A few ASCII characters in between, such as a blank, are not worth a change.
          let stop = text.endOfASCII(from: next)
          if stop == text.count || stop - next >= 16 { break }
          next = stop + 1
        }
        if next > end { append(text, end..<next, origin: origin, to: &output, &workspace) }
        place = next
      }
    }
    swap(&text, &output)
    swap(&output, &workspace.spare)
  }

  private func appendASCII(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    let start = output.count
    output.append(contentsOf: text)
    let count = output.withUnsafeMutableBufferPointer { output in
      var count = start
      for index in start..<output.count {
        var byte = output[index]
        if lowercases, byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
        if cleansText, byte < 0x20 || byte == 0x7F {
          guard byte == 0x09 || byte == 0x0A || byte == 0x0D else { continue }
          byte = 0x20
        }
        output[count] = byte
        count &+= 1
      }
      return count
    }
    output.removeLast(output.count - count)
  }

  /// Appends what becomes of a run of any characters.
  private func append(
    _ text: UnsafeBufferPointer<UInt8>,
    _ range: Range<Int>,
    origin: Int,
    to output: inout [UInt8],
    _ workspace: inout TokenizerWorkspace
  ) {
    var count = 0
    if range.lowerBound < origin {
      prepare(
        UnsafeBufferPointer(rebasing: text[range.lowerBound..<min(origin, range.upperBound)]),
        in: &workspace.scalars
      )
      count = workspace.scalars.count
    }
    prepare(UnsafeBufferPointer(rebasing: text[range]), in: &workspace.scalars)
    workspace.normalized.removeAll(keepingCapacity: true)
    finish(workspace.scalars[..<count], into: &workspace.normalized)
    for scalar in workspace.normalized { output.append(scalar: scalar) }
    if range.lowerBound < origin { workspace.originLength = output.count }
    workspace.normalized.removeAll(keepingCapacity: true)
    finish(workspace.scalars[count...], into: &workspace.normalized)
    for scalar in workspace.normalized { output.append(scalar: scalar) }
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
