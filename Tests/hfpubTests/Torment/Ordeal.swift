import HubAPI
import LocalHub
import TestKit

/// What one upload has to go through: faults of the hub, and a signal at some moment.
struct Ordeal: CustomStringConvertible {
  /// When the process gets a signal.
  enum Moment: CustomStringConvertible {
    /// Never.
    case never
    /// So many milliseconds after its start.
    case milliseconds(Int)
    /// After the hub's answer to the request of this number.
    case request(Int)
    /// When the first fault is played.
    case fault

    var description: String {
      switch self {
      case .never: "never"
      case .milliseconds(let count): "after \(count) ms"
      case .request(let number): "after request \(number)"
      case .fault: "at the first fault"
      }
    }
  }

  var rules: [FaultRule] = []
  var moment = Moment.never
  /// Whether the signal is Ctrl-C and not a kill.
  var isGentle = false
  /// Whether what is only on the remote is to be deleted.
  var prunes = false

  /// The file that somebody else commits meanwhile, if any.
  var theirs: String? {
    for case .race(let lines) in rules.map(\.fault) {
      if case .file(let path, _, _)? = lines.first { return path }
    }
    return nil
  }

  static let theirText = "Theirs\n"

  private static let paths: [(method: String?, path: String)] = [
    (nil, "*"), ("GET", "/api/models/*"), ("POST", "*/preupload/*"), ("GET", "*/tree/*"),
    ("POST", "/api/validate-yaml"),
    ("POST", "*/objects/batch"), ("PUT", "/.storage/*"), ("GET", "*/commits/*"), ("GET", "*/resolve/*"),
    ("GET", "/.storage/*"), ("POST", "*/commit/*"), ("POST", "*/commit/*"), ("POST", "*/commit/*"),
    ("POST", "*/commit/*"),
  ]

  /// An ordeal by chance; `usual` is how many milliseconds an upload takes.
  init(usual: Int, _ chance: inout SeededGenerator) {
    moment =
      switch Int.random(in: 0..<10, using: &chance) {
      case 0..<3: .never
      case 3..<6: .milliseconds(Int.random(in: 0...usual * 3 / 2, using: &chance))
      case 6..<9: .request(Int.random(in: 1...30, using: &chance))
      default: .fault
      }
    isGentle = Int.random(in: 0..<4, using: &chance) == 0
    prunes = Int.random(in: 0..<4, using: &chance) == 0
    for _ in 0..<Int.random(in: 0...4, using: &chance) { rules.append(rule(&chance)) }
  }

  private func rule(_ chance: inout SeededGenerator) -> FaultRule {
    let (method, path) = Self.paths[Int.random(in: 0..<Self.paths.count, using: &chance)]
    return FaultRule(
      method: method,
      path: path,
      nth: Int.random(in: 1...(method == nil ? 30 : 3), using: &chance),
      times: Int.random(in: 1...2, using: &chance),
      fault: fault(path, &chance)
    )
  }

  private func fault(_ path: String, _ chance: inout SeededGenerator) -> Fault {
    func bytes(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &chance) }
    // Where content travels, not JSON, whose every bit is trusted under TLS.
    if path.hasPrefix("/.storage/"), Bool.random(using: &chance) {
      return [.corrupt(offset: bytes(500)), .cutRequest(bytes: bytes(9000)), .cutResponse(bytes: bytes(9000))]
        .randomElement(using: &chance) ?? .dropAfterApply
    }
    if path == "*/commit/*", theirs == nil, Int.random(in: 0..<4, using: &chance) == 0 {
      let path = Bool.random(using: &chance) ? "NOTICE.md" : "theirs/\(bytes(1000)).md"
      return .race([.file(path: path, content: Self.theirText, encoding: "utf-8")])
    }
    switch Int.random(in: 0..<14, using: &chance) {
    case 0: return .status([400, 401, 403, 404, 409, 412].randomElement(using: &chance) ?? 400)
    case 1, 2: return .status([500, 502, 503, 504].randomElement(using: &chance) ?? 500)
    case 3: return .html(status: Bool.random(using: &chance) ? 200 : 502, title: "Sign in")
    case 4: return .rateLimit(Fault.RateLimitForm.allCases.randomElement(using: &chance) ?? .date, seconds: 0)
    case 5: return .delay(seconds: Double(bytes(50)) / 1000)
    case 6: return .truncatedJSON(bytes: Bool.random(using: &chance) ? nil : bytes(200))
    case 7: return .cutRequest(bytes: bytes(2000))
    case 8, 9: return .cutResponse(bytes: bytes(300))
    case 10: return path.hasSuffix("/batch") ? .expiredLinks : .dropAfterApply
    // A silent hub is waited for longer than a test may take, unless somebody ends the waiting.
    case 11 where moment.ends: return Bool.random(using: &chance) ? .stall : .stallAfterApply
    default: return .dropAfterApply
    }
  }

  /// What is done, in a form from which a script can be written.
  var description: String {
    let faults = rules.map { rule in
      "{ on: \(rule.method ?? "ANY") \(rule.path), nth: \(rule.nth), times: \(rule.times ?? 0), \(rule.fault) }"
    }
    let signal = "\(isGentle ? "SIGINT" : "SIGKILL") \(moment)"
    return (["\(signal)\(prunes ? ", --prune" : "")"] + faults).joined(separator: "\n  ")
  }
}

extension Ordeal.Moment {
  /// Whether the signal comes for certain.
  fileprivate var ends: Bool { if case .milliseconds = self { true } else { false } }
}
