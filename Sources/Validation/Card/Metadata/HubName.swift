import HubAPI

/// What a text is that should name a model or a dataset of the Hub.
enum HubName: Equatable {
  /// `owner/name`.
  case full
  /// A name without an owner, as the Hub's oldest models and datasets have.
  case bare
  /// An address of the Hub's site, with the id in it.
  case address(id: String?)
  /// A path of somebody's machine.
  case path
  /// Something else.
  case malformed

  /// Tells what `text` is.
  init(_ text: String) {
    if text.contains("://") || text.hasPrefix("huggingface.co/") || text.hasPrefix("hf.co/") {
      self = .address(id: Self.id(inAddress: text))
    } else if RepositoryID(text) != nil {
      self = .full
    } else if Self.isPath(text) {
      self = .path
    } else {
      self = RepositoryID("owner/\(text)") == nil ? .malformed : .bare
    }
  }

  private static func isPath(_ text: String) -> Bool {
    if text.contains("\\") || text.hasPrefix("/") || text.hasPrefix(".") || text.hasPrefix("~") { return true }
    return text.hasSuffix("/") || text.split(separator: "/", omittingEmptySubsequences: false).count > 2
  }

  private static func id(inAddress text: String) -> String? {
    var rest = Substring(text)
    for prefix in ["https://", "http://"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
    var parts = rest.split(separator: "/")
    guard let host = parts.first, ["huggingface.co", "hf.co", "www.huggingface.co"].contains(host) else { return nil }
    parts.removeFirst()
    if let kind = parts.first, ["datasets", "spaces", "models"].contains(kind) { parts.removeFirst() }
    guard parts.count >= 2 else { return nil }
    return RepositoryID("\(parts[0])/\(parts[1])")?.description
  }
}
