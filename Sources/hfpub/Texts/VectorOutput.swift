import Files
import Findings

/// Writes vectors in the form that the output's name asks for.
enum VectorOutput {
  case jsonLines(OutputStream)
  case numPy(NumPyStream)

  /// Opens `path` (nil is standard output): a NumPy array when it ends in `.npy`, JSON lines otherwise.
  static func open(_ path: String?, dimension: Int) throws -> VectorOutput {
    if let path, path.hasSuffix(".npy") {
      return .numPy(try NumPyStream(OutputStream(path: path), dimension: dimension))
    }
    return .jsonLines(try OutputStream(path: path))
  }

  /// Adds a vector.
  func write(_ vector: some Collection<Float>) throws {
    switch self {
    case .numPy(let stream): try stream.write(vector)
    case .jsonLines(let stream):
      var line = "["
      for (index, value) in vector.enumerated() {
        guard value.isFinite else {
          throw TextError(
            problem: "cannot write a vector as JSON",
            reason: "it holds \(value), which JSON has no form for",
            remedy: "Run `hfpub validate` on the model: its table is broken."
          )
        }
        if index > 0 { line += "," }
        line += value.description
      }
      try stream.write((line + "]\n").utf8)
    }
  }

  /// Completes the output.
  func finish() throws {
    switch self {
    case .numPy(let stream): try stream.finish()
    case .jsonLines(let stream): try stream.finish()
    }
  }
}

/// A NumPy array file, format 1.0, of float32 with shape (rows, dimension) in C order.
///
/// The header's length is fixed, so that the number of rows can be filled in at the end.
final class NumPyStream {
  private let stream: OutputStream
  private let dimension: Int
  private var rows = 0

  init(_ stream: OutputStream, dimension: Int) throws {
    self.stream = stream
    self.dimension = dimension
    try stream.write(Self.header(rows: 0, dimension: dimension))
  }

  func write(_ vector: some Collection<Float>) throws(FileError) {
    rows += 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vector.count * 4)
    for value in vector { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    try stream.write(bytes)
  }

  func finish() throws(FileError) {
    try stream.overwriteStart(Self.header(rows: rows, dimension: dimension))
    try stream.finish()
  }

  /// 128 bytes: magic, version, length, and a Python dictionary padded with blanks, as the format asks.
  static func header(rows: Int, dimension: Int) -> [UInt8] {
    let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(dimension)), }"
    let blanks = String(repeating: " ", count: 128 - 10 - 1 - dictionary.utf8.count)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array("\(dictionary)\(blanks)\n".utf8)
  }
}
