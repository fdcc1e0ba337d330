import Glibc
import Synchronization

/// A small HTTP/1.1 server on loopback that answers as a test says and remembers what it was asked.
///
/// Plain POSIX sockets, one thread a connection, keep-alive, so that it can also do what a proper server never would:
/// send garbage, stay silent, hang up. It stops when the last reference goes.
public final class ScriptedServer: Sendable {
  /// A request as it came.
  public struct Request: Sendable {
    /// `GET` and so on.
    public var method: String
    /// Path and query as sent.
    public var target: String
    /// The header fields in order.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// The number of its connection, from 0.
    public var connection: Int

    /// The first value of a header, by name in any case.
    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The path without the query.
    public var path: String { String(target.prefix { $0 != "?" }) }
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// What the server does about a request.
  public enum Reply: Sendable {
    /// A proper answer with an exact length.
    case answer(status: Int, headers: KeyValuePairs<String, String>, body: [UInt8])
    /// These bytes as they are, then the end of the connection.
    case raw([UInt8])
    /// These bytes, then five spaces a second until the client goes away.
    case trickle([UInt8])
    /// The end of the connection.
    case hangUp
    /// Nothing, until the client goes away.
    case silence

    /// An answer with a text.
    public static func text(
      _ text: String,
      status: Int = 200,
      headers: KeyValuePairs<String, String> = [:]
    ) -> Reply {
      .answer(status: status, headers: headers, body: Array(text.utf8))
    }

    /// An answer with JSON.
    public static func json(_ json: String, status: Int = 200) -> Reply {
      .answer(status: status, headers: ["Content-Type": "application/json"], body: Array(json.utf8))
    }

    /// An answer with a status, headers and no body.
    public static func status(_ status: Int, headers: KeyValuePairs<String, String> = [:]) -> Reply {
      .answer(status: status, headers: headers, body: [])
    }
  }

  private let state: State
  /// The port on 127.0.0.1.
  public let port: Int

  /// `http://127.0.0.1:port`.
  public var url: String { "http://127.0.0.1:\(port)" }
  /// Everything asked so far.
  public var requests: [Request] { state.log.withLock { $0.requests } }
  /// How many connections were made so far.
  public var connectionCount: Int { state.log.withLock { $0.connections } }

  /// Listens on a free port; `script` is called for every request, on the connection's thread.
  public init(_ script: @escaping @Sendable (Request) -> Reply) throws {
    let (listener, port) = try boundSocket()
    guard listen(listener, 128) == 0 else {
      close(listener)
      throw SocketFailure()
    }
    self.port = port
    state = State(listener: listener, script: script)
    let state = state
    Self.startThread { state.accept() }
  }

  deinit { state.stop() }

  /// Stops listening and cuts every connection.
  public func stop() { state.stop() }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  fileprivate static func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let result = pthread_create(
      &thread,
      nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      },
      work.toOpaque()
    )
    if result == 0 { pthread_detach(thread) } else { work.release() }
  }
}

/// A port on 127.0.0.1 that is taken, so that nobody else gets it, but refuses connections.
public final class ClosedPort: Sendable {
  /// The port.
  public let port: Int
  private let descriptor: Int32

  /// Takes a free port.
  public init() throws { (descriptor, port) = try boundSocket() }

  deinit { close(descriptor) }
}

private struct SocketFailure: Error {}

private func boundSocket() throws -> (descriptor: Int32, port: Int) {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  guard descriptor >= 0 else { throw SocketFailure() }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
    }
  }
  guard isBound else {
    close(descriptor)
    throw SocketFailure()
  }
  return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}

/// What the threads of a server share; outlives the server until the last thread is done.
private final class State: Sendable {
  struct Log {
    var requests: [ScriptedServer.Request] = []
    var connections = 0
    var open: Set<Int32> = []
    var isStopped = false
  }

  let log = Mutex(Log())
  let script: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply
  private let listener: Int32

  init(listener: Int32, script: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply) {
    self.listener = listener
    self.script = script
  }

  func stop() {
    log.withLock { log in
      guard !log.isStopped else { return }
      log.isStopped = true
      // Ends `accept`; its thread closes the socket, so that the number is not reused under it.
      shutdown(listener, Int32(SHUT_RDWR))
      for descriptor in log.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  func accept() {
    defer { close(listener) }
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      if descriptor < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        if log.withLock({ $0.isStopped }) { return }
        // Out of descriptors, most likely: other tests will give theirs back.
        usleep(10_000)
        continue
      }
      let number = log.withLock { log -> Int? in
        guard !log.isStopped else { return nil }
        log.open.insert(descriptor)
        log.connections += 1
        return log.connections - 1
      }
      guard let number else {
        close(descriptor)
        return
      }
      ScriptedServer.startThread {
        Connection(descriptor: descriptor, number: number, state: self).serve()
        self.log.withLock { log in
          log.open.remove(descriptor)
          close(descriptor)
        }
      }
    }
  }
}

/// One connection; used by its own thread only.
private final class Connection {
  private let descriptor: Int32
  private let number: Int
  private let state: State
  private var buffer: [UInt8] = []

  init(descriptor: Int32, number: Int, state: State) {
    self.descriptor = descriptor
    self.number = number
    self.state = state
  }

  func serve() {
    while let request = nextRequest() {
      state.log.withLock { $0.requests.append(request) }
      switch state.script(request) {
      case .answer(let status, let headers, let body):
        var head = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        guard send(Array("\(head)\r\n".utf8) + (request.method == "HEAD" ? [] : body)) else { return }
      case .raw(let bytes):
        _ = send(bytes)
        return
      case .trickle(let bytes):
        guard send(bytes) else { return }
        while send([0x20]) { usleep(200_000) }
        return
      case .hangUp:
        return
      case .silence:
        while receive() {}
        return
      }
    }
  }

  private func nextRequest() -> ScriptedServer.Request? {
    let end = Array("\r\n\r\n".utf8)
    while buffer.firstRange(of: end) == nil {
      guard receive() else { return nil }
    }
    guard let blank = buffer.firstRange(of: end) else { return nil }
    let lines = String(decoding: buffer[..<blank.lowerBound], as: UTF8.self).split(separator: "\r\n")
    buffer.removeSubrange(..<blank.upperBound)
    let first = lines[0].split(separator: " ").map(String.init)
    guard first.count == 3 else { return nil }
    let headers = lines.dropFirst().map { line -> (name: String, value: String) in
      let name = line.prefix { $0 != ":" }
      return (String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
    }
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    while buffer.count < length {
      guard receive() else { return nil }
    }
    let body = Array(buffer.prefix(length))
    buffer.removeFirst(length)
    return .init(method: first[0], target: first[1], headers: headers, body: body, connection: number)
  }

  private func receive() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let got = recv(descriptor, &piece, piece.count, 0)
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return false }
      buffer += piece.prefix(got)
      return true
    }
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let result = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { return false }
      sent += result
    }
    return true
  }
}
