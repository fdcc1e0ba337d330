import Documents
import Files
import Findings
import FoundationEssentials
import HubAPI

/// Reads a fault script: a list of mappings, each with `on` and `then`.
struct FaultScriptReader {
  private static let common = ["on", "nth", "times", "after_s", "then"]
  private static let methods = ["ANY", "GET", "HEAD", "POST", "PUT", "DELETE"]
  /// Set by the hub itself, so that answers stay well-formed HTTP.
  private static let ownHeaders = ["content-length", "transfer-encoding", "connection"]
  private static let contentLimit = 1 << 20

  let file: String

  /// The whole script.
  func script() throws -> FaultScript {
    let node = try YAMLNode.parse(try LocalFiles.readText(file, limit: 4 << 20), file: file)
    // A file of comments alone is an empty script.
    guard !node.isNull else { return FaultScript([]) }
    return FaultScript(try node.sequence().map { try rule($0) })
  }

  private func rule(_ node: YAMLNode) throws -> FaultRule {
    let entry = try node.mapping(named: "a fault")
    // Said first, because a slip in these two would show as something else.
    if entry.optional("on") == nil || entry.optional("then") == nil {
      try entry.rejectUnknown(known: Self.common + Fault.Kind.allCases.flatMap(Self.keys))
    }
    let on = try entry.required("on")
    let (method, path) = try target(on)
    let then = try entry.required("then")
    let name = try then.string()
    guard let kind = Fault.Kind(rawValue: name) else {
      let names = Fault.Kind.allCases.map(\.rawValue)
      let nearest = NearestName.suggestion(for: name, among: names)
      throw LocalHubError.faults(
        "the fault \(Self.quoted(name)) is not known",
        nearest.map { "Did you mean `\($0)`?" } ?? "Known faults: \(names.joined(separator: ", ")).",
        at: then.location
      )
    }
    try entry.rejectUnknown(known: Self.common + Self.keys(of: kind))
    let nth = try entry.optional("nth").map { try number($0, in: 1...1_000_000) }
    let times = try entry.optional("times").map { try number($0, in: 1...1_000_000) }
    return FaultRule(
      method: method,
      path: path,
      nth: nth ?? 1,
      times: times ?? (nth == nil ? nil : 1),
      afterSeconds: try entry.optional("after_s").map { try seconds($0) } ?? 0,
      fault: try fault(kind, entry),
      location: node.location
    )
  }

  private func target(_ node: YAMLNode) throws -> (method: String?, path: String) {
    let words = try node.string().split(separator: " ")
    guard words.count == 2, let method = words.first.map(String.init), Self.methods.contains(method) else {
      let nearest = words.first.flatMap { NearestName.suggestion(for: String($0), among: Self.methods) }
      throw LocalHubError.faults(
        "`on` must be a method and a path pattern, but it is \(Self.quoted(try node.string()))",
        nearest.map { words.count == 2 ? "Did you mean `\($0)`?" : "Write such as `\($0) */commit/*`." }
          ?? "Write one of \(Self.methods.joined(separator: ", ")), a space, and a path such as `*/commit/*`.",
        at: node.location
      )
    }
    guard words[1].hasPrefix("/") || words[1].hasPrefix("*"), !words[1].contains("?") else {
      throw LocalHubError.faults(
        "the path pattern \(Self.quoted(String(words[1]))) can match no request",
        "Begin it with `/` or `*`, and leave out the query.",
        at: node.location
      )
    }
    return (method == "ANY" ? nil : method, String(words[1]))
  }

  // MARK: Faults

  /// The keys of a kind beside the common ones.
  private static func keys(of kind: Fault.Kind) -> [String] {
    switch kind {
    case .status: ["code", "headers", "body", "text"]
    case .html: ["code", "title"]
    case .rateLimit: ["form", "wait_s"]
    case .delay: ["wait_s"]
    case .stallRequest, .stallResponse, .cutRequest, .cutResponse, .truncatedJSON: ["bytes"]
    case .slow: ["bytes_per_s"]
    case .corrupt: ["offset"]
    case .race: ["with", "path", "text"]
    case .stall, .stallAfterApply, .dropAfterApply, .expiredLinks: []
    }
  }

