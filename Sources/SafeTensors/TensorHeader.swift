import Files

/// The checked header of a file.
struct TensorHeader {
  private(set) var tensors: [TensorEntry] = []
  private(set) var metadata: [String: String] = [:]
  let size: Int

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(SafeTensorsError) {
    guard bytes.count >= 8 else {
      throw SafeTensorsError(.truncated, path: path, reason: "it has \(bytes.count) bytes, the header's length takes 8")
    }
    let promised = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard promised <= UInt64(SafeTensorsFile.maximumHeaderSize) else {
      throw SafeTensorsError(
        .headerTooLarge,
        path: path,
        reason: "the header claims \(promised) bytes, the format allows \(SafeTensorsFile.maximumHeaderSize)"
      )
    }
    size = Int(promised)
    guard size <= bytes.count - 8 else {
      throw SafeTensorsError(
        .truncated,
        path: path,
        reason: "the header claims \(size) bytes, the file has \(bytes.count - 8) after the length"
      )
    }
    guard size > 0, bytes[8] == UInt8(ascii: "{") else {
      throw SafeTensorsError(.malformedHeader, path: path, reason: "the header does not start with '{'")
    }
    var parser = HeaderParser(
      reader: JSONReader(UnsafeRawBufferPointer(rebasing: bytes[8..<8 + size]), maximumDepth: 4),
      path: path,
      dataStart: 8 + size
    )
    do {
      try parser.parse()
    } catch let error as SafeTensorsError {
      throw error
    } catch let error as JSONError {
      throw SafeTensorsError(
        .malformedHeader,
        path: path,
        reason: "header, byte \(error.offset): \(error.reason)",
        cause: error
      )
    } catch {
      throw SafeTensorsError(.malformedHeader, path: path, reason: "\(error)", cause: error)
    }
    tensors = parser.tensors.sorted {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound, $0.name)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound, $1.name)
    }
    metadata = parser.metadata
    try checkCoverage(fileSize: bytes.count, path: path)
  }

  /// The tensors, in order of their data, must follow each other from the end of the header to the end of the file.
  private func checkCoverage(fileSize: Int, path: String) throws(SafeTensorsError) {
    var end = 8 + size
    var previous = "the header"
    for tensor in tensors {
      let start = tensor.byteRange.lowerBound
      if start < end {
        throw SafeTensorsError(
          .overlap,
          path: path,
          reason: "the data of \"\(tensor.name)\" starts \(end - start) bytes before the end of \(previous)"
        )
      }
      if start > end {
        throw SafeTensorsError(
          .gap,
          path: path,
          reason: "\(start - end) bytes between \(previous) and \"\(tensor.name)\" belong to no tensor"
        )
      }
      end = tensor.byteRange.upperBound
      previous = "\"\(tensor.name)\""
      guard end <= fileSize else {
        throw SafeTensorsError(
          .truncated,
          path: path,
          reason: "the data of \(previous) ends at byte \(end), the file has \(fileSize)"
        )
      }
    }
    guard end == fileSize else {
      throw SafeTensorsError(
        .trailingBytes,
        path: path,
        reason: "\(fileSize - end) bytes after \(previous) belong to no tensor"
      )
    }
  }
}

/// Reads the header's JSON; errors of either kind are sorted out by its caller.
private struct HeaderParser {
  var reader: JSONReader
  let path: String
  let dataStart: Int
  var tensors: [TensorEntry] = []
  var metadata: [String: String] = [:]

  mutating func parse() throws {
    var names: Set<String> = []
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      guard names.insert(name).inserted else {
        throw SafeTensorsError(.duplicateName, path: path, reason: "the header names \"\(name)\" twice")
      }
      if name == "__metadata__" { try parseMetadata() } else { tensors.append(try parseTensor(name)) }
    }
    try reader.finish()
  }

  private mutating func parseMetadata() throws {
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      guard try reader.peek() == .string else {
        throw reader.failure("__metadata__ may only hold texts, \"\(name)\" is none")
      }
      guard metadata.updateValue(reader.text(try reader.string()), forKey: name) == nil else {
        throw SafeTensorsError(.duplicateName, path: path, reason: "__metadata__ names \"\(name)\" twice")
      }
    }
  }

  private mutating func parseTensor(_ name: String) throws -> TensorEntry {
    var dtype: TensorDType?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.enterObject()
    while let key = try reader.nextKey() {
      if reader.matches(key, "dtype"), dtype == nil {
        let text = reader.text(try reader.string())
        dtype = TensorDType(rawValue: text)
        guard dtype != nil else {
          throw SafeTensorsError(
            .unknownDType,
            path: path,
            reason: "\"\(name)\" has the dtype \"\(text)\", which the format does not know"
          )
        }
      } else if reader.matches(key, "shape"), shape == nil {
        shape = try integers()
      } else if reader.matches(key, "data_offsets"), offsets == nil {
        offsets = try integers()
      } else {
        throw reader.failure("\"\(name)\" has the unexpected or repeated field \"\(reader.text(key))\"")
      }
    }
    guard let dtype, let shape, let offsets else {
      let missing = dtype == nil ? "dtype" : shape == nil ? "shape" : "data_offsets"
      throw reader.failure("\"\(name)\" has no \(missing)")
    }
    return try entry(name, dtype, shape, offsets)
  }

  private func entry(_ name: String, _ dtype: TensorDType, _ shape: [Int], _ offsets: [Int]) throws -> TensorEntry {
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= Int.max - dataStart else {
      throw SafeTensorsError(
        .sizeMismatch,
        path: path,
        reason: "the data_offsets of \"\(name)\" are \(offsets), expected a start and an end"
      )
    }
    guard let size = TensorEntry.byteCount(shape: shape, dtype: dtype) else {
      throw SafeTensorsError(
        .shapeOverflow,
        path: path,
        reason: "\"\(name)\" has the shape \(shape), whose size in \(dtype.rawValue) is no number of bytes"
      )
    }
    guard size == offsets[1] - offsets[0] else {
      throw SafeTensorsError(
        .sizeMismatch,
        path: path,
        reason: "\"\(name)\" has the shape \(shape) and dtype \(dtype.rawValue), \(size) bytes, "
          + "its data_offsets span \(offsets[1] - offsets[0])"
      )
    }
    return TensorEntry(
      name: name,
      dtype: dtype,
      shape: shape,
      byteRange: dataStart + offsets[0]..<dataStart + offsets[1]
    )
  }

  private mutating func integers() throws -> [Int] {
    var values: [Int] = []
    try reader.enterArray()
    while try reader.nextElement() {
      let value = try reader.integer()
      guard value >= 0 else { throw reader.failure("expected a number that is not negative") }
      values.append(value)
    }
    return values
  }
}
