import CArchive
import Files
import Findings

/// libarchive's reader on an open file; used and freed on one thread, inside a `UTF8Locale` scope.
final class ArchiveInput {
  /// What an entry is.
  enum Kind {
    case file, folder, other
  }

  /// The name and kind of an entry.
  struct Header {
    var path: String
    var kind: Kind
    var isExecutable: Bool
  }

  private let archive: OpaquePointer
  private let path: String
  private var piece = [UInt8](repeating: 0, count: 1 << 18)

  init(path: String) throws(ArchiveError) {
    guard let archive = archive_read_new() else {
      throw ArchiveError(
        .system,
        problem: "cannot read \(path)",
        reason: "memory is exhausted",
        remedy: "Close other programs and run the command again."
      )
    }
    self.archive = archive
    self.path = path
  }

  deinit { archive_read_free(archive) }

  /// Opens an archive; `forLooking` adds the formats that are only ever looked into.
  func open(_ descriptor: Int32, forLooking: Bool = false) throws(ArchiveError) {
    // Only what is written here and what people send: every other format is code for a hostile file to reach.
    archive_read_support_filter_gzip(archive)
    archive_read_support_format_tar(archive)
    archive_read_support_format_zip_seekable(archive)
    if forLooking {
      supportMoreFilters()
      archive_read_support_format_7zip(archive)
    }
    guard archive_read_open_fd(archive, descriptor, 1 << 16) == ARCHIVE_OK else { throw failure() }
  }

  private func supportMoreFilters() {
    archive_read_support_filter_bzip2(archive)
    archive_read_support_filter_xz(archive)
    archive_read_support_filter_zstd(archive)
  }

  /// Opens a packed file for what is inside, whatever it is, as one entry.
  func openRaw(_ descriptor: Int32) throws(ArchiveError) {
    archive_read_support_filter_gzip(archive)
    supportMoreFilters()
    archive_read_support_format_raw(archive)
    guard archive_read_open_fd(archive, descriptor, 1 << 16) == ARCHIVE_OK else { throw failure() }
  }

  /// The next entry; nil at the end.
  func next() throws(ArchiveError) -> Header? {
    while true {
      guard let header = try nextHeader() else { return nil }
      if header.kind == .folder, header.path.isEmpty || header.path == "." { continue }
      return header
    }
  }

  private func nextHeader() throws(ArchiveError) -> Header? {
    var entry: OpaquePointer?
    let status = archive_read_next_header(archive, &entry)
    if status == ARCHIVE_EOF { return nil }
    // A warning is about an attribute that is not used here; a name that cannot be read is nil below.
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw failure() }
    guard let name = archive_entry_pathname_utf8(entry) else {
      throw ArchiveError(
        .invalidPath,
        problem: "cannot unpack \(path)",
        reason: "it has an entry whose name is not UTF-8",
        remedy: "Do not use this archive."
      )
    }
    var header = Header(path: String(cString: name), kind: kind(of: entry), isExecutable: false)
    header.isExecutable = archive_entry_perm(entry) & 0o100 != 0
    // `tar` writes `./` for the folder that it was started in and `./name` for what is inside.
    while header.path.hasPrefix("./") { header.path.removeFirst(2) }
    if header.kind == .folder {
      while header.path.hasSuffix("/"), header.path.count > 1 { header.path.removeLast() }
    }
    return header
  }

  /// The next bytes of the entry; nil at its end.
  func nextPiece() throws(ArchiveError) -> ArraySlice<UInt8>? {
    let count = archive_read_data(archive, &piece, piece.count)
    if count == 0 { return nil }
    // Here a warning means wrong bytes, such as a checksum that does not match.
    guard count > 0 else { throw failure() }
    return piece[..<count]
  }

  private func kind(of entry: OpaquePointer) -> Kind {
    if archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil { return .other }
    switch UInt32(archive_entry_filetype(entry)) {
    case hfpub_archive_regular_file: return .file
    case hfpub_archive_folder: return .folder
    default: return .other
    }
  }

  private func failure() -> ArchiveError {
    ArchiveError(
      .unreadable,
      problem: "cannot read \(path)",
      reason: archive_error_string(archive).map { String(cString: $0) } ?? "it is no archive, or it is damaged",
      remedy: "Check that it is a complete tar.gz or zip archive; fetch it again."
    )
  }
}
