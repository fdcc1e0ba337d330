/// Builds a safetensors file in memory, as the reference writer lays it out.
///
/// Tensors are ordered by the size of their elements, largest first, then by name; the header is padded with spaces to
/// a multiple of 8. Equal input gives equal bytes.
public struct SafeTensorsWriter: Sendable {
  private var tensors: [(entry: TensorEntry, bytes: [UInt8])] = []
  private var metadata: [String: String]

  /// A writer with free texts for `__metadata__`; none writes no such entry.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a tensor whose little-endian data is `bytes`.
  ///
  /// - Precondition: the name is new and not `__metadata__`, and `bytes` is as long as the shape takes in `dtype`; both
  ///   are the program's own doing, never a file's.
  public mutating func add(_ name: String, dtype: TensorDType, shape: [Int], bytes: [UInt8]) {
    precondition(name != "__metadata__" && !tensors.contains { $0.entry.name == name }, "a tensor's name is taken")
    precondition(TensorEntry.byteCount(shape: shape, dtype: dtype) == bytes.count, "the bytes do not fit the shape")
    tensors.append((TensorEntry(name: name, dtype: dtype, shape: shape, byteRange: 0..<bytes.count), bytes))
  }

  /// The file.
  public func serialized() -> [UInt8] {
    let ordered = tensors.sorted {
      $0.entry.dtype.bits != $1.entry.dtype.bits
        ? $0.entry.dtype.bits > $1.entry.dtype.bits
        : $0.entry.name.utf8.lexicographicallyPrecedes($1.entry.name.utf8)
    }
    var fields: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for (entry, bytes) in ordered {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(entry.name)):{\"dtype\":\"\(entry.dtype.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(offset + bytes.count)]}"
      )
      offset += bytes.count
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    file += header
    for (_, bytes) in ordered { file += bytes }
    return file
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
