import Glibc

/// The room on the volume of a folder, looked at before much is written.
public enum FreeSpace {
  /// The bytes that may still be written into `folder`, or where it will be made; nil when nobody knows.
  public static func bytes(in folder: String) -> Int? {
    var place = folder.isEmpty ? "." : folder
    var volume = statvfs()
    while statvfs(place, &volume) != 0 {
      guard errno == ENOENT, let parent = LocalFiles.parent(of: place), parent != place else { return nil }
      place = parent
    }
    // Some file systems in memory and on networks have no idea.
    guard volume.f_blocks > 0 else { return nil }
    let (bytes, isTooMuch) = Int(clamping: volume.f_bavail).multipliedReportingOverflow(by: Int(volume.f_frsize))
    return isTooMuch ? .max : bytes
  }

  /// Makes sure that there is room.
  ///
  /// - Parameters:
  ///   - needed: How many bytes will be written.
  ///   - folder: Where.
  ///   - deed: What cannot be done without, such as “download acme/tiny”.
  ///   - free: Tells the room in a folder.
  /// - Throws: `FileError` with code `.diskFull` that says how many bytes are short.
  public static func require(
    _ needed: Int,
    in folder: String,
    to deed: String,
    free: (String) -> Int? = bytes
  ) throws(FileError) {
    guard let free = free(folder), free < needed else { return }
    throw FileError(
      .diskFull,
      problem: "cannot \(deed)",
      reason: "\(folder) has room for \(free) bytes and \(needed) are needed: \(needed - free) bytes are short",
      remedy: "Free some space there, or choose another place, and run the command again."
    )
  }
}