  private func fault(_ kind: Fault.Kind, _ entry: YAMLMapping) throws -> Fault {
    func bytes(_ key: String, from least: Int = 0) throws -> Int {
      try number(try entry.required(key), in: least...Int.max)
    }
    switch kind {
    case .status:
      return .status(
        try number(try entry.required("code"), in: 200...599),
        headers: try headers(entry),
        content: try content(entry)
      )
    case .html:
      return .html(
        status: try entry.optional("code").map { try number($0, in: 200...599) } ?? 502,
        title: try entry.optional("title")?.string() ?? "Bad gateway"
      )
    case .rateLimit:
      let node = try entry.required("form")
      guard let form = Fault.RateLimitForm(rawValue: try node.string()) else {
        throw LocalHubError.faults(
          "`form` must be seconds, date or header, but it is \(Self.quoted(try node.string()))",
          "Choose one of the three.",
          at: node.location
        )
      }
      return .rateLimit(form, seconds: try entry.optional("wait_s").map { try number($0, in: 0...86_400) } ?? 1)
    case .delay: return .delay(seconds: try seconds(try entry.required("wait_s")))
    case .stall: return .stall
    case .stallAfterApply: return .stallAfterApply
    case .stallRequest: return .stallRequest(bytes: try bytes("bytes"))
    case .stallResponse: return .stallResponse(bytes: try bytes("bytes"))
    case .cutRequest: return .cutRequest(bytes: try bytes("bytes"))
    case .cutResponse: return .cutResponse(bytes: try bytes("bytes"))
    case .dropAfterApply: return .dropAfterApply
    case .slow: return .slow(bytesPerSecond: try bytes("bytes_per_s", from: 1))
    case .truncatedJSON:
      return .truncatedJSON(bytes: try entry.optional("bytes").map { try number($0, in: 0...Int.max) })
    case .corrupt: return .corrupt(offset: try entry.optional("offset").map { try number($0, in: 0...Int.max) } ?? 0)
    case .expiredLinks: return .expiredLinks
    case .race: return .race(try race(entry))
    }
  }

  private func headers(_ entry: YAMLMapping) throws -> [Fault.Header] {
    guard let node = entry.optional("headers") else { return [] }
    return try node.mapping(named: "the headers").pairs.map { pair in
      let value = try pair.value.string()
      let isName =
        !pair.name.isEmpty
        && pair.name.utf8.allSatisfy { byte in
          UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
      guard isName, value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
        !Self.ownHeaders.contains(pair.name.lowercased())
      else {
        throw LocalHubError.faults(
          "the header \(Self.quoted(pair.name)) cannot be sent",
          "Use letters, digits and `-` in its name and visible ASCII in its value; lengths are set by the hub.",
          at: pair.key.location
        )
      }
      return Fault.Header(name: pair.name, value: value)
    }
  }

  private func content(_ entry: YAMLMapping) throws -> Fault.Content? {
    if let node = entry.optional("body") {
      try reject("text", beside: "body", in: entry)
      let name = try node.string()
      let type =
        switch name.split(separator: ".").last {
        case "xml": "application/xml"
        case "html": "text/html; charset=utf-8"
        case "json": "application/json; charset=utf-8"
        default: "text/plain; charset=utf-8"
        }
      return Fault.Content(type: type, bytes: try companion(name))
    }
    guard let node = entry.optional("text") else { return nil }
    return Fault.Content(type: "text/plain; charset=utf-8", bytes: Array(try node.string().utf8))
  }

  private func race(_ entry: YAMLMapping) throws -> [CommitLine] {
    if let node = entry.optional("with") {
      try reject("path", beside: "with", in: entry)
      try reject("text", beside: "with", in: entry)
      let name = try node.string()
      let lines = try companion(name).split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
      return try lines.map { line in
        do {
          return try JSONDecoder().decode(CommitLine.self, from: Data(line))
        } catch {
          throw LocalHubError.faults(
            "\(name) holds a line that is not a line of a commit",
            #"Write lines such as {"key": "file", "value": {"path": "a.txt", "content": "A"}}."#,
            at: node.location
          )
        }
      }
    }
    let path = entry.optional("path")
    let text = try entry.optional("text")?.string() ?? "Written by somebody else.\n"
    let name = try path?.string() ?? "somebody-else.txt"
    guard RepositoryPath(name) != nil else {
      throw LocalHubError.faults(
        "\(Self.quoted(name)) cannot be a path of a repository",
        "Use a relative path such as `notes/a.txt`.",
        at: path?.location ?? entry.location
      )
    }
    return [.file(path: name, content: text, encoding: "utf-8")]
  }

  // MARK: Values

  private static func quoted(_ text: String) -> String { "`\(TextEscape.printable(String(text.prefix(60))))`" }

  private func reject(_ key: String, beside other: String, in entry: YAMLMapping) throws {
    guard let node = entry.optional(key) else { return }
    throw LocalHubError.faults("`\(other)` and `\(key)` stand together", "Keep one of them.", at: node.location)
  }

  /// A file beside the script.
  private func companion(_ name: String) throws -> [UInt8] {
    let folder = LocalFiles.parent(of: file) ?? "/"
    return try LocalFiles.read(name.hasPrefix("/") ? name : "\(folder)/\(name)", limit: Self.contentLimit)
  }

  private func number(_ node: YAMLNode, in range: ClosedRange<Int>) throws -> Int {
    let number = try node.int()
    guard range.contains(number) else {
      let wish =
        range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      throw LocalHubError.faults("\(number) is out of range", "Use \(wish).", at: node.location)
    }
    return number
  }

  private func seconds(_ node: YAMLNode) throws -> Double {
    let number = try node.double()
    guard (0...86_400).contains(number) else {
      throw LocalHubError.faults("\(number) is out of range", "Use 0 to 86400 seconds.", at: node.location)
    }
    return number
  }
}
