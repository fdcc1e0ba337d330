import Foundation
import Glibc

/// A way to a hub on which a test may do harm: every request goes through it, addresses in answers lead back to it.
///
/// `fault` sees each request first; nil lets it pass.
public final class FaultProxy: Sendable {
  /// A request on its way to the hub.
  public typealias Request = ScriptedServer.Request
  /// What comes back in place of the hub's answer.
  public typealias Reply = ScriptedServer.Reply

  private let server: ScriptedServer
  /// The address to give to a client.
  public var url: String { server.url }
  /// Everything asked so far.
  public var requests: [Request] { server.requests }

  /// A proxy in front of the hub at a port of this machine, and of its storage at another.
  public init(to hub: Int, storage: Int, fault: @escaping @Sendable (Request, HubLine) -> Reply?) throws {
    let line = HubLine(port: hub, storagePort: storage)
    server = try ScriptedServer { request in
      fault(request, line) ?? .raw(line.answer(to: request))
    }
  }

  /// Stops listening and cuts every connection.
  public func stop() { server.stop() }
}

/// Blocking requests to a hub from a thread of the proxy.
public struct HubLine: Sendable {
  let port: Int
  let storagePort: Int

  /// The hub's or the storage's answer with their addresses replaced by the one that was asked; same length, as all
  /// have five digits.
  public func answer(to request: ScriptedServer.Request) -> [UInt8] {
    let own = "127.0.0.1:\(request.path.hasPrefix("/.storage/") ? storagePort : port)"
    let asked = request.header("Host") ?? own
    var head = "\(request.method) \(request.target) HTTP/1.1\r\n"
    // To the client both origins are one, so that it may send its token to storage; storage must not see it.
    let dropped = ["host", "connection"] + (request.path.hasPrefix("/.storage/") ? ["authorization"] : [])
    for (name, value) in request.headers where !dropped.contains(name.lowercased()) {
      head += "\(name): \(value)\r\n"
    }
    let answer = exchange(
      Array("\(head)Host: \(own)\r\nConnection: close\r\n\r\n".utf8) + request.body,
      port: request.path.hasPrefix("/.storage/") ? storagePort : port
    )
    guard own.utf8.count == asked.utf8.count, let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return [] }
    func moved(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
      Array(
        String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "127.0.0.1:\(port)", with: asked)
          .replacingOccurrences(of: "127.0.0.1:\(storagePort)", with: asked).utf8
      )
    }
    let first = moved(answer[..<end.upperBound])
    let isJSON = String(decoding: first, as: UTF8.self).contains("json")
    return first + (isJSON ? moved(answer[end.upperBound...]) : Array(answer[end.upperBound...]))
  }

  /// Somebody else's commit of one small file; the hub's status.
  @discardableResult
  public func commit(_ path: String, _ text: String, to repository: String, token: String) -> Int {
    let content = Data(text.utf8).base64EncodedString()
    let body = """
      {"key":"header","value":{"summary":"Somebody else","description":""}}
      {"key":"file","value":{"path":"\(path)","content":"\(content)","encoding":"base64"}}

      """
    let head =
      "POST /api/models/\(repository)/commit/main HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
      + "Authorization: Bearer \(token)\r\nContent-Type: application/x-ndjson\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n"
    let status = String(decoding: exchange(Array((head + body).utf8), port: port).prefix(12), as: UTF8.self)
    return Int(status.suffix(3)) ?? 0
  }

  private func exchange(_ bytes: [UInt8], port: Int) -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return [] }
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let got = recv(descriptor, &piece, piece.count, 0)
      guard got > 0 else { return answer }
      answer += piece[..<got]
    }
  }
}
