import Glibc

/// Makes the C library on this thread take names for UTF-8.
///
/// A program starts in the C locale, in which libarchive writes broken names into a zip archive and follows a null
/// pointer while it writes a non-ASCII name into a tar archive. The locale of the process is not ours to change.
enum UTF8Locale {
  /// What to go back to.
  struct Scope {
    fileprivate let previous: locale_t?
    fileprivate let current: locale_t
  }

  /// Enters the locale on the calling thread; nil when the system has none.
  ///
  /// `leave` must follow on the same thread.
  static func enter() -> Scope? {
    guard let current = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) ?? newlocale(LC_CTYPE_MASK, "en_US.UTF-8", nil) else {
      return nil
    }
    return Scope(previous: uselocale(current), current: current)
  }

  static func leave(_ scope: Scope) {
    uselocale(scope.previous)
    freelocale(scope.current)
  }

  static var missing: ArchiveError {
    ArchiveError(
      .system,
      problem: "cannot work with archives",
      reason: "the system has no UTF-8 locale",
      remedy: "Install the locale C.UTF-8."
    )
  }
}
