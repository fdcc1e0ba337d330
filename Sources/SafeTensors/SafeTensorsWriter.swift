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
    let (head, placed) = Self.layOut(tensors.map(\.entry), metadata: metadata)
    var file = head
    for entry in placed { file += tensors.first { $0.entry.name == entry.name }?.bytes ?? [] }
    return file
  }

  /// The start of a file that holds these tensors, and each with its place in it, in the order of their data.
  ///
  /// For files that are too large to be built in memory: the data follows the start in that order, without gaps. The
  /// places that the entries come with are not looked at.
  ///
  /// - Precondition: names are distinct and not `__metadata__`, and sizes do not overflow.
  public static func layOut(
    _ tensors: [TensorEntry],
    metadata: [String: String] = [:]
  ) -> (head: [UInt8], tensors: [TensorEntry]) {
    var ordered = tensors.sorted {
      $0.dtype.bits != $1.dtype.bits
        ? $0.dtype.bits > $1.dtype.bits : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    var fields: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for index in ordered.indices {
      let entry = ordered[index]
      let size = TensorEntry.byteCount(shape: entry.shape, dtype: entry.dtype) ?? 0
      let shape = entry.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(entry.name)):{\"dtype\":\"\(entry.dtype.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(offset + size)]}"
      )
      ordered[index].byteRange = offset..<offset + size
      offset += size
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    let head = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
    for index in ordered.indices {
      let range = ordered[index].byteRange
      ordered[index].byteRange = range.lowerBound + head.count..<range.upperBound + head.count
    }
    return (head, ordered)
  }

  private static func quoted(_ text: String) -> String {
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
