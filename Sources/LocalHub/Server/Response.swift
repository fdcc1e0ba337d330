import FoundationEssentials
import NIOHTTP1

/// How an answer's content is spoilt on its way; by default not at all.
struct Delivery {
  /// Bytes after which the connection is closed.
  var cut: Int?
  /// Bytes after which nothing more comes.
  var stall: Int?
  /// Bytes a second.
  var rate: Int?
  /// The place of a byte that is changed.
  var corrupt: Int?
}

/// An answer before it is written to a connection.
struct Response {
  enum Body {
    case bytes([UInt8])
    /// A part of an open file, sent in pieces.
    case file(OpenFile, Range<Int>)
  }

  var status: HTTPResponseStatus
  var headers: HTTPHeaders
  var body: Body
  /// How the content goes out when a fault is played.
  var delivery = Delivery()

  init(status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Length of the content in bytes.
  var contentLength: Int {
    switch body {
    case .bytes(let bytes): bytes.count
    case .file(_, let range): range.count
    }
  }

  static func json(_ value: some Encodable, status: HTTPResponseStatus = .ok) -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every answer type is made of strings, numbers and arrays, which always encode.
    let bytes = (try? encoder.encode(value)).map { [UInt8]($0) } ?? Array("{}".utf8)
    return Response(
      status: status,
      headers: ["Content-Type": "application/json; charset=utf-8"],
      body: .bytes(bytes)
    )
  }

  static func text(_ text: String, status: HTTPResponseStatus = .ok) -> Response {
    Response(status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
  }

  /// The storage's error form, which is XML as on the Hub's object store.
  static func storageError(_ status: HTTPResponseStatus, code: String, message: String) -> Response {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>\(code)</Code><Message>\(HTML.escape(message))</Message></Error>

      """
    return Response(status: status, headers: ["Content-Type": "application/xml"], body: .bytes(Array(text.utf8)))
  }
}
