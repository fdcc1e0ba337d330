import CArchive
import Files
import Findings
import Glibc

/// Checks the checksum at the end of a gzip file, which libarchive reads over: damage inside would pass unseen.
enum GzipChecksum {
  /// Whether the bytes begin as gzip does.
  static func isGzip(_ descriptor: Int32) -> Bool {
    var magic: [UInt8] = [0, 0]
    return pread(descriptor, &magic, 2, 0) == 2 && magic == [0x1F, 0x8B]
  }

  /// Unpacks the whole file once without keeping it; more than `limit` bytes are refused.
  ///
  /// The file must be one gzip stream, as every common packer writes it.
  static func check(_ descriptor: Int32, path: String, limit: Int) throws(ArchiveError) {
    var status = stat()
    var trailer = [UInt8](repeating: 0, count: 8)
    guard fstat(descriptor, &status) == 0, status.st_size >= 18,
      pread(descriptor, &trailer, 8, status.st_size - 8) == 8
    else {
      throw damaged(path, "it is cut short")
    }
    let input = try ArchiveInput(path: path)
    try input.openRaw(descriptor)
    var checksum = CRC32()
    var total = 0
    _ = try input.next()
    while let piece = try input.nextPiece() {
      checksum.update(piece)
      total += piece.count
      guard total <= limit else {
        throw ArchiveError(
          .tooLarge,
          problem: "cannot unpack \(path)",
          reason: "it has more than \(limit) bytes inside",
          remedy: "Check that it is the right archive."
        )
      }
    }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw ArchiveError(FileError.system("read", path, number: errno))
    }
    let expected = trailer.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let length = trailer.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard expected == checksum.value, length == UInt32(truncatingIfNeeded: total) else {
      throw damaged(path, "its checksum does not match its content")
    }
  }

  private static func damaged(_ path: String, _ reason: String) -> ArchiveError {
    ArchiveError(
      .unreadable,
      problem: "cannot read \(path)",
      reason: reason,
      remedy: "Check that it is a complete tar.gz or zip archive; fetch it again."
    )
  }
}

/// The checksum of gzip and zip (ISO 3309).
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    var value = UInt32(index)
    for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    return value
  }

  private var state: UInt32 = 0xFFFF_FFFF

  /// The checksum of the bytes so far.
  var value: UInt32 { ~state }

  mutating func update(_ bytes: ArraySlice<UInt8>) {
    // Out of the property and into the loop's registers: this runs over every byte of a model.
    var state = state
    Self.table.withUnsafeBufferPointer { table in
      for byte in bytes { state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 0xFF)] }
    }
    self.state = state
  }
}
