/// A file to be packed.
public struct ArchiveEntry: Sendable {
  /// Where the content comes from.
  public enum Source: Sendable {
    /// Bytes in memory.
    case bytes([UInt8])
    /// The regular file at a path, read in pieces while the archive is written.
    case file(String)
  }

  /// The path inside the archive: relative, with `/` between its parts.
  public var path: String
  /// Where the content comes from.
  public var source: Source
  /// Whether the file is unpacked as a program (mode 0755) or not (0644).
  public var isExecutable: Bool

  /// A file at a path; the path is checked when the archive is written.
  public init(path: String, source: Source, isExecutable: Bool = false) {
    self.path = path
    self.source = source
    self.isExecutable = isExecutable
  }
}

/// The kinds of archive that are written.
public enum ArchiveFormat: String, Sendable, CaseIterable {
  /// A tar archive (POSIX, with long and non-ASCII names) compressed with gzip.
  case tarGzip = "tar.gz"
  /// A zip archive with deflated entries.
  case zip
}
