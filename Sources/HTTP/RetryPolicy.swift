/// When a request that does no harm twice is sent again, and after which pause.
///
/// Pauses are "full jitter": evenly spread between nothing and a bound that doubles. A server that names a time
/// (`Retry-After`, or `RateLimit` with nothing remaining) is obeyed as often as it does, unless it asks for more than is
/// left of ``maximumWait``; then the answer is returned at once. Meanwhile all other requests to that server wait too.
public struct RetryPolicy: Sendable, Hashable {
  /// Statuses that may pass by themselves.
  public static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

  /// Attempts in all, the first included; those that a server asked to make later, by a second or more, do not count.
  public var maximumAttempts: Int
  /// The bound of the first pause.
  public var firstPause: Duration
  /// The largest bound of a pause that the server did not name.
  public var maximumPause: Duration
  /// All pauses of one request together, those named by the server included, also to another request.
  public var maximumWait: Duration

  /// A policy; 5 attempts, bounds 1, 2, 4, 8 s, two minutes in all.
  public init(
    maximumAttempts: Int = 5,
    firstPause: Duration = .seconds(1),
    maximumPause: Duration = .seconds(8),
    maximumWait: Duration = .seconds(120)
  ) {
    self.maximumAttempts = maximumAttempts
    self.firstPause = firstPause
    self.maximumPause = maximumPause
    self.maximumWait = maximumWait
  }

  /// Every request once, and none that would have to wait.
  public static let never = RetryPolicy(maximumAttempts: 1, maximumWait: .zero)

  /// The longest pause after an attempt, if the server names none.
  func bound(after attempt: Int) -> Duration { min(maximumPause, firstPause * (1 << min(attempt - 1, 20))) }

  /// Whether the server itself chose when the next attempt comes, so that it is no sign of failure.
  static func isAppointment(_ response: HTTPResponse, now: Double) -> Bool {
    transientStatuses.contains(response.status)
      && namedPause(response.headers, status: response.status, now: now).map { $0 >= 1 } ?? false
  }

  /// The pause before the next attempt; nil when there is none.
  ///
  /// - Parameters:
  ///   - result: How the last attempt ended.
  ///   - attempt: Its number, from 1.
  ///   - waited: All pauses so far.
  ///   - clock: The time and the chance.
  /// - Returns: The pause.
  func pause(
    after result: Result<HTTPResponse, HTTPError>,
    attempt: Int,
    waited: Duration,
    clock: RetryClock
  ) -> Duration? {
    guard attempt < maximumAttempts else { return nil }
    var pause = bound(after: attempt) * clock.jitter()
    switch result {
    case .failure(let error):
      guard error.isTransient else { return nil }
    case .success(let response):
      guard Self.transientStatuses.contains(response.status) else { return nil }
      if let named = Self.namedPause(response.headers, status: response.status, now: clock.now()) {
        // A little later than asked, and not everyone at the same moment.
        pause = .seconds(named) + .seconds(1) * clock.jitter()
      }
    }
    return waited + pause <= maximumWait ? pause : nil
  }

  // A year: far above every limit, far below what a `Duration` can hold.
  private static let longest = 31_536_000.0

  /// The seconds that a server asks to wait; nil when it does not say.
  public static func namedPause(_ headers: HTTPHeaders, status: Int, now: Double) -> Double? {
    if let value = headers["Retry-After"]?.trimmingBlanks() {
      if let seconds = Double(value), seconds >= 0 { return min(seconds, longest) }
      if let date = HTTPDate.seconds(value) { return min(max(0, date - now), longest) }
    }
    return status == 429 ? secondsToNewQuota(headers) : nil
  }

  /// The seconds until a used-up quota is filled again; nil when something is left of it, or the server does not say.
  static func secondsToNewQuota(_ headers: HTTPHeaders) -> Double? {
    // `RateLimit: "api";r=0;t=55`; `t` tells nothing about a quota that this header does not count (`r` above 0).
    guard let value = headers["RateLimit"] else { return nil }
    var remaining: Int?
    var seconds: Int?
    for part in value.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1).map { String($0).trimmingBlanks() }
      guard pair.count == 2 else { continue }
      if pair[0] == "r" { remaining = Int(pair[1]) }
      if pair[0] == "t" { seconds = Int(pair[1]) }
    }
    guard remaining == 0, let seconds, seconds >= 0 else { return nil }
    return min(Double(seconds), longest)
  }
}

/// The date form of HTTP headers, `Sun, 06 Nov 1994 08:49:37 GMT`.
public enum HTTPDate {
  /// Seconds since 1970; nil when the text has another form.
  public static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let day = Int(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]) else {
      return nil
    }
    // Days of the proleptic Gregorian calendar, with years that begin in March so that the leap day is the last.
    let shifted = month < 2 ? year - 1 : year
    let monthFromMarch = (month + 10) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    return Double(days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2])
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  func trimmingBlanks() -> String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
