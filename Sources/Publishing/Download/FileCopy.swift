import Files
import Glibc
import HubAPI

/// Copies a file and makes sure on the way that it is what it should be.
enum FileCopy {
  /// Writes a copy that appears under its name only when it is complete and has the right hash.
  ///
  /// - Parameters:
  ///   - source: The file to copy.
  ///   - file: What it must be.
  ///   - target: The copy; what is there is replaced.
  ///   - scratch: A name on the same volume for the time of writing; nothing may be there.
  /// - Throws: `FileError`; `.changed` when the source is not what it should be.
  static func write(
    _ source: String,
    of file: HubFile,
    to target: String,
    by scratch: String
  ) throws(FileError) {
    let mapped = try MappedFile(path: source)
    let stream = try FileStream(path: scratch)
    var hash: StreamingHash
    switch file.hash {
    case .sha256: hash = StreamingHash(.sha256)
    case .git:
      hash = StreamingHash(.sha1)
      hash.update(Array("blob \(mapped.count)\0".utf8))
    }
    let step = 1 << 20
    for start in stride(from: 0, to: mapped.count, by: step) {
      let piece = UnsafeRawBufferPointer(rebasing: mapped.unownedBytes[start..<min(start + step, mapped.count)])
      hash.update(piece)
      try stream.write(piece)
    }
    let digits = Hex.text(hash.finalize())
    guard mapped.isIntact, digits == file.tag else {
      throw FileError(
        .changed,
        problem: "cannot copy \(source)",
        reason: "its hash is \(digits), that of \(file.path) is \(file.tag)",
        remedy: "Remove the file and run the command again."
      )
    }
    withExtendedLifetime(mapped) {}
    try stream.finish()
    guard rename(scratch, target) == 0 else {
      let number = errno
      unlink(scratch)
      throw .system("write", target, number: number)
    }
  }
}
