import FoundationEssentials
import NIOHTTP1

/// The head of a request, understood.
struct Request: Sendable {
  var method: HTTPMethod
  var target: RequestTarget
  var headers: HTTPHeaders

  /// The declared length of the content; nil when it is chunked or has none.
  var contentLength: Int? { headers.first(name: "Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// Whether the content comes in chunks of unknown total length.
  var isChunked: Bool { headers.contains(name: "Transfer-Encoding") }

  /// Whether it only asks.
  var isRead: Bool { method == .GET || method == .HEAD }

  /// The whole content as JSON of a known shape.
  func json<Value: Decodable>(_ type: Value.Type, from body: RequestBody, limit: Int = 1 << 20) async throws -> Value {
    try Self.decode(type, try await body.collect(limit: limit))
  }

  /// JSON of a known shape.
  static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw Refusal.badRequest("The body is not the expected JSON")
    }
  }
}
