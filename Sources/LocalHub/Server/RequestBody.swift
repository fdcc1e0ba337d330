import NIOCore
import NIOHTTP1

/// The content of requests on one connection, in arrival order; nothing is read before somebody asks.
///
/// That is the backpressure: while nobody asks, the channel stops reading and the sender's window closes.
final class RequestBody {
  /// The connection ended inside a request.
  struct Interrupted: Error {}

  /// A place in the content beyond which a fault forbids reading.
  struct Limit {
    /// Bytes that may still be read.
    var bytes: Int
    /// Keep the connection open rather than closing it.
    var stalls: Bool
  }

  typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
  typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

  private var parts: Parts.AsyncIterator
  private let writer: Writer
  /// The client waits for `100 Continue` before it sends content.
  private(set) var awaitsContinue = false
  /// The request at hand was read to its end.
  private(set) var isFinished = true
  /// A fault of the request at hand.
  var limit: Limit?

  init(parts: Parts.AsyncIterator, writer: Writer) {
    self.parts = parts
    self.writer = writer
  }

  /// The head of the next request; nil when the client is gone.
  func nextHead() async throws -> HTTPRequestHead? {
    while let part = try await parts.next() {
      guard case .head(let head) = part else { continue }
      isFinished = false
      limit = nil
      awaitsContinue = head.headers.first(name: "Expect")?.lowercased() == "100-continue"
      return head
    }
    return nil
  }

  /// The next piece of content; nil at the end of the request.
  func next() async throws -> ByteBuffer? {
    guard !isFinished else { return nil }
    if limit?.bytes == 0 { try await endAtLimit() }
    if awaitsContinue {
      awaitsContinue = false
      try await writer.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
    }
    while let part = try await parts.next() {
      switch part {
      case .body(var piece):
        guard let limit else { return piece }
        self.limit?.bytes -= min(piece.readableBytes, limit.bytes)
        return piece.readSlice(length: min(piece.readableBytes, limit.bytes)) ?? piece
      case .end:
        isFinished = true
        // A request shorter than the limit is not applied either.
        if limit != nil { try await endAtLimit() }
        return nil
      case .head: throw Interrupted()
      }
    }
    throw Interrupted()
  }

  /// Reads and drops what comes until the client is gone; answers nothing.
  func silence() async throws -> Never {
    while try await next() != nil {}
    while try await parts.next() != nil {}
    throw Interrupted()
  }

  private func endAtLimit() async throws {
    // Nothing is read, so nobody notices when the client leaves: the time is bounded as for an idle connection.
    if limit?.stalls == true { try await Task.sleep(for: .seconds(600)) }
    throw Interrupted()
  }

  /// The whole content, refused above `limit` bytes.
  func collect(limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try await next() {
      guard bytes.count + piece.readableBytes <= limit else {
        throw Refusal.tooLarge("The body is larger than \(limit) bytes")
      }
      bytes.append(contentsOf: piece.readableBytesView)
    }
    return bytes
  }

  /// Reads and drops what is left, so that the connection can be used again; false when that would be too much.
  func drain(limit: Int) async throws -> Bool {
    guard !isFinished else { return true }
    // A client that was never told to continue may or may not send: only closing is unambiguous.
    guard !awaitsContinue else { return false }
    var dropped = 0
    while let piece = try await next() {
      dropped += piece.readableBytes
      if dropped > limit { return false }
    }
    return true
  }
}
