import CCurl

/// The network library that this process has loaded, as far as it tells about itself.
public struct NetworkLibrary: Sendable, Hashable {
  /// Its version, such as `8.5.0`.
  public var version: String
  /// The library behind its encrypted connections, such as `OpenSSL/3.0.13`; nil when it has none.
  public var tls: String?
  /// Whether it speaks HTTP/2.
  public var speaksHTTP2: Bool
  /// The file of certificate authorities that it was built to use; nil when it names none.
  public var caFile: String?
  /// The folder of certificate authorities that it was built to use; nil when it names none.
  public var caPath: String?

  /// Why there is none, in the system's words; nil when there is one.
  ///
  /// It is loaded when it is first asked for anything.
  public static var problem: String? { ccurl_problem().map { String(cString: $0) } }

  /// The library of this process; nil when it does not say.
  public static var current: NetworkLibrary? {
    guard let info = curl_version_info(CURLVERSION_SEVENTH)?.pointee, let version = info.version else { return nil }
    func text(_ pointer: UnsafePointer<CChar>?) -> String? {
      pointer.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    // An older library fills in less of the structure.
    let namesAuthorities = info.age.rawValue >= CURLVERSION_SEVENTH.rawValue
    return NetworkLibrary(
      version: String(cString: version),
      tls: text(info.ssl_version),
      speaksHTTP2: info.features & CURL_VERSION_HTTP2 != 0,
      caFile: namesAuthorities ? text(info.cainfo) : nil,
      caPath: namesAuthorities ? text(info.capath) : nil
    )
  }
}
