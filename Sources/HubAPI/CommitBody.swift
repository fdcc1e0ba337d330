import Files
import Findings
import FoundationEssentials
import Glibc

/// Writes the NDJSON body of a commit into a file, so that no content is held in memory whole.
///
/// Not `Sendable`: used by one task, then dropped.
final class CommitBody {
  private let descriptor: Int32
  private let path: String

  /// Writes the whole body to a new file at `path`.
  ///
  /// - Throws: `FileError`, with code `.changed` when a local file is not what was expected; an encoding error for
  ///   a text that is no Unicode.
  static func write(_ message: CommitMessage, _ operations: [CommitOperation], to path: String) throws {
    let body = try CommitBody(path: path)
    try body.writeLine(
      .header(summary: message.summary, description: message.description, parentCommit: message.parent?.hex)
    )
    // Deletions first, so that a file may take the place of a folder.
    for operation in operations where operation.isDeletion { try body.write(operation) }
    for operation in operations where !operation.isDeletion { try body.write(operation) }
  }

  private init(path: String) throws(FileError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("create", path, number: errno) }
    self.path = path
  }

  deinit { close(descriptor) }

  private func write(_ operation: CommitOperation) throws {
    switch operation {
    case .add(let path, let content):
      try content.withUnsafeBytes { try writeFileLine(path, $0) }
    case .addFile(let path, let localPath, let expected):
      let file = try MappedFile(path: localPath)
      var hash = StreamingHash(.sha1)
      hash.update(Array("blob \(file.count)\0".utf8))
      file.withBytes { hash.update($0) }
      if let expected, hash.finalizeGitBlobID() != expected {
        throw FileError(
          .changed,
          problem: "cannot commit \(localPath)",
          reason: "its content changed after it was examined",
          remedy: "Leave the file alone and run the command again."
        )
      }
      try file.withBytes { try writeFileLine(path, $0) }
      guard file.isIntact else { throw MappedFile.shrunk(localPath) }
    case .addObject(let path, let sha256, let size):
      try writeLine(.lfsFile(path: path.text, oid: sha256.hex, size: size))
    case .delete(let path): try writeLine(.deletedFile(path: path.text))
    case .deleteFolder(let path): try writeLine(.deletedFolder(path: path.text))
    }
  }

  private func writeLine(_ line: CommitLine) throws {
    try write(try JSON.encoder.encode(line))
    try write(Data([UInt8(ascii: "\n")]))
  }

  // The same line as `CommitLine.file` writes, but base64 goes out in pieces.
  private func writeFileLine(_ path: RepositoryPath, _ content: UnsafeRawBufferPointer) throws {
    try write(Data(#"{"key":"file","value":{"content":""#.utf8))
    // A multiple of three, so that only the last piece is padded.
    let step = 3 << 18
    for start in stride(from: 0, to: content.count, by: step) {
      let piece = content[start..<min(start + step, content.count)]
      try write(Data(piece).base64EncodedData())
    }
    try write(Data(#"","encoding":"base64","path":"#.utf8))
    try write(try JSON.encoder.encode(path.text))
    try write(Data("}}\n".utf8))
  }

  private func write(_ data: Data) throws {
    let failure = data.withUnsafeBytes { bytes -> Int32 in
      var written = 0
      while written < bytes.count {
        let result = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if result < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += result
      }
      return 0
    }
    guard failure == 0 else { throw FileError.system("write", path, number: failure) }
  }
}
