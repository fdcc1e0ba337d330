import CArchive
import Files
import Findings
import Glibc

/// libarchive's writer on an open file; used and freed on one thread, inside a `UTF8Locale` scope.
struct ArchiveOutput: ~Copyable {
  private let archive: OpaquePointer
  private let format: ArchiveFormat
  private let path: String

  /// A writer that is not open yet.
  init(format: ArchiveFormat, path: String) throws(ArchiveError) {
    guard let archive = archive_write_new() else { throw Self.outOfMemory }
    self.archive = archive
    self.format = format
    self.path = path
  }

  deinit { archive_write_free(archive) }

  func open(_ descriptor: Int32) throws(ArchiveError) {
    switch format {
    case .tarGzip:
      try check(archive_write_set_format_pax_restricted(archive))
      try check(archive_write_add_filter_gzip(archive))
      try check(archive_write_set_options(archive, "hdrcharset=UTF-8,gzip:!timestamp"))
    case .zip:
      try check(archive_write_set_format_zip(archive))
      try check(archive_write_set_options(archive, "hdrcharset=UTF-8,zip:compression=deflate"))
    }
    try check(archive_write_set_bytes_in_last_block(archive, 1))
    try check(archive_write_open_fd(archive, descriptor))
  }

  func begin(_ entry: ArchiveEntry, size: Int, time: Int) throws(ArchiveError) {
    guard let header = archive_entry_new() else { throw Self.outOfMemory }
    defer { archive_entry_free(header) }
    guard archive_entry_update_pathname_utf8(header, entry.path) == 1 else {
      throw ArchiveError(
        .invalidPath,
        problem: "cannot pack `\(ArchivePaths.shown(entry.path))` into \(path)",
        reason: "its name cannot be written as UTF-8",
        remedy: "Rename the file."
      )
    }
    archive_entry_set_filetype(header, hfpub_archive_regular_file)
    archive_entry_set_perm(header, entry.isExecutable ? 0o755 : 0o644)
    archive_entry_set_size(header, Int64(size))
    archive_entry_set_uid(header, 0)
    archive_entry_set_gid(header, 0)
    // A zip archive stores local time. Without a time, libarchive stores the earliest one, 1980-01-01 00:00, which is
    // the same text in every time zone, and leaves out the second, universal, time.
    if format == .tarGzip { archive_entry_set_mtime(header, time, 0) }
    try check(archive_write_header(archive, header))
  }

  func append(_ bytes: ArraySlice<UInt8>) throws(ArchiveError) {
    let written = bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
    guard written == bytes.count else { throw failure() }
  }

  func finishEntry() throws(ArchiveError) { try check(archive_write_finish_entry(archive)) }

  /// Writes what is still held back and the end of the archive.
  func close() throws(ArchiveError) { try check(archive_write_close(archive)) }

  // Warnings count as failures: they mean that a name or an attribute was not written as it was given.
  private func check(_ status: Int32) throws(ArchiveError) {
    guard status == ARCHIVE_OK else { throw failure() }
  }

  private func failure() -> ArchiveError {
    // Other numbers are the library's way to classify its own refusals; its text says more.
    let number = archive_errno(archive)
    if [ENOSPC, EDQUOT, EIO, EFBIG].contains(number) {
      return ArchiveError(FileError.system("write", path, number: number))
    }
    return ArchiveError(
      .system,
      problem: "cannot write \(path)",
      reason: archive_error_string(archive).map { String(cString: $0) } ?? "the archive library failed",
      remedy: "Report this with the list of files to be packed."
    )
  }

  private static var outOfMemory: ArchiveError {
    ArchiveError(
      .system,
      problem: "cannot write an archive",
      reason: "memory is exhausted",
      remedy: "Close other programs and run the command again."
    )
  }
}
