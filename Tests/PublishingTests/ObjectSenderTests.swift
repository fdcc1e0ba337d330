import Files
import Findings
import Foundation
import HTTP
import HubAPI
import TestKit
import Testing

@testable import Publishing

@Suite("Objects on their way to storage") struct ObjectSenderTests {
  /// A hub and its storage in one, which takes objects and notes how.
  private final class Storage: Sendable {
    struct Log: Sendable {
      /// The numbers of objects that addresses were asked for.
      var batches: [Int] = []
      var stored: Set<String> = []
      var running = 0
      var most = 0
    }

    let log = Box(Log())
    private let kept = Box<ScriptedServer?>(nil)

    /// `refuse` says what becomes of an object other than being stored.
    init(refuse: @escaping @Sendable (String, Storage) -> ScriptedServer.Reply? = { _, _ in nil }) throws {
      let log = log
      let server = try ScriptedServer { [unowned self] request in
        if request.method == "POST" { return Self.batch(request, log) }
        let oid = String(request.path.split(separator: "/").last ?? "")
        log.change { log in
          log.running += 1
          log.most = max(log.most, log.running)
        }
        let refusal = refuse(oid, self)
        log.change { log in
          log.running -= 1
          if refusal == nil { log.stored.insert(oid) }
        }
        return refusal ?? .status(200)
      }
      kept.change { $0 = server }
    }

    func stop() { kept.value?.stop() }

    private static func batch(_ request: ScriptedServer.Request, _ log: Box<Log>) -> ScriptedServer.Reply {
      guard let json = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any],
        let objects = json["objects"] as? [[String: Any]]
      else { return .status(400) }
      log.change { $0.batches.append(objects.count) }
      let host = request.header("Host") ?? ""
      let answers = objects.map { object in
        let oid = object["oid"] as? String ?? ""
        return """
          {"oid":"\(oid)","size":\(object["size"] as? Int ?? 0),
           "actions":{"upload":{"href":"http://\(host)/storage/\(oid)"}}}
          """
      }
      return .json("{\"transfer\":\"basic\",\"objects\":[\(answers.joined(separator: ","))]}")
    }

    func sender(_ report: @escaping @Sendable (UploadEvent) -> Void = { _ in }) throws -> ObjectSender {
      var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
      configuration.retry = .never
      return ObjectSender(
        hub: HubClient(
          endpoint: try HubEndpoint(try #require(kept.value).url),
          token: Secret("hf_writer"),
          http: HTTPClient(configuration: configuration)
        ),
        repository: try #require(RepositoryID("acme/tiny")),
        report: report
      )
    }
  }

  private func files(_ count: Int) throws -> [ShippedFile] {
    try (0..<count).map { number in
      let bytes = Array("object \(number)".utf8)
      return ShippedFile(
        path: try #require(RepositoryPath("o/\(number).bin")),
        source: .bytes(bytes),
        digests: FileDigests(of: bytes)
      )
    }
  }

  @Test("two thousand objects are all stored, with addresses for at most a hundred at a time, each told once")
  func many() async throws {
    let storage = try Storage()
    let told = Box<[String]>([])
    let files = try files(2000)
    var state = RemoteState.untouched
    try await storage.sender { event in
      if case .stored(let path, _, true) = event { told.change { $0.append(path) } }
    }.send(files + files.prefix(3), state: &state)
    #expect(state == .objectsStored)
    #expect(storage.log.value.batches == Array(repeating: 100, count: 20))
    #expect(storage.log.value.stored == Set(files.map(\.digests.sha256.hex)))
    #expect(storage.log.value.most <= 4)
    #expect(told.value.sorted() == files.map(\.path.text).sorted())
    storage.stop()
  }

  @Test("four objects travel at the same time, and one that is done first is told first")
  func parallel() async throws {
    let all = DispatchSemaphore(value: 0)
    let files = try files(4)
    let first = files[0].digests.sha256.hex
    let told = Box<[String]>([])
    let storage = try Storage { oid, storage in
      // Nobody is answered before all are here; the first one to be asked for is the last to be answered.
      let isLast = storage.log.value.running == 4
      if isLast { for _ in 0..<4 { all.signal() } }
      guard all.wait(timeout: .now() + 60) == .success else { return .status(400) }
      if oid == first { while told.value.count < 3 { usleep(1000) } }
      return nil
    }
    var state = RemoteState.untouched
    try await storage.sender { event in
      if case .stored(let path, _, _) = event { told.change { $0.append(path) } }
    }.send(files, state: &state)
    #expect(storage.log.value.most == 4)
    #expect(told.value.count == 4)
    #expect(told.value.last == "o/0.bin")
    storage.stop()
  }

  @Test("a refusal ends the others and those not begun; what came to be in storage is known")
  func failure() async throws {
    let files = try files(300)
    let bad = files[2].digests.sha256.hex
    let stored = DispatchSemaphore(value: 0)
    let storage = try Storage { oid, storage in
      if oid == bad {
        _ = stored.wait(timeout: .now() + 60)
        return .text("<Error><Message>bad digest</Message></Error>", status: 400)
      }
      if oid == files[3].digests.sha256.hex { return .silence }
      return nil
    }
    var state = RemoteState.untouched
    let sender = try storage.sender { event in
      if case .stored = event { stored.signal() }
    }
    do {
      try await sender.send(files, state: &state)
      Issue.record("it did not fail")
    } catch let error as HubError {
      #expect(error.code == .objectRefused)
      #expect(error.reason.contains("bad digest"))
    }
    #expect(state == .objectsStored)
    #expect(storage.log.value.batches.count < 3)
    storage.stop()
  }

  @Test("addresses that cannot be asked for end the upload; nothing was stored")
  func noAddresses() async throws {
    let server = try ScriptedServer { _ in .status(500) }
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.retry = .never
    let sender = ObjectSender(
      hub: HubClient(
        endpoint: try HubEndpoint(server.url),
        token: Secret("hf_writer"),
        http: HTTPClient(configuration: configuration)
      ),
      repository: try #require(RepositoryID("acme/tiny")),
      report: { _ in }
    )
    var state = RemoteState.untouched
    let files = try files(150)
    do {
      try await sender.send(files, state: &state)
      Issue.record("it did not fail")
    } catch let error as HubError {
      #expect(error.code == .serverFault)
    }
    #expect(state == .untouched)
    #expect(server.requests.count == 1)
  }

  @Test("a group holds a hundred objects or a gibibyte, and one larger object alone")
  func groups() throws {
    let small = try files(250)
    #expect(ObjectSender.groups(small).map(\.count) == [100, 100, 50])
    #expect(ObjectSender.groups([]).isEmpty)
    let large = try files(5).map { file in
      var file = file
      file.digests.size = 600 << 20
      return file
    }
    #expect(ObjectSender.groups(large).map(\.count) == [1, 1, 1, 1, 1])
    #expect(ObjectSender.groups(Array(small.prefix(2)) + large.prefix(1) + small.prefix(2)).map(\.count) == [5])
  }
}
