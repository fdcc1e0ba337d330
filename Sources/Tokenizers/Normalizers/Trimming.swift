/// Strip: takes white space off the ends of a text.
struct Trimming: Sendable, Equatable {
  var stripsLeft: Bool
  var stripsRight: Bool

  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    let range = text.withUnsafeBufferPointer { kept(in: $0) }
    text.removeLast(text.count - range.upperBound)
    text.removeFirst(range.lowerBound)
    workspace.originLength = min(max(0, workspace.originLength - range.lowerBound), text.count)
  }

  /// What stays of a text.
  func kept(in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var start = 0
    var end = text.count
    if stripsLeft {
      while start < end, case let length = text.whitespaceLength(at: start), length > 0 { start += length }
    }
    if stripsRight {
      while start < end {
        var last = end - 1
        while last > start, text[last] & 0xC0 == 0x80 { last -= 1 }
        guard text.whitespaceLength(at: last) > 0 else { break }
        end = last
      }
    }
    return start..<end
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The number of bytes of the white space character at a place; 0 for any other character.
  @inline(__always)
  func whitespaceLength(at index: Int) -> Int {
    let byte = self[index]
    if byte < 0x80 { return byte == 0x20 || byte >= 0x09 && byte <= 0x0D ? 1 : 0 }
    // Beyond ASCII white space begins with one of these bytes only.
    guard byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3 else { return 0 }
    var reader = ScalarReader(self, at: index)
    guard let scalar = reader.next(), UnicodeData.shared.flags(scalar).contains(.whitespace) else { return 0 }
    return reader.offset - index
  }
}
