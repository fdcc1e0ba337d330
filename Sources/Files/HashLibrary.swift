import CCrypto

/// The library that computes hashes in this process.
public enum HashLibrary {
  /// Its version, such as `3.0.13`.
  public static var version: String {
    OpenSSL_version(OPENSSL_VERSION_STRING).map { String(cString: $0) } ?? "unknown"
  }
}
