/// An absolute `http` or `https` URL, checked when it is made.
///
/// Only what the Hub and its stores use: no user information, no fragment, an ASCII host, printable ASCII in path and
/// query. The description leaves the query out, because signed URLs carry their right to write in it; ``text`` has all.
public struct WebURL: Sendable, Hashable {
  /// How the server is spoken to.
  public enum Scheme: String, Sendable, Hashable {
    /// Without encryption.
    case http
    /// With TLS.
    case https

    /// The port when none is written.
    public var defaultPort: Int { self == .http ? 80 : 443 }
  }

  /// Scheme, host and port: what decides whether a token may be sent.
  public struct Origin: Sendable, Hashable, CustomStringConvertible {
    /// The scheme.
    public let scheme: Scheme
    /// The host in lower case; an IPv6 address in brackets.
    public let host: String
    /// The port, also when it is the default one.
    public let port: Int

    /// `scheme://host`, with the port unless it is the default.
    public var description: String { "\(scheme.rawValue)://\(host)\(port == scheme.defaultPort ? "" : ":\(port)")" }

    /// Whether the host is this machine by name or address.
    public var isLoopback: Bool {
      if host == "localhost" || host == "[::1]" { return true }
      let parts = host.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
  }

  /// Scheme, host and port.
  public let origin: Origin
  /// The percent-encoded path; begins with `/`.
  public let path: String
  /// The percent-encoded query without `?`; nil when there is none.
  public let query: String?

  /// The scheme.
  public var scheme: Scheme { origin.scheme }
  /// The host in lower case.
  public var host: String { origin.host }
  /// The port.
  public var port: Int { origin.port }

  /// The whole URL, secrets of the query included; for the wire, not for people.
  public var text: String { "\(origin)\(path)\(query.map { "?\($0)" } ?? "")" }

  init(origin: Origin, path: String, query: String?) {
    self.origin = origin
    self.path = path.isEmpty ? "/" : path
    self.query = query
  }

  /// Parses an absolute URL.
  ///
  /// - Throws: `HTTPError` with code `.malformedURL` that says which rule is broken.
  public init(_ text: String) throws(HTTPError) {
    func refuse(_ reason: String) -> HTTPError { .malformedURL(text, reason: reason) }
    guard text.utf8.count <= 16_384 else { throw refuse("it is longer than 16384 characters") }
    if let bad = text.unicodeScalars.first(where: { !Self.isAllowed($0) }) {
      throw refuse("it holds the character U+\(String(bad.value, radix: 16, uppercase: true)), which must be encoded")
    }
    guard let mark = text.firstRange(of: "://") else { throw refuse("it does not begin with https:// or http://") }
    guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else {
      throw refuse("its scheme is neither https nor http")
    }
    let rest = text[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else { throw refuse("it holds a user name or a password") }
    let tail = rest[authority.endIndex...]
    guard !tail.contains("#") else { throw refuse("it holds a fragment (#…)") }
    let (host, port) = try Self.split(authority, scheme: scheme, refuse: refuse)
    let path = tail.prefix { $0 != "?" }
    guard Self.hasValidEscapes(path) else { throw refuse("its path holds a % without two hexadecimal digits") }
    let query = tail.dropFirst(path.count)
    self.init(
      origin: Origin(scheme: scheme, host: host, port: port),
      path: String(path),
      query: query.isEmpty ? nil : String(query.dropFirst())
    )
  }

  private static func split(
    _ authority: Substring,
    scheme: Scheme,
    refuse: (String) -> HTTPError
  ) throws(HTTPError) -> (String, Int) {
    var host = authority
    var port = scheme.defaultPort
    let afterHost: Substring
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { throw refuse("its IPv6 address has no ]") }
      host = authority[...close]
      afterHost = authority[authority.index(after: close)...]
      let digits = host.dropFirst().dropLast()
      guard digits.contains(":"), digits.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
        throw refuse("its IPv6 address is not one")
      }
    } else {
      host = authority.prefix { $0 != ":" }
      afterHost = authority[host.endIndex...]
      guard !host.isEmpty, host.utf8.count <= 253 else { throw refuse("it has no host") }
      guard host.utf8.allSatisfy({ isUnreserved($0) && $0 != UInt8(ascii: "~") }) else {
        throw refuse("its host holds a character that host names do not have")
      }
    }
    if !afterHost.isEmpty {
      let digits = afterHost.dropFirst()
      guard afterHost.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        (1...65535).contains(number)
      else { throw refuse("its port is not a number from 1 to 65535") }
      port = number
    }
    return (host.lowercased(), port)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    (0x21...0x7E).contains(scalar.value) && scalar != "\\" && scalar != "<" && scalar != ">" && scalar != "\""
  }

  private static func hasValidEscapes(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      bytes[index] != UInt8(ascii: "%")
        || (index + 2 < bytes.count && isHexDigit(bytes[index + 1]) && isHexDigit(bytes[index + 2]))
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool { Unicode.Scalar(byte).properties.isASCIIHexDigit }
}

extension WebURL: CustomStringConvertible {
  /// The URL for people: the query shown as `?…`.
  public var description: String { "\(origin)\(path)\(query == nil ? "" : "?…")" }
}
