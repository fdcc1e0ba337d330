import Files
import Findings
import SafeTensors
import TestKit
import Testing

/// Makes files of any header and data.
struct TensorFileMaker {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func path(_ bytes: [UInt8]) throws -> String {
    let path = "\(folder.path)/model.safetensors"
    try LocalFiles.writeAtomically(bytes, to: path)
    return path
  }

  func path(header: String, data: Int = 0) throws -> String {
    try path(TensorFileMaker.file(header: header, data: data))
  }

  static func file(header: String, data: Int = 0) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
      + [UInt8](repeating: 7, count: data)
  }

  func error(_ path: String) -> SafeTensorsError? {
    do throws(SafeTensorsError) {
      _ = try SafeTensorsFile(path: path)
      return nil
    } catch {
      return error
    }
  }
}

@Suite struct SafeTensorsTests {
  static let small: [UInt8] = {
    var writer = SafeTensorsWriter(metadata: ["format": "pt", "a\"b\\\n": "é"])
    writer.add("weights", dtype: .f64, shape: [2], bytes: [UInt8](repeating: 1, count: 16))
    writer.add("embeddings", dtype: .f16, shape: [2, 3], bytes: Array(0..<12))
    writer.add("empty", dtype: .i8, shape: [0, 5], bytes: [])
    writer.add("scalar", dtype: .u8, shape: [], bytes: [9])
    return writer.serialized()
  }()

  @Test("a written file is read back with every tensor, its bytes and the metadata")
  func roundTrip() throws {
    let maker = try TensorFileMaker()
    let file = try SafeTensorsFile(path: try maker.path(Self.small))
    #expect(file.tensors.map(\.name) == ["weights", "embeddings", "empty", "scalar"])
    #expect(file.metadata == ["format": "pt", "a\"b\\\n": "é"])
    #expect(file.fileSize == Self.small.count)
    #expect(file.headerSize % 8 == 0)
    let table = try #require(file.tensor(named: "embeddings"))
    #expect(table.dtype == .f16)
    #expect(table.shape == [2, 3])
    #expect(table.elementCount == 6)
    #expect(Array(file.bytes(of: table)) == Array(0..<12))
    #expect(try Array(file.bytes(of: #require(file.tensor(named: "scalar")))) == [9])
    #expect(try file.bytes(of: #require(file.tensor(named: "empty"))).isEmpty)
    #expect(file.tensor(named: "other") == nil)
  }

