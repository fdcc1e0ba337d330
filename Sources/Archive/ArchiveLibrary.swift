import CArchive

/// The archive library that this process has loaded.
public enum ArchiveLibrary {
  /// Its version, such as `3.7.2`.
  public static var version: String {
    let text = archive_version_string().map { String(cString: $0) } ?? ""
    // It says its name too.
    return text.split(separator: " ").last.map(String.init) ?? "unknown"
  }
}
