/// Which proxy the environment names for a server, as libcurl reads it: for the texts of errors.
///
/// The library reads no environment; whoever makes a client hands it over.
public struct ProxySettings: Sendable {
  /// A proxy, and the variable that names it.
  public struct Proxy: Sendable, Hashable {
    /// Host and port, without user and password.
    public var address: String
    /// The variable.
    public var variable: String
  }

  private let environment: [String: String]

  /// The settings in `environment`.
  public init(environment: [String: String]) { self.environment = environment }

  /// The proxy on the way to a server; nil when there is none.
  public func proxy(for origin: WebURL.Origin) -> Proxy? {
    guard !origin.isLoopback else { return nil }
    // libcurl takes the plain HTTP proxy in lower case only, as a server's CGI scripts must not be told one by a header.
    let own = origin.scheme == .https ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    guard let (name, value) = first(own + ["all_proxy", "ALL_PROXY"]) else { return nil }
    if let (_, list) = first(["no_proxy", "NO_PROXY"]), Self.exempts(list, host: origin.host) { return nil }
    return Proxy(address: Self.address(value), variable: name)
  }

  private func first(_ names: [String]) -> (name: String, value: String)? {
    names.lazy.compactMap { name in environment[name].flatMap { $0.isEmpty ? nil : (name, $0) } }.first
  }

  /// Host and port of a proxy, whatever else is wrong with its address.
  private static func address(_ proxy: String) -> String {
    var rest = proxy[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    return String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.prefix(260))
  }

  /// Whether a list such as `localhost, .example.org` names a host or a domain that it belongs to.
  public static func exempts(_ list: String, host: String) -> Bool {
    let host = host.lowercased()
    return list.split { $0 == "," || $0 == " " }.contains { entry in
      let name = entry.lowercased().drop { $0 == "." }
      return entry == "*" || (!name.isEmpty && (host == name || host.hasSuffix(".\(name)")))
    }
  }
}
