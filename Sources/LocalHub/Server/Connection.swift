import Files
import NIOCore
import NIOHTTP1

/// One client's connection: requests one after another until either side has enough.
struct Connection: Sendable {
  typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

  /// Content of a refused request that is read and dropped before the connection is closed instead.
  ///
  /// As much as one `PUT` may hold, because many clients look at the answer only after they have sent everything.
  private static let drainLimit = 5_000_000_000
  /// Bytes of a file that are in memory at once.
  private static let pieceSize = 256 << 10

  var router: Router
  let log: (@Sendable (LocalHubRequestRecord) -> Void)?
  /// Faults to play; nil on a hub that does nothing wrong.
  var faults: FaultPlayer?

  /// The same for one of the two origins.
  func serving(_ role: Router.Role) -> Connection {
    var connection = self
    connection.router.role = role
    return connection
  }

  /// Serves until the end; a connection that breaks concerns nobody else.
  func serve(_ channel: Channel) async {
    try? await channel.executeThenClose { inbound, outbound in
      let body = RequestBody(parts: inbound.makeAsyncIterator(), writer: outbound)
      while let head = try await body.nextHead(), !Task.isCancelled {
        guard try await answer(head, body, outbound, channel.channel) else { return }
      }
    }
  }

  /// Answers one request; false when the connection is to be closed.
  private func answer(
    _ head: HTTPRequestHead,
    _ body: RequestBody,
    _ outbound: RequestBody.Writer,
    _ channel: any NIOCore.Channel
  ) async throws -> Bool {
    let path = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
    let response: Response
    if let faults, let turn = faults.board.turn(method: "\(head.method)", path: path ?? head.uri) {
      response = try await faults.play(turn, head, path ?? head.uri, body, router) {
        try await respond(to: head, body, $0)
      }
    } else {
      response = try await respond(to: head, body, router)
    }
    var headers = response.headers
    headers.add(name: "X-Request-Id", value: RandomID.hex(bytes: 16))
    headers.add(name: "Date", value: WallClock.http(WallClock.now()))
    // A 304 has no content, and must not claim an empty one.
    if response.status != .notModified { headers.add(name: "Content-Length", value: "\(response.contentLength)") }
    var isReusable = head.isKeepAlive && !body.awaitsContinue
    if !isReusable { headers.add(name: "Connection", value: "close") }
    try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)))
    var sent = 0
    if head.method != .HEAD, response.status != .notModified {
      sent = try await write(response, body, outbound, channel)
    }
    try await outbound.write(.end(nil))
    log?(
      LocalHubRequestRecord(
        method: "\(head.method)",
        path: path ?? head.uri,
        status: Int(response.status.code),
        bytes: sent
      )
    )
    if !(try await body.drain(limit: Self.drainLimit)) { isReusable = false }
    return isReusable
  }

  private func respond(to head: HTTPRequestHead, _ body: RequestBody, _ router: Router) async throws -> Response {
    guard Self.isOwnHost(head.headers.first(name: "Host")) else {
      // A foreign name that leads here is a page of somebody else trying to read this hub through a browser.
      return Refusal(.misdirectedRequest, "This hub answers to the names 127.0.0.1 and localhost only").response
    }
    guard let target = RequestTarget(head.uri) else { return Refusal.badRequest("Invalid path").response }
    do {
      return try await router.answer(Request(method: head.method, target: target, headers: head.headers), body)
    } catch let error as FileError {
      let status: HTTPResponseStatus = error.code == .diskFull ? .insufficientStorage : .internalServerError
      return Refusal(status, "The hub's store failed: \(error.problem): \(error.reason)").response
    } catch is CancellationError {
      throw CancellationError()
    } catch is RequestBody.Interrupted {
      throw RequestBody.Interrupted()
    } catch let error as ChannelError {
      throw error
    } catch {
      return Refusal(.internalServerError, "The hub failed").response
    }
  }

  private func write(
    _ response: Response,
    _ body: RequestBody,
    _ outbound: RequestBody.Writer,
    _ channel: any NIOCore.Channel
  ) async throws -> Int {
    let delivery = response.delivery
    let count = response.contentLength
    // What is not faulty goes out in one piece when it is in memory.
    let pieceSize =
      switch response.body {
      case .bytes: delivery.rate ?? max(count, 1)
      case .file: min(Self.pieceSize, delivery.rate ?? .max)
      }
    var sent = 0
    while sent < count {
      let end = min(sent + pieceSize, count, delivery.cut.map { max($0, sent) } ?? .max, delivery.stall ?? .max)
      guard sent < end else { break }
      var piece: ByteBuffer
      switch response.body {
      case .bytes(let bytes): piece = ByteBuffer(bytes: bytes[sent..<end])
      case .file(let file, let range):
        // A file that became shorter cannot be answered any more: the missing bytes tell the client.
        guard let read = file.read(at: range.lowerBound + sent, count: end - sent, allocator: channel.allocator) else {
          throw RequestBody.Interrupted()
        }
        piece = read
      }
      if let place = delivery.corrupt.map({ $0 - sent }), piece.readableBytesView.indices.contains(place),
        let byte = piece.getInteger(at: place, as: UInt8.self)
      {
        piece.setInteger(byte ^ 1, at: place)
      }
      sent += piece.readableBytes
      try await outbound.write(.body(.byteBuffer(piece)))
      if delivery.rate != nil, sent < count { try await Task.sleep(for: .seconds(1)) }
    }
    if delivery.stall != nil || delivery.cut != nil {
      // Closing would drop what is still on its way to the socket; this ends when all of it is there.
      try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer()))).get()
    }
    if delivery.stall != nil { try await body.silence() }
    if delivery.cut != nil { throw RequestBody.Interrupted() }
    return sent
  }

  private static func isOwnHost(_ host: String?) -> Bool {
    guard let host else { return true }
    let name = host.split(separator: ":", maxSplits: 1).first.map { $0.lowercased() }
    return name == "127.0.0.1" || name == "localhost"
  }
}
