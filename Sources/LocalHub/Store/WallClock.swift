import Glibc

/// Times as the Hub writes them.
enum WallClock {
  /// Unix seconds.
  static func now() -> Int { time(nil) }

  /// `2026-01-31T12:00:00.000Z`.
  static func iso8601(_ seconds: Int) -> String { format(seconds, "%Y-%m-%dT%H:%M:%S.000Z") }

  /// `2026-01-31 12:00 UTC`, for pages.
  static func people(_ seconds: Int) -> String { format(seconds, "%Y-%m-%d %H:%M UTC") }

  /// The form of the `Date` header; English names, since the process's locale stays "C".
  static func http(_ seconds: Int) -> String { format(seconds, "%a, %d %b %Y %H:%M:%S GMT") }

  private static func format(_ seconds: Int, _ pattern: String) -> String {
    var seconds = time_t(seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let length = strftime(&text, text.count, pattern, &parts)
    return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
