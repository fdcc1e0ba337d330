import Files
import Foundation
import FoundationNetworking
import HubAPI
import LocalHub
import Synchronization
import Testing

@Suite("starting and stopping the embedded hub")
struct LocalHubServerTests {
  private func failure(_ change: (inout LocalHubConfiguration) -> Void) async throws -> LocalHubError {
    let place = try TemporaryFolder()
    var configuration = LocalHubConfiguration(folder: "\(place.path)/store")
    change(&configuration)
    let error = await #expect(throws: LocalHubError.self) {
      let server = try await LocalHubServer.start(configuration: configuration)
      await server.stop()
    }
    return try #require(error)
  }

  @Test("an address that is not loopback is refused", arguments: ["0.0.0.0", "192.168.1.7", "example.org", "::", ""])
  func notLoopback(host: String) async throws {
    let error = try await failure { $0.host = host }
    #expect(error.code == .notLoopback)
    #expect(error.problem == "cannot start the embedded hub on \(host)")
    #expect(error.reason == "it listens on this machine's loopback address only")
    #expect(error.remedy == "Use 127.0.0.1.")
  }

  @Test("a taken port is named in the error")
  func portTaken() async throws {
    let hub = try await TestHub()
    let error = try await failure { $0.port = hub.server.port }
    #expect(error.code == .portTaken)
    #expect(error.problem == "cannot start the embedded hub on port \(hub.server.port)")
    #expect(error.reason == "another program listens on port \(hub.server.port)")
    #expect(error.remedy == "Choose another port, or 0 for any free one.")
    await hub.server.stop()
  }

  @Test("a failed start does not keep the folder locked")
  func failedStart() async throws {
    let hub = try await TestHub()
    let place = try TemporaryFolder()
    var configuration = LocalHubConfiguration(folder: place.path, port: hub.server.port)
    await #expect(throws: LocalHubError.self) { try await LocalHubServer.start(configuration: configuration) }
    configuration.port = 0
    let second = try await LocalHubServer.start(configuration: configuration)
    await second.stop()
    await hub.server.stop()
  }

  @Test("a folder that another hub uses is refused, until that one stops")
  func locked() async throws {
    let hub = try await TestHub()
    let error = try await failure { $0.folder = hub.store }
    #expect(error.code == .storeLocked)
    #expect(error.problem == "cannot open the hub's store \(hub.store)")
    #expect(error.reason == "another embedded hub uses this folder")
    #expect(error.remedy == "Stop the other one, or choose another folder.")
    await hub.server.stop()
    let second = try await LocalHubServer.start(configuration: LocalHubConfiguration(folder: hub.store))
    await second.stop()
  }

  @Test("a folder that cannot be made is a clear error")
  func unusable() async throws {
    let place = try TemporaryFolder()
    try LocalFiles.writeAtomically([], to: "\(place.path)/file")
    let error = try await failure { $0.folder = "\(place.path)/file/store" }
    #expect(error.code == .storeUnusable)
    #expect(error.problem == "cannot open the hub's store \(place.path)/file/store")
  }

  @Test("a damaged index is named, and nothing is overwritten")
  func damaged() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    await hub.server.stop()
    let path = "\(hub.store)/repositories/me/tiny/index.json"
    try LocalFiles.writeAtomically(Array("{".utf8), to: path)
    let error = try await failure { $0.folder = hub.store }
    #expect(error.code == .storeDamaged)
    #expect(error.reason == "\(path) is not the index of the repository me/tiny")
    #expect(try LocalFiles.readText(path) == "{")
  }

  @Test(
    "accounts that cannot be are refused",
    arguments: [
      LocalHubAccount(token: "", userName: "a"), LocalHubAccount(token: "x y", userName: "a"),
      LocalHubAccount(token: "x", userName: ""), LocalHubAccount(token: "x", userName: "a/b"),
      LocalHubAccount(token: "x", userName: "api"), LocalHubAccount(token: "hf_me", userName: "twin"),
    ]
  )
  func badAccounts(account: LocalHubAccount) async throws {
    let error = try await failure { $0.accounts = TestHub.accounts + [account] }
    #expect(error.code == .badConfiguration)
    #expect(!"\(error)".contains("hf_me"), "a token never enters an error")
  }

  @Test("numbers that cannot be are refused")
  func badNumbers() async throws {
    #expect(try await failure { $0.port = 70_000 }.reason == "70000 is not a port")
    #expect(try await failure { $0.multipartPartSize = 0 }.code == .badConfiguration)
  }

  @Test("a restart on the same folder shows the same state, and clears what was unfinished")
  func restart() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny", visibility: "private")
    let content = [UInt8](repeating: 7, count: 2000)
    let object = try await hub.upload("me/tiny", content)
    let commit = try await hub.commit(
      "me/tiny",
      [TestHub.file("a.txt", "A"), .lfsFile(path: "w.bin", oid: object.oid, size: object.size)]
    )
    let head = try commit.json(CommitResponse.self).commitOid
    let before = try await hub.call("GET", "/api/models/me/tiny").text
    let location = try #require(try await hub.call("HEAD", "/me/tiny/resolve/main/w.bin").header("Location"))
    await hub.server.stop()
    try LocalFiles.writeAtomically([1], to: "\(hub.store)/incoming/rest")

    let again = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(folder: hub.store, accounts: TestHub.accounts)
    )
    let (data, _) = try await URLSession.shared.data(for: request(again, "/api/models/me/tiny"))
    #expect(String(decoding: data, as: UTF8.self) == before)
    #expect(before.contains(head))
    let (tree, _) = try await URLSession.shared.data(for: request(again, "/api/models/me/tiny/tree/main"))
    #expect(String(decoding: tree, as: UTF8.self).contains("w.bin"))
    #expect(again.storagePort == hub.server.storagePort)
    #expect(try await hub.call("GET", location, token: nil).body == content, "addresses outlive a restart")
    #expect(try hub.leftovers().isEmpty)
    await again.stop()
  }

  @Test("stopping waits for no idle connection, half request or half answer", .timeLimit(.minutes(1)))
  func stopWithOpenConnections() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let content = [UInt8](repeating: 1, count: 8 << 20)
    let stored = try await hub.upload("me/tiny", content)
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: stored.oid, size: nil)])
    let location = try #require(try await hub.call("HEAD", "/me/tiny/resolve/main/w.bin").header("Location"))
    let action = try await hub.uploadAction("me/tiny", [1, 2, 3])
    let ports = [hub.server.port, hub.server.storagePort, hub.server.storagePort]
    let url = hub.server.storageURL
    let connections = try await blocking { try ports.map { try RawConnection(port: $0) } }
    let host = "HTTP/1.1\r\nHost: localhost\r\n"
    try await blocking {
      connections[1].send(Array("PUT \(action.href.dropFirst(url.count)) \(host)Content-Length: 3\r\n\r\n1".utf8))
      // Asked for, but not read: the server's side fills up.
      connections[2].send(Array("GET \(location.dropFirst(url.count)) \(host)\r\n".utf8))
      _ = connections[2].receiveSome()
    }
    await hub.server.stop()
    #expect(try hub.leftovers().isEmpty)
    _ = try await blocking { connections[0].receiveAll() }
  }

  @Test("the request log holds method, path, status and bytes, and neither query nor token")
  func log() async throws {
    let records = RecordList()
    let hub = try await TestHub { $0.requestLog = { records.add($0) } }
    try await hub.create("tiny")
    _ = try await hub.upload("me/tiny", Array("content".utf8))
    _ = try await hub.call("GET", "/api/models/me/no%20ne?secret=hf_me")
    await hub.server.stop()
    let all = records.all
    #expect(
      all.first
        == LocalHubRequestRecord(
          method: "POST",
          path: "/api/repos/create",
          status: 200,
          bytes: 84 + "\(hub.server.port)".count
        )
    )
    #expect(all.last?.path == "/api/models/me/no%20ne")
    #expect(all.last?.status == 404)
    #expect(!all.contains { "\($0)".contains("hf_me") || "\($0)".contains("?") || "\($0)".contains("ignature") })
  }

  private func request(_ server: LocalHubServer, _ path: String) throws -> URLRequest {
    var request = URLRequest(url: try #require(URL(string: server.url + path)))
    request.setValue("Bearer hf_me", forHTTPHeaderField: "Authorization")
    return request
  }
}

/// Records in the order of their answers.
final class RecordList: Sendable {
  private let records = Mutex<[LocalHubRequestRecord]>([])
  func add(_ record: LocalHubRequestRecord) { records.withLock { $0.append(record) } }
  var all: [LocalHubRequestRecord] { records.withLock { $0 } }
}
