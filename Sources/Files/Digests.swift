import CCrypto

/// A SHA-256 digest: the name of an LFS object and the `oid` the Hub gives it.
public struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public let hex: String

  /// A digest from its hexadecimal form; nil unless it is 64 hexadecimal digits.
  public init?(hex: String) {
    guard let hex = Hex.normalized(hex, count: 64) else { return nil }
    self.hex = hex
  }

  init(bytes: [UInt8]) { hex = Hex.text(bytes) }

  /// The text form.
  public var description: String { hex }
}

/// A git blob id: SHA-1 over `blob <length>\0` and the content; the `oid` of a regular file.
public struct GitBlobID: Sendable, Hashable, CustomStringConvertible {
  /// 40 lower-case hexadecimal digits.
  public let hex: String

  /// An id from its hexadecimal form; nil unless it is 40 hexadecimal digits.
  public init?(hex: String) {
    guard let hex = Hex.normalized(hex, count: 40) else { return nil }
    self.hex = hex
  }

  init(bytes: [UInt8]) { hex = Hex.text(bytes) }

  /// The text form.
  public var description: String { hex }

  /// The id of a blob with this content.
  public static func of(_ content: some Sequence<UInt8>) -> GitBlobID {
    let content = Array(content)
    var hash = StreamingHash(.sha1)
    hash.update(Array("blob \(content.count)\0".utf8))
    hash.update(content)
    return GitBlobID(bytes: hash.finalize())
  }
}

/// Lower-case hexadecimal text of bytes.
public enum Hex {
  /// Two digits a byte.
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func normalized(_ text: String, count: Int) -> String? {
    guard text.utf8.count == count, text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    return text.lowercased()
  }
}

/// A hash that is fed in pieces; OpenSSL's, which uses the processor's SHA instructions.
public struct StreamingHash: ~Copyable {
  /// Which function.
  public enum Function: Sendable {
    case sha1, sha256
  }

  private let context: OpaquePointer?

  /// An empty hash.
  public init(_ function: Function) {
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, function == .sha1 ? EVP_sha1() : EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest: 20 bytes for SHA-1, 32 for SHA-256.
  ///
  /// Nothing may be added afterwards.
  public mutating func finalize() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return Array(digest.prefix(Int(length)))
  }

  /// The digest as a `SHA256Digest`; only for `.sha256`.
  public mutating func finalizeSHA256() -> SHA256Digest { SHA256Digest(bytes: finalize()) }

  /// The digest as a `GitBlobID`; only for `.sha1` that began with the blob header.
  public mutating func finalizeGitBlobID() -> GitBlobID { GitBlobID(bytes: finalize()) }
}

extension SHA256Digest {
  /// Hashes the file at `path`.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(ofFile path: String) throws(FileError) {
    var hash = StreamingHash(.sha256)
    _ = try FilePieces.read(path) { hash.update($0) }
    self = hash.finalizeSHA256()
  }
}

/// Both hashes that the Hub knows a file by, and its size.
public struct FileDigests: Sendable, Hashable {
  /// Size in bytes.
  public var size: Int
  /// SHA-256 of the content.
  public var sha256: SHA256Digest
  /// Git blob id of the content.
  public var gitBlobID: GitBlobID

  /// Hashes bytes in memory.
  public init(of content: [UInt8]) {
    size = content.count
    var hash = StreamingHash(.sha256)
    hash.update(content)
    sha256 = hash.finalizeSHA256()
    gitBlobID = GitBlobID.of(content)
  }

  /// Hashes the file at `path`, both functions in one pass.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - progress: Called after every quarter of a megabyte with the bytes that are hashed, and with those of the file.
  /// - Throws: `FileError` when it cannot be read.
  public init(ofFile path: String, progress: (Int, Int) -> Void = { _, _ in }) throws(FileError) {
    var sha256 = StreamingHash(.sha256)
    var sha1 = StreamingHash(.sha1)
    var (done, expected) = (0, 0)
    size = try FilePieces.read(path) {
      expected = $0
      sha1.update(Array("blob \($0)\0".utf8))
    } _: { piece in
      sha256.update(piece)
      sha1.update(piece)
      done += piece.count
      progress(done, expected)
    }
    self.sha256 = sha256.finalizeSHA256()
    gitBlobID = sha1.finalizeGitBlobID()
  }
}
