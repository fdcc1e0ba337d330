extension WebURL {
  /// Percent-encodes everything but letters, digits and `- . _ ~`, a slash included.
  public static func encode(_ text: some StringProtocol) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// This URL with path components added, each percent-encoded, and the given query instead of its own.
  ///
  /// Query items keep their order; names and values are percent-encoded.
  public func appending(
    _ components: some Sequence<some StringProtocol>,
    query items: KeyValuePairs<String, String> = [:]
  ) -> WebURL {
    var path = path
    for component in components { path += (path.hasSuffix("/") ? "" : "/") + Self.encode(component) }
    let query = items.map { "\(Self.encode($0.key))=\(Self.encode($0.value))" }.joined(separator: "&")
    return WebURL(origin: origin, path: path, query: query.isEmpty ? nil : query)
  }

  /// This path and query at another server; `prefix` is the path below which that server has them.
  public func moved(to base: WebURL) -> WebURL {
    let prefix = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
    return WebURL(origin: base.origin, path: prefix + path, query: query)
  }

  /// The URL that a `Location` or `Link` value means when it is read from an answer of this URL.
  ///
  /// - Throws: `HTTPError` with code `.malformedURL`.
  public func resolving(_ reference: String) throws(HTTPError) -> WebURL {
    let reference = String(reference.prefix { $0 != "#" })
    if Self.hasScheme(reference) { return try WebURL(reference) }
    if reference.hasPrefix("//") { return try WebURL("\(scheme.rawValue):\(reference)") }
    if reference.hasPrefix("/") { return try WebURL("\(origin)\(reference)") }
    if reference.isEmpty { return self }
    if reference.hasPrefix("?") { return try WebURL("\(origin)\(path)\(reference)") }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    let target = reference.prefix { $0 != "?" }
    var parts: [Substring] = []
    for part in (folder + target).split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      switch part {
      case ".": continue
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return try WebURL("\(origin)/\(parts.joined(separator: "/"))\(reference.dropFirst(target.count))")
  }

  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  // A colon before any slash or question mark, after letters: `javascript:`, `ftp://`, `https://`.
  private static func hasScheme(_ text: String) -> Bool {
    guard let end = text.firstIndex(where: { $0 == ":" || $0 == "/" || $0 == "?" }), text[end] == ":" else {
      return false
    }
    return text.first?.isLetter == true
  }
}

extension WebURL {
  /// The root of a server known when the program is written.
  ///
  /// - Precondition: `host` is a host name in lower case; this is not for foreign text.
  public init(scheme: Scheme, host: StaticString, port: Int? = nil) {
    self.init(
      origin: Origin(scheme: scheme, host: "\(host)", port: port ?? scheme.defaultPort),
      path: "/",
      query: nil
    )
  }
}
