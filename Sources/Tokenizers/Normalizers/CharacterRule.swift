/// Normalizers that look at one character at a time.
enum CharacterRule: Sendable, Equatable {
  /// Lower-cases; a capital sigma at the end of a word becomes the ordinary small one.
  case lowercase
  /// Drops marks, without decomposing what carries one.
  case stripAccents
  /// Drops control characters and turns others into spaces, as a trainer of machine translation does.
  case nmt
  /// Writes every byte as a character of the byte alphabet.
  case byteLevel

  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    switch self {
    case .lowercase:
      let start = lowercaseASCII(&text)
      guard start < text.count else { return }
      let unicode = UnicodeData.shared
      var scalars: [UInt32] = []
      swap(&scalars, &workspace.scalars)
      workspace.rewrite(&text, from: start) {
        $0 < 0x80 ? $0 >= 0x41 && $0 <= 0x5A : unicode.flags($0).contains(.hasLowercase)
      } _: { scalar, output in
        guard scalar >= 0x80 else { return output.append(UInt8(truncatingIfNeeded: scalar | 0x20)) }
        scalars.removeAll(keepingCapacity: true)
        unicode.appendLowercase(of: scalar, to: &scalars)
        for scalar in scalars { output.append(scalar: scalar) }
      }
      swap(&scalars, &workspace.scalars)
    case .stripAccents:
      let start = text.withUnsafeBufferPointer { $0.endOfASCII(from: 0) }
      guard start < text.count else { return }
      let data = NormalizationData.shared
      workspace.rewrite(&text, from: start) {
        $0 >= 0x80 && data.flags($0).contains(.mark)
      } _: { _, _ in
      }
    case .nmt:
      workspace.rewrite(&text) {
        NmtData.isChanged($0)
      } _: { scalar, output in
        if NmtData.isSpace(scalar) { output.append(0x20) }
      }
    case .byteLevel:
      workspace.rewrite(&text) {
        $0 < 0x21 || $0 > 0x7E
      } _: { scalar, output in
        let start = output.count
        output.append(scalar: scalar)
        spell(&output, from: start)
      }
    }
  }

  /// Lower-cases the beginning of a text up to the first character beyond ASCII, where it stands.
  ///
  /// - Returns: where that character stands.
  private func lowercaseASCII(_ text: inout [UInt8]) -> Int {
    text.withUnsafeMutableBufferPointer { text in
      for index in text.indices {
        let byte = text[index]
        if byte >= 0x80 { return index }
        if byte >= 0x41, byte <= 0x5A { text[index] = byte | 0x20 }
      }
      return text.count
    }
  }

  /// Replaces the bytes of one scalar at the end of the output by their characters, at most four.
  private func spell(_ output: inout [UInt8], from start: Int) {
    var bytes: UInt32 = 0
    let count = output.count - start
    for index in 0..<count { bytes |= UInt32(output[start + index]) << UInt32(index * 8) }
    output.removeLast(count)
    for index in 0..<count { output.append(scalar: ByteAlphabet.scalars[Int(bytes >> UInt32(index * 8) & 0xFF)]) }
  }
}

/// The few characters that Nmt changes.
private enum NmtData {
  private static let removed = UnicodeTables.nmtRemoved
  private static let spaces = UnicodeTables.nmtSpaces

  @inline(__always)
  static func isChanged(_ scalar: UInt32) -> Bool {
    if scalar >= 0x20, scalar < 0x7F { return false }
    return contains(removed, scalar) || contains(spaces, scalar)
  }

  static func isSpace(_ scalar: UInt32) -> Bool { contains(spaces, scalar) }

  private static func contains(_ ranges: [UInt32], _ scalar: UInt32) -> Bool {
    var index = 0
    while index < ranges.count, ranges[index] <= scalar {
      if scalar <= ranges[index + 1] { return true }
      index += 2
    }
    return false
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The place of the next byte that is not ASCII, or the end.
  @inline(__always)
  func endOfASCII(from start: Int) -> Int {
    guard let base = baseAddress else { return 0 }
    var index = start
    let raw = UnsafeRawPointer(base)
    while index + 8 <= count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let high = word & 0x8080_8080_8080_8080
      if high != 0 { return index + high.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, self[index] < 0x80 { index += 1 }
    return index
  }
}
