import Files
import Glibc
import HTTP
import HubAPI

/// Facts about the way to the endpoint that can be seen without going it: proxies and certificate authorities.
struct NetworkSettings {
  let variables: [String: String]
  let endpoint: HubEndpoint?

  var all: [DoctorFact] { [proxy, authorities] + authorityFolder }

  /// In the order of libcurl, which takes the plain HTTP proxy in lower case only.
  static let proxies = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
  static let exemptions = ["no_proxy", "NO_PROXY"]
  /// The first that is set is used.
  static let authorityFiles = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"]

  /// A proxy's address without user and password, whatever else is wrong with it.
  static func withoutPassword(_ proxy: String) -> String {
    guard let at = proxy.lastIndex(of: "@") else { return proxy }
    let scheme = proxy[..<at].firstRange(of: "://").map { proxy[..<$0.upperBound] }
    return "\(scheme ?? "")***\(proxy[at...])"
  }

  private func value(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  private func first(_ names: [String]) -> (name: String, value: String)? {
    names.lazy.compactMap { name in value(name).map { (name, $0) } }.first
  }

  // MARK: Proxy

  private var proxy: DoctorFact {
    guard let endpoint else { return .notChecked("proxy", "there is no endpoint") }
    let host = endpoint.url.host
    guard let used = first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) else {
      guard let other = first(["http_proxy", "HTTP_PROXY"]), !endpoint.origin.isLoopback else {
        return .ok("proxy", "none")
      }
      return .warn(
        "proxy",
        "none for https: \(other.name) alone does not apply to it",
        remedy: "If this network needs a proxy, set HTTPS_PROXY."
      )
    }
    let shown = "\(Self.withoutPassword(used.value)), from \(used.name)"
    if endpoint.origin.isLoopback { return .ok("proxy", "\(shown), not used: \(host) is this machine") }
    if let exemption = first(Self.exemptions), ProxySettings.exempts(exemption.value, host: host) {
      return .ok("proxy", "\(shown), not used for \(host): \(exemption.name) exempts it")
    }
    return .ok("proxy", shown)
  }

  // MARK: Certificate authorities

  private var authorities: DoctorFact {
    let name = "certificates"
    if let (variable, file) = first(Self.authorityFiles) {
      guard LocalFiles.isFile(file), access(file, R_OK) == 0 else {
        return .fail(
          name,
          "\(file), from \(variable): there is no such file that can be read",
          remedy: "Set \(variable) to a file of certificate authorities, or unset it to use the system's."
        )
      }
      return .ok(name, "\(file), from \(variable)")
    }
    let places = [NetworkLibrary.current?.caFile, NetworkLibrary.current?.caPath].compactMap { $0 }
    guard !places.isEmpty else { return .notChecked(name, "libcurl does not say where it looks for the system's") }
    if let place = places.first(where: { LocalFiles.isFile($0) || LocalFiles.isFolder($0) }) {
      return .ok(name, "the system's, \(place)")
    }
    return .warn(
      name,
      "the system's are missing: \(places.joined(separator: ", "))",
      remedy: "Install the package ca-certificates, or set SSL_CERT_FILE."
    )
  }

  private var authorityFolder: [DoctorFact] {
    guard let folder = value("SSL_CERT_DIR") else { return [] }
    let name = "certificate folder"
    guard LocalFiles.isFolder(folder) else {
      return [
        .warn(
          name,
          "\(folder), from SSL_CERT_DIR: there is no such folder",
          remedy: "Set SSL_CERT_DIR to a folder of hashed certificate authorities, or unset it."
        )
      ]
    }
    return [.ok(name, "\(folder), from SSL_CERT_DIR")]
  }
}
