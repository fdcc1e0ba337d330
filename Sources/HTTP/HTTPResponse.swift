import Files

/// An answer, whatever its status.
public struct HTTPResponse: Sendable {
  /// An answer that pointed elsewhere and was followed.
  public struct Redirect: Sendable {
    /// Who answered.
    public var url: WebURL
    /// 301, 302, 303, 307 or 308.
    public var status: Int
    /// Its header fields.
    public var headers: HTTPHeaders
  }

  /// The status, 200 to 599.
  public var status: Int
  /// The header fields.
  public var headers: HTTPHeaders
  /// The body; empty when it went to a file.
  public var body: [UInt8]
  /// Who answered: the last URL after redirects.
  public var url: WebURL
  /// The redirects on the way, first to last.
  public var redirects: [Redirect]
  /// SHA-256 of the body that was sent, when the request asked for it.
  public var sentSHA256: SHA256Digest?
  /// How many attempts it took, from 1.
  public var attempts: Int

  /// Whether the status is 200 to 299.
  public var isSuccess: Bool { (200...299).contains(status) }
  /// The body as text; malformed UTF-8 is replaced.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a download left.
public struct HTTPDownload: Sendable {
  /// The answer; its body is empty when `file` is set.
  public var response: HTTPResponse
  /// What was written; nil when the status was no success, and then there is no file.
  public var file: Content?

  /// What was written to the file.
  public struct Content: Sendable, Hashable {
    /// Size in bytes.
    public var size: Int
    /// SHA-256 of the content.
    public var sha256: SHA256Digest
  }
}
