import Files
import Findings
import Glibc

extension ArchiveReader {
  /// What was seen of an archive when it was looked through.
  public struct Look: Sendable, Hashable {
    /// The number of files and folders that were reached.
    public var entries = 0
    /// The bytes that were read out of it.
    public var bytes = 0
    /// Why the rest was not seen; nil when all of it was.
    public var unseen: String?

    /// A look that has seen nothing yet.
    public init() {}
  }

  /// Shows the files of an archive one after the other, in memory; nothing is unpacked to the disk.
  ///
  /// For judging an archive, not for using it: unlike `list` and `extract` it goes on over unsafe paths and links, which
  /// have no content here, checks no checksum, and stops at the limits instead of refusing. A packed file that holds no
  /// tar archive is shown as one file.
  ///
  /// - Parameters:
  ///   - path: a tar, zip or 7z archive, or a file packed with gzip, bzip2, xz or Zstandard.
  ///   - limits: how much is looked at.
  ///   - body: gets the path inside the archive, which is not to be trusted, and the whole content.
  /// - Returns: how much was seen, and why not the rest.
  /// - Throws: `ArchiveError` when nothing can be read at all.
  public static func look(
    into path: String,
    limits: Limits,
    _ body: (_ path: String, _ content: [UInt8]) -> Void
  ) throws(ArchiveError) -> Look {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ArchiveError(FileError.system("read", path, number: errno)) }
    defer { close(descriptor) }
    guard let scope = UTF8Locale.enter() else { throw UTF8Locale.missing }
    defer { UTF8Locale.leave(scope) }
    var look = Look()
    do throws(ArchiveError) {
      let input = try ArchiveInput(path: path)
      try input.open(descriptor, forLooking: true)
      try show(input, limits, &look, body)
    } catch {
      guard look.entries == 0, isPacked(descriptor), lseek(descriptor, 0, SEEK_SET) == 0 else {
        if look.entries == 0 { throw error }
        look.unseen = error.reason
        return look
      }
      let input = try ArchiveInput(path: path)
      try input.openRaw(descriptor)
      try show(input, limits, &look, body)
    }
    return look
  }

  /// Whether a file begins as gzip, bzip2, xz or Zstandard does.
  private static func isPacked(_ descriptor: Int32) -> Bool {
    var start = [UInt8](repeating: 0, count: 6)
    let count = pread(descriptor, &start, start.count, 0)
    guard count > 0 else { return false }
    let marks: [[UInt8]] = [
      [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD],
    ]
    return marks.contains { start.prefix(count).starts(with: $0) }
  }

  private static func show(
    _ input: ArchiveInput,
    _ limits: Limits,
    _ look: inout Look,
    _ body: (String, [UInt8]) -> Void
  ) throws(ArchiveError) {
    while let header = try input.next() {
      guard look.entries < limits.entries else {
        look.unseen = "it has more than \(limits.entries) entries"
        return
      }
      look.entries += 1
      var content: [UInt8] = []
      while header.kind == .file, let piece = try input.nextPiece() {
        guard look.bytes + piece.count <= limits.totalBytes else {
          look.unseen = "it has more than \(limits.totalBytes) bytes inside"
          break
        }
        look.bytes += piece.count
        content += piece
      }
      if header.kind != .folder { body(header.path, content) }
      if look.unseen != nil { return }
    }
  }
}
