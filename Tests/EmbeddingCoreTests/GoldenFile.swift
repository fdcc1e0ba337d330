import Foundation

/// The reference library's answers for one model.
struct GoldenFile {
  struct Line: Decodable {
    var id: String
    var text: String
    var ids: [UInt32]
    var vec: String
    var lib: String?

    var vector: [Float] { GoldenFile.floats(vec) }
  }

  struct Header: Decodable {
    var dims: Int
    var normalize: Bool
    var max_length: Int?
    var median_token_length: Int
    var vocabulary: Int
    var unk_token_id: UInt32?
    var count: Int
  }

  private struct FirstLine: Decodable {
    var header: Header
  }

  let header: Header
  let lines: [Line]

  init(path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let decoder = JSONDecoder()
    let parts = data.split(separator: UInt8(ascii: "\n"))
    header = try decoder.decode(FirstLine.self, from: parts[0]).header
    lines = try parts.dropFirst().map { try decoder.decode(Line.self, from: $0) }
  }

  /// Little-endian float32 in base64.
  static func floats(_ base64: String) -> [Float] {
    let bytes = Array(Data(base64Encoded: base64) ?? Data())
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
  }

  /// Little-endian float16 in base64, widened.
  static func halves(_ base64: String) -> [Float] {
    let bytes = Array(Data(base64Encoded: base64) ?? Data())
    return stride(from: 0, to: bytes.count, by: 2).map { start in
      Float(Float16(bitPattern: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8))
    }
  }
}
