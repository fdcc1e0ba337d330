/// The parts of a path as the system cuts it: at the byte of the slash.
///
/// Swift compares characters, and a slash with an accent on it is another character than a slash: a path that is cut by
/// characters hides a `..` in front of such a slash from whoever looks for it, and the system follows it all the same.
public enum PathParts {
  /// The parts between slashes, empty ones included.
  public static func of(_ path: some StringProtocol) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Whether a path that is followed from a folder stays in it: it is relative, and no part is empty, `.` or `..`.
  public static func areInside(_ path: some StringProtocol) -> Bool {
    of(path).allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}
