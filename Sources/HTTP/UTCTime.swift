import Glibc

/// Points in time, for people.
public enum UTCTime {
  /// A time in seconds since 1970, such as “2026-11-23 18:40:05 UTC”.
  public static func text(_ seconds: Double) -> String {
    // What no calendar holds is as far away as a calendar can say.
    var time = time_t(max(0, min(seconds.isNaN ? 0 : seconds, 253_402_300_799)).rounded(.up))
    var parts = tm()
    gmtime_r(&time, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) UTC"
  }
}