  @Test("equal input is written as equal bytes")
  func deterministic() {
    var writer = SafeTensorsWriter(metadata: ["b": "1", "a": "2"])
    writer.add("x", dtype: .i8, shape: [1], bytes: [1])
    #expect(writer.serialized() == writer.serialized())
    #expect(
      writer.serialized().dropFirst(8).starts(
        with: Array("{\"__metadata__\":{\"a\":\"2\",\"b\":\"1\"},\"x\":{\"dtype\":\"I8\"".utf8)
      )
    )
  }

  @Test("a file cut at any length is refused")
  func truncated() throws {
    let maker = try TensorFileMaker()
    for length in 0..<Self.small.count {
      let error = maker.error(try maker.path(Array(Self.small[..<length])))
      #expect(error?.code == .truncated, "\(length) bytes")
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var header: String
    var data = 0
    var code: SafeTensorsError.Code
    var reason: String
    var testDescription: String { header }
  }

  @Test(
    "every kind of fault has its own code and says what was seen",
    arguments: [
      Refusal(header: "", code: .malformedHeader, reason: "the header does not start with '{'"),
      Refusal(header: " {}", code: .malformedHeader, reason: "the header does not start with '{'"),
      Refusal(header: "{}", data: 3, code: .trailingBytes, reason: "3 bytes after the header belong to no tensor"),
      Refusal(header: "{} x", code: .malformedHeader, reason: "header, byte 3: expected the end of the text"),
      Refusal(header: "{\"a\":1}", code: .malformedHeader, reason: "header, byte 5: expected an object"),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        code: .malformedHeader,
        reason: "header, byte 32: \"a\" has no data_offsets"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"x\":[1]}}",
        code: .malformedHeader,
        reason: "header, byte 24: \"a\" has the unexpected or repeated field \"x\""
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        data: 4,
        code: .malformedHeader,
        reason: "header, byte 31: expected a number that is not negative"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        data: 4,
        code: .unknownDType,
        reason: "\"a\" has the dtype \"F33\", which the format does not know"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        data: 4,
        code: .sizeMismatch,
        reason: "\"a\" has the shape [2] and dtype F32, 8 bytes, its data_offsets span 4"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        data: 4,
        code: .sizeMismatch,
        reason: "the data_offsets of \"a\" are [4, 0], expected a start and an end"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775803,9223372036854775807]}}",
        data: 4,
        code: .sizeMismatch,
        reason: "the data_offsets of \"a\" are [9223372036854775803, 9223372036854775807], expected a start and an end"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        code: .shapeOverflow,
        reason: "\"a\" has the shape [4294967296, 4294967296], whose size in F32 is no number of bytes"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}",
        data: 1,
        code: .shapeOverflow,
        reason: "\"a\" has the shape [3], whose size in F4 is no number of bytes"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
        data: 6,
        code: .overlap,
        reason: "the data of \"b\" starts 2 bytes before the end of \"a\""
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        data: 8,
        code: .gap,
        reason: "4 bytes between the header and \"a\" belong to no tensor"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        data: 9,
        code: .trailingBytes,
        reason: "5 bytes after \"a\" belong to no tensor"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},"
          + "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        code: .duplicateName,
        reason: "the header names \"a\" twice"
      ),
      Refusal(
        header: "{\"__metadata__\":{\"a\":1}}",
        code: .malformedHeader,
        reason: "header, byte 21: __metadata__ may only hold texts, \"a\" is none"
      ),
      Refusal(
        header: "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}",
        code: .duplicateName,
        reason: "__metadata__ names \"a\" twice"
      ),
      Refusal(
        header: "{\"a\":{\"dtype\":[[[[[[[[[[",
        code: .malformedHeader,
        reason: "header, byte 14: expected a string"
      ),
    ]
  )
  func refusals(item: Refusal) throws {
    let maker = try TensorFileMaker()
    let path = try maker.path(header: item.header, data: item.data)
    let error = try #require(maker.error(path))
    #expect(error.code == item.code)
    #expect(error.reason == item.reason)
    #expect(error.problem == "cannot read \(path)")
    #expect(error.remedy == "Save the model again, or fetch the file again if it was downloaded.")
    #expect(error.codeName == "safetensors.\(item.code.rawValue)")
    #expect(error.exitStatus == .localInput)
  }

  @Test(
    "a header longer than the format allows is refused before anything is read",
    arguments: [100_000_001, 8 << 60, UInt64.max, 1 << 63]
  )
  func hugeHeader(length: UInt64) throws {
    let maker = try TensorFileMaker()
    let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
    let error = try #require(maker.error(try maker.path(bytes)))
    #expect(error.code == .headerTooLarge)
    #expect(error.reason == "the header claims \(length) bytes, the format allows 100000000")
  }

  @Test("a header longer than the file is refused")
  func headerBeyondFile() throws {
    let maker = try TensorFileMaker()
    let bytes = withUnsafeBytes(of: UInt64(99).littleEndian) { Array($0) } + Array("{}".utf8)
    let error = try #require(maker.error(try maker.path(bytes)))
    #expect(error.code == .truncated)
    #expect(error.reason == "the header claims 99 bytes, the file has 2 after the length")
  }

  @Test("a missing file is refused with what the file system says")
  func missing() throws {
    let maker = try TensorFileMaker()
    let error = try #require(maker.error("\(maker.folder.path)/none"))
    #expect(error.code == .unreadable)
    #expect(error.reason == "it does not exist")
    #expect(error.cause is FileError)
    #expect(maker.error(maker.folder.path)?.reason == "it is not a regular file")
  }

  @Test("mutated files are refused or read, and what is read lies inside the file")
  func mutations() throws {
    let maker = try TensorFileMaker()
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<1_500 {
      let bytes = generator.mutated(Self.small)
      guard let file = try? SafeTensorsFile(path: try maker.path(bytes)) else { continue }
      for tensor in file.tensors {
        #expect(tensor.byteRange.upperBound <= bytes.count)
        _ = file.bytes(of: tensor).reduce(0) { $0 &+ Int($1) }
      }
    }
  }
}
