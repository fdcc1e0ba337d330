import Findings
import Glibc

/// Small operations on the local file system over POSIX, with errors that say what to do.
public enum LocalFiles {
  /// Reads a whole small file.
  ///
  /// - Throws: `FileError`; `.tooLarge` above `limit` bytes, so that a wrong path cannot fill the memory.
  public static func read(_ path: String, limit: Int = 64 << 20) throws(FileError) -> [UInt8] {
    let file = try MappedFile(path: path)
    guard file.count <= limit else {
      throw FileError(
        .tooLarge,
        problem: "cannot read \(path)",
        reason: "it has \(file.count) bytes, more than the \(limit) expected of such a file",
        remedy: "Check the path."
      )
    }
    let bytes = file.withBytes { Array($0) }
    guard file.isIntact else { throw MappedFile.shrunk(path) }
    return bytes
  }

  /// Reads a whole small UTF-8 text; malformed bytes are an error.
  public static func readText(_ path: String, limit: Int = 16 << 20) throws(FileError) -> String {
    let bytes = try read(path, limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(
        .unreadable,
        problem: "cannot read \(path)",
        reason: "it is not UTF-8 text",
        remedy: "Save the file as UTF-8."
      )
    }
    return text
  }

  /// Writes a file so that a reader sees the old content or the new, never a part: temporary name, fsync, rename.
  public static func writeAtomically(_ content: [UInt8], to path: String, mode: mode_t = 0o644) throws(FileError) {
    let temporary = "\(path).tmp-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system("write", path, number: errno) }
    let failure = content.withUnsafeBytes { bytes -> Int32 in
      var written = 0
      while written < bytes.count {
        let result = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if result < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += result
      }
      return fsync(descriptor) == 0 ? 0 : errno
    }
    close(descriptor)
    guard failure == 0 else {
      unlink(temporary)
      throw .system("write", path, number: failure)
    }
    guard rename(temporary, path) == 0 else {
      let number = errno
      unlink(temporary)
      throw .system("write", path, number: number)
    }
  }

  /// Makes a folder and the folders above it; existing ones are fine.
  public static func makeFolder(_ path: String, mode: mode_t = 0o755) throws(FileError) {
    if mkdir(path, mode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let parent = parent(of: path), parent != path else {
      throw .system("create", path, number: errno)
    }
    try makeFolder(parent, mode: mode)
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw .system("create", path, number: errno) }
  }

  /// Makes the folder that a path is in, and those above it.
  public static func makeFolder(above path: String, mode: mode_t = 0o755) throws(FileError) {
    guard let folder = parent(of: path) else { return }
    try makeFolder(folder, mode: mode)
  }

  /// What a path is, without following a symbolic link at its end; nil when there is nothing.
  public static func kind(_ path: String) -> FileKind? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return FileKind(mode: status.st_mode)
  }

  /// Whether there is a regular file at `path`, following links.
  public static func isFile(_ path: String) -> Bool { followed(path) == .file }

  /// Whether there is a folder at `path`, following links.
  public static func isFolder(_ path: String) -> Bool { followed(path) == .folder }

  /// The names in a folder with their kinds, sorted by UTF-8 bytes; `.` and `..` left out.
  ///
  /// A name that is not UTF-8 is listed as `unnamed`, with U+FFFD for what cannot be read: it cannot be opened by it.
  public static func list(_ path: String) throws(FileError) -> [(name: String, kind: FileKind)] {
    guard let folder = opendir(path) else { throw .system("read", path, number: errno) }
    defer { closedir(folder) }
    var names: [(name: String, kind: FileKind)] = []
    while let entry = readdir(folder) {
      let (name, isText) = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) {
          (String(cString: $0), String(validatingCString: $0) != nil)
        }
      }
      guard isText else {
        names.append((name, .unnamed))
        continue
      }
      guard name != ".", name != "..", let kind = kind("\(path)/\(name)") else { continue }
      names.append((name, kind))
    }
    return names.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Every entry below a folder that is not a folder itself, as paths relative to it, sorted; links are not followed.
  public static func walk(_ root: String) throws(FileError) -> [(path: String, kind: FileKind)] {
    var found: [(path: String, kind: FileKind)] = []
    var pending = [""]
    while let prefix = pending.popLast() {
      for (name, kind) in try list(prefix.isEmpty ? root : "\(root)/\(prefix)") {
        let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
        if kind == .folder { pending.append(path) } else { found.append((path, kind)) }
      }
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Makes a symbolic link.
  public static func link(_ path: String, to target: String) throws(FileError) {
    guard symlink(target, path) == 0 else { throw .system("make", path, number: errno) }
  }

  /// Removes a file or a whole folder; a missing one is fine.
  ///
  /// Links are removed, not followed.
  public static func remove(_ path: String) throws(FileError) {
    guard let kind = kind(path) else { return }
    if kind == .folder {
      for (name, _) in try list(path) { try remove("\(path)/\(name)") }
      guard rmdir(path) == 0 else { throw .system("remove", path, number: errno) }
    } else {
      guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path, number: errno) }
    }
  }

  /// The absolute path without links, `.` or `..`; nil when it does not exist.
  public static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Where a path leads that need not be there yet: absolute, and without links as far as it is there.
  public static func destination(_ path: String) -> String {
    var there = withoutSlash(path)
    var rest = ""
    while kind(there) == nil, let parent = parent(of: there), parent != there {
      rest = "/\(name(of: there))\(rest)"
      there = withoutSlash(parent)
    }
    let place = resolved(there) ?? there
    return rest.isEmpty ? place : (place == "/" ? "" : place) + rest
  }

  /// A path without slashes at its end; the root stays.
  public static func withoutSlash(_ path: String) -> String {
    let kept = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
    guard let kept else { return path.isEmpty ? path : "/" }
    return String(decoding: path.utf8[...kept], as: UTF8.self)
  }

  /// The folder a path is in; nil for the root.
  public static func parent(of path: String) -> String? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    if slash == path.startIndex { return path.utf8.count > 1 ? "/" : nil }
    return String(path[..<slash])
  }

  /// The last component of a path.
  public static func name(of path: String) -> String {
    PathParts.of(path).last { !$0.isEmpty } ?? path
  }

  private static func followed(_ path: String) -> FileKind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return FileKind(mode: status.st_mode)
  }
}

/// What an entry of a folder is.
public enum FileKind: String, Sendable, Hashable {
  case file, folder
  case symbolicLink = "symbolic link"
  case special = "special file"
  case unnamed = "file whose name is not UTF-8"

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .symbolicLink
    default: self = .special
    }
  }
}
