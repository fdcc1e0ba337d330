import Files

/// A file whose name alone says that it holds a secret.
public struct SensitiveName: Sendable, Hashable {
  /// What such a file holds.
  public var holds: String

  /// Judges the name of a file; nil when it says nothing.
  ///
  /// - Parameter path: the path inside the folder or archive that is looked at; only its last parts count.
  public init?(_ path: String) {
    let parts = path.split(separator: "/").map { $0.lowercased() }
    guard let name = parts.last else { return nil }
    let folder = parts.dropLast().last ?? ""
    if let holds = Self.names[name] ?? Self.folders[folder] {
      self.holds = holds
    } else if name.hasPrefix(".env.") || name.hasSuffix(".env"), !Self.isExample(name) {
      holds = "settings and tokens of an environment"
    } else if let suffix = Self.suffixes.first(where: { name.hasSuffix($0.key) }) {
      holds = suffix.value
    } else if folder == ".docker" || folder == ".kube", name == "config" || name == "config.json" {
      holds = "logins of \(folder.dropFirst())"
    } else {
      return nil
    }
    // The public half of a pair and the list of known hosts are no secret.
    if name.hasSuffix(".pub") || name.hasPrefix("known_hosts") { return nil }
  }

  private static func isExample(_ name: String) -> Bool {
    [".example", ".sample", ".template", ".dist"].contains(where: name.hasSuffix) || name == "example.env"
  }

  private static let names: [String: String] = [
    ".env": "settings and tokens of an environment",
    ".netrc": "passwords for servers", "_netrc": "passwords for servers",
    ".npmrc": "the login to a package registry", ".pypirc": "the login to a package index",
    "id_rsa": "a private SSH key", "id_ed25519": "a private SSH key", "id_ecdsa": "a private SSH key",
    "id_dsa": "a private SSH key",
    ".git-credentials": "passwords for git servers", "credentials": "logins of a cloud or a service",
    "token": "the access token of the Hub's client", "stored_tokens": "access tokens of the Hub's client",
    ".htpasswd": "passwords of a web server", ".pgpass": "passwords of databases",
    ".dockercfg": "logins to container registries",
  ]

  private static let folders: [String: String] = [
    ".aws": "logins of a cloud", ".azure": "logins of a cloud", ".ssh": "private SSH keys",
    ".gnupg": "private PGP keys",
  ]

  private static let suffixes: [String: String] = [
    ".pem": "a private key or a certificate", ".key": "a private key", ".ppk": "a private SSH key",
    ".p12": "a certificate with its private key", ".pfx": "a certificate with its private key",
    ".jks": "a store of private keys", ".keystore": "a store of private keys", ".kdbx": "a store of passwords",
  ]
}
