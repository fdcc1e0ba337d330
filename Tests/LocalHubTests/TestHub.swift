import Files
import Foundation
import Glibc
import HubAPI
import LocalHub
import Testing

/// An answer as it came over the wire.
struct Answer: Sendable {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The server's words in the Hub's error form.
  var error: String? { (try? json(ErrorBody.self))?.error }

  func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

  func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(body))
  }
}

/// A blocking socket to the hub, used on threads that may block; sends exactly the bytes it is given.
final class RawConnection: @unchecked Sendable {
  // Invariant: the descriptor is set once and each connection is used by one task at a time.
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Says that nothing more is sent, as a client that leaves does.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Everything until the server closes.
  func receiveAll() -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = recv(descriptor, &buffer, buffer.count, 0)
      guard got > 0 else { return all }
      all += buffer[..<got]
    }
  }

  /// The next bytes, at least one unless the server closed.
  func receiveSome() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let got = recv(descriptor, &buffer, buffer.count, 0)
    return Array(buffer[..<max(got, 0)])
  }
}

/// Runs blocking work on a thread of its own, where it holds up no task of the server under test.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
  }
}

/// A hub in a folder of its own, with accounts of every kind, and a client that adds nothing to what it is told.
final class TestHub: Sendable {
  static let accounts = [
    LocalHubAccount(token: "hf_me", userName: "me", namespaces: ["acme"]),
    LocalHubAccount(token: "hf_reader", userName: "reader", role: .read, namespaces: ["me"]),
    LocalHubAccount(token: "hf_other", userName: "other"),
    LocalHubAccount(token: "hf_root", userName: "root", namespaces: ["*"]),
  ]

  let place: TemporaryFolder
  let server: LocalHubServer

  init(change: (inout LocalHubConfiguration) -> Void = { _ in }) async throws {
    place = try TemporaryFolder()
    var configuration = LocalHubConfiguration(folder: "\(place.path)/store", accounts: Self.accounts)
    change(&configuration)
    server = try await LocalHubServer.start(configuration: configuration)
  }

  var store: String { "\(place.path)/store" }

  /// Names of unfinished files in the store.
  func leftovers() throws -> [String] { try LocalFiles.list("\(store)/incoming").map(\.name) }

  func call(
    _ method: String,
    _ path: String,
    token: String? = "hf_me",
    headers: [(String, String)] = [],
    _ body: [UInt8] = []
  ) async throws -> Answer {
    try Self.parse(try await exchange(method, path, token: token, headers: headers, body))
  }

  /// Everything that comes back until the connection is closed, which may be nothing.
  func exchange(
    _ method: String,
    _ path: String,
    token: String? = "hf_me",
    headers: [(String, String)] = [],
    _ body: [UInt8] = []
  ) async throws -> [UInt8] {
    let isStorage = path.hasPrefix(server.storageURL)
    let port = isStorage ? server.storagePort : server.port
    let origin = isStorage ? server.storageURL : server.url
    let path = path.hasPrefix(origin) ? String(path.dropFirst(origin.count)) : path
    var lines = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    if let token { lines += "Authorization: Bearer \(token)\r\n" }
    if !headers.contains(where: { $0.0 == "Content-Length" || $0.0 == "Transfer-Encoding" }) {
      lines += "Content-Length: \(body.count)\r\n"
    }
    for (name, value) in headers { lines += "\(name): \(value)\r\n" }
    return try await exchange(Array((lines + "\r\n").utf8) + body, port: port)
  }

  func call(
    _ method: String,
    _ path: String,
    token: String? = "hf_me",
    json: some Encodable & Sendable
  ) async throws
    -> Answer
  {
    let body = [UInt8](try JSONEncoder().encode(json))
    return try await call(method, path, token: token, headers: [("Content-Type", "application/json")], body)
  }

  func raw(_ bytes: [UInt8], port: Int? = nil) async throws -> Answer {
    try Self.parse(try await exchange(bytes, port: port ?? server.port))
  }

  private func exchange(_ bytes: [UInt8], port: Int) async throws -> [UInt8] {
    try await blocking {
      let connection = try RawConnection(port: port)
      connection.send(bytes)
      return connection.receiveAll()
    }
  }

  static func parse(_ bytes: [UInt8]) throws -> Answer {
    let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)), "no answer")
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let status = try #require(lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) })
    let headers = lines.dropFirst().map { line -> (name: String, value: String) in
      let halves = line.split(separator: ":", maxSplits: 1)
      return (String(halves[0]), halves.count > 1 ? halves[1].trimmingCharacters(in: .whitespaces) : "")
    }
    return Answer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
  }

  // MARK: Steps of a publication

  @discardableResult
  func create(_ name: String, visibility: String = "public") async throws -> CreateRepositoryResponse {
    let answer = try await call(
      "POST",
      "/api/repos/create",
      json: CreateRepositoryRequest(name: name, organization: nil, visibility: visibility)
    )
    try #require(answer.status == 200, "\(answer.text)")
    return try answer.json(CreateRepositoryResponse.self)
  }

  func commit(
    _ repository: String,
    _ lines: [CommitLine],
    parent: String? = nil,
    branch: String = "main",
    token: String? = "hf_me"
  ) async throws -> Answer {
    let header = CommitLine.header(summary: "Change", description: "", parentCommit: parent)
    return try await commit(repository, raw: Self.lines([header] + lines), branch: branch, token: token)
  }

  func commit(
    _ repository: String,
    raw body: String,
    branch: String = "main",
    token: String? = "hf_me"
  ) async throws
    -> Answer
  {
    try await call(
      "POST",
      "/api/models/\(repository)/commit/\(branch)",
      token: token,
      headers: [("Content-Type", "application/x-ndjson")],
      Array(body.utf8)
    )
  }

  static func lines(_ lines: [CommitLine]) throws -> String {
    try lines.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
  }

  func batch(
    _ repository: String,
    _ objects: [LFSBatchRequest.Object],
    token: String? = "hf_me"
  ) async throws
    -> Answer
  {
    try await call(
      "POST",
      "/\(repository).git/info/lfs/objects/batch",
      token: token,
      json: LFSBatchRequest(objects: objects, ref: .init(name: "main"))
    )
  }

  /// Asks for an upload address of some content.
  func uploadAction(_ repository: String, _ content: [UInt8]) async throws -> LFSBatchResponse.Action {
    let answer = try await batch(repository, [Self.object(content)])
    try #require(answer.status == 200, "\(answer.text)")
    return try #require(try answer.json(LFSBatchResponse.self).objects.first?.actions?["upload"])
  }

  /// Stores content for a repository.
  func upload(_ repository: String, _ content: [UInt8]) async throws -> LFSBatchRequest.Object {
    let action = try await uploadAction(repository, content)
    let answer = try await call("PUT", action.href, token: nil, content)
    try #require(answer.status == 200, "\(answer.text)")
    return Self.object(content)
  }

  static func object(_ content: [UInt8]) -> LFSBatchRequest.Object {
    .init(oid: FileDigests(of: content).sha256.hex, size: content.count)
  }

  static func file(_ path: String, _ text: String) -> CommitLine {
    .file(path: path, content: Data(text.utf8).base64EncodedString(), encoding: "base64")
  }

  func head(_ repository: String) async throws -> String {
    try #require(try await call("GET", "/api/models/\(repository)").json(RepositoryInfo.self).sha)
  }
}
