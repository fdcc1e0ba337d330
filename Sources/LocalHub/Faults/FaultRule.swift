import Findings

/// One line of a fault script: which requests, which of them, and what goes wrong.
public struct FaultRule: Sendable, Hashable {
  /// The method, such as `POST`; nil for any.
  public var method: String?
  /// The path, percent-encoded as clients send it and without the query; `*` stands for any run of characters.
  public var path: String
  /// The first matching request that is hit, counted from 1.
  public var nth: Int
  /// How many matching requests are hit from there on; nil for all.
  public var times: Int?
  /// Seconds after the hub's start before which the rule does not exist.
  public var afterSeconds: Double
  /// What goes wrong.
  public var fault: Fault
  /// Where the rule stands in its file.
  public var location: SourceLocation?

  /// A rule; by default it hits every matching request.
  public init(
    method: String? = nil,
    path: String,
    nth: Int = 1,
    times: Int? = nil,
    afterSeconds: Double = 0,
    fault: Fault,
    location: SourceLocation? = nil
  ) {
    self.method = method
    self.path = path
    self.nth = nth
    self.times = times
    self.afterSeconds = afterSeconds
    self.fault = fault
    self.location = location
  }

  /// Whether a request is of the kind that the rule is about.
  func matches(method: String, path: String) -> Bool {
    (self.method.map { $0 == method } ?? true) && Self.matches(Array(self.path.utf8), Array(path.utf8))
  }

  /// Whether the rule hits the request that is the `count`th of its kind.
  func hits(_ count: Int) -> Bool { count >= nth && (times.map { count - nth < $0 } ?? true) }

  /// Whether a pattern with `*` covers a whole text; time grows with the product of the lengths at most.
  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var place = 0
    var index = 0
    var retry: (place: Int, index: Int)?
    while index < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        retry = (place + 1, index)
        place += 1
      } else if place < pattern.count, pattern[place] == text[index] {
        place += 1
        index += 1
      } else if let last = retry {
        retry = (last.place, last.index + 1)
        place = last.place
        index = last.index + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
