/// What the environment says about the Hub's places on this machine, read as the Hub's own tools read it.
///
/// A variable that is empty counts as not set. In the paths `~` at the beginning, `$NAME` and `${NAME}` are filled in.
public struct HubSettings: Sendable {
  private let environment: [String: String]

  /// The settings in `environment`.
  public init(environment: [String: String]) { self.environment = environment }

  /// Whether a variable's value turns something on: 1, ON, YES or TRUE in any case.
  public static func isTrue(_ value: String?) -> Bool {
    ["1", "ON", "YES", "TRUE"].contains((value ?? "").uppercased())
  }

  /// The variable that forbids every request to the network; nil when none does.
  public var offlineVariable: String? {
    // The second is asked only where the first is not set.
    let name = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"].first { environment[$0]?.isEmpty == false }
    return name.flatMap { Self.isTrue(environment[$0]) ? $0 : nil }
  }

  /// The folder of everything that the Hub's tools keep; nil when there is no home either.
  public var home: String? {
    if let folder = path("HF_HOME") { return folder }
    if let folder = path("XDG_CACHE_HOME") { return "\(folder)/huggingface" }
    return path("HOME").map { "\($0)/.cache/huggingface" }
  }

  /// The folder of downloaded repositories.
  public var cache: String? { path("HF_HUB_CACHE") ?? path("HUGGINGFACE_HUB_CACHE") ?? home.map { "\($0)/hub" } }

  /// The file of the token in use.
  public var tokenFile: String? { path("HF_TOKEN_PATH") ?? home.map { "\($0)/token" } }

  /// The file of all tokens by name, beside the token in use.
  public var storedTokensFile: String? {
    guard let tokenFile else { return nil }
    guard let slash = tokenFile.lastIndex(of: "/") else { return "stored_tokens" }
    return "\(tokenFile[..<slash])/stored_tokens"
  }

  /// Whether the cache holds copies in place of links.
  public var avoidsLinks: Bool { Self.isTrue(environment["HF_HUB_DISABLE_SYMLINKS"]) }

  /// A path for people: with `~` for the home folder.
  public func shortened(_ path: String) -> String {
    guard let home = environment["HOME"], !home.isEmpty, path.hasPrefix("\(home)/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  private func path(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : expanded($0) }
  }

  // What is not set stays as written.
  private func expanded(_ text: String) -> String {
    var text = text
    if text == "~" || text.hasPrefix("~/"), let home = environment["HOME"] { text = home + text.dropFirst() }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      var name = rest[rest.index(after: dollar)...]
      let isBraced = name.first == "{"
      if isBraced { name = name.dropFirst() }
      let word = name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      var end = word.endIndex
      var isComplete = !word.isEmpty
      if isBraced {
        isComplete = isComplete && end < rest.endIndex && rest[end] == "}"
        if isComplete { end = rest.index(after: end) }
      }
      if isComplete, let value = environment[String(word)] {
        result += value
      } else {
        result += rest[dollar..<end]
      }
      rest = rest[end...]
    }
    return result + rest
  }
}
