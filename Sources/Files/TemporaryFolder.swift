import Findings
import Glibc

/// A folder that is removed with everything in it when the last reference goes.
public final class TemporaryFolder: Sendable {
  /// The absolute path.
  public let path: String

  /// A new folder with mode 0700 under `base` (`$TMPDIR` or `/tmp` by choice of the caller).
  public init(in base: String = "/tmp", prefix: String = "hfpub") throws(FileError) {
    var template = Array("\(base)/\(prefix)-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkdtemp($0) != nil } ?? false }
    guard made else { throw .system("create", base, number: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? LocalFiles.remove(path) }
}
