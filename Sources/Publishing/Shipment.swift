import Files
import Findings
import HubAPI

/// A file that goes to the repository.
public struct ShippedFile: Sendable {
  /// Where its bytes are.
  public enum Source: Sendable {
    /// In memory, as rendered.
    case bytes([UInt8])
    /// On disk.
    case file(String)
  }

  /// Where it goes.
  public var path: RepositoryPath
  /// Where its bytes are.
  public var source: Source
  /// What its bytes were when the shipment was put together.
  public var digests: FileDigests

  /// A file that goes to the repository.
  public init(path: RepositoryPath, source: Source, digests: FileDigests) {
    self.path = path
    self.source = source
    self.digests = digests
  }

  /// The first bytes, for the Hub's decision how it travels.
  ///
  /// - Throws: `FileError` when the file cannot be read.
  public func sample(_ count: Int) throws(FileError) -> [UInt8] {
    switch source {
    case .bytes(let bytes): Array(bytes.prefix(count))
    case .file(let path): try MappedFile(path: path).withBytes { Array($0.prefix(count)) }
    }
  }

  /// Whether the Hub's name for a content is that of these bytes.
  ///
  /// A regular file's is its git blob id, an LFS file's its SHA-256; the lengths tell which.
  func isNamed(_ oid: String) -> Bool { oid == digests.sha256.hex || oid == digests.gitBlobID.hex }

  /// Makes sure that the bytes on disk are still those of the shipment.
  ///
  /// - Throws: `PublishingError.fileChanged`; `FileError` when the file cannot be read.
  func requireUnchanged() throws {
    guard case .file(let path) = source else { return }
    guard try SHA256Digest(ofFile: path) == digests.sha256 else { throw PublishingError.fileChanged(path) }
  }
}

/// The exact set of files that a publication is, and what was left out and why.
public struct Shipment: Sendable {
  /// A file that stays at home.
  public struct LeftOut: Sendable, Hashable {
    /// The path, relative to the publication where it is inside.
    public var path: String
    /// Why.
    public var reason: String
  }

  /// What goes, sorted by path.
  public var files: [ShippedFile]
  /// What stays.
  public var leftOut: [LeftOut]

  /// The bytes of all files together.
  public var size: Int { files.reduce(0) { $0 + $1.digests.size } }
}
