/// The characters that stand for bytes in byte-level vocabularies (GPT-2's).
///
/// Printable characters of Latin-1 stand for themselves, the other 68 bytes in order for U+0100 and on.
enum ByteAlphabet {
  /// The scalar of every byte.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (0...255).map { (byte: UInt32) in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE { return byte }
      defer { next += 1 }
      return next
    }
  }()

  /// Appends the text that stands for bytes.
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    for byte in bytes { output.append(scalar: scalars[Int(byte)]) }
  }
}
