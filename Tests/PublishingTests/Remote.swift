import Files
import Findings
import Foundation
import HTTP
import HubAPI
import LocalHub
import Publication
import Synchronization
import TestKit
import Testing
import Validation
@testable import Publishing

/// An embedded hub with a repository `acme/tiny`, and uploads to it.
final class Remote: Sendable {
  static let writer = "hf_writer"
  static let reader = "hf_reader"
  static let other = "hf_other"

  let place: TemporaryFolder
  let server: LocalHubServer
  let id: RepositoryID
  private let log: RequestLog

  /// A hub; the repository is made unless `isEmpty`.
  init(isEmpty: Bool = false, change: (inout LocalHubConfiguration) -> Void = { _ in }) async throws {
    place = try TemporaryFolder()
    let log = RequestLog()
    self.log = log
    var configuration = LocalHubConfiguration(
      folder: "\(place.path)/hub",
      accounts: [
        LocalHubAccount(token: Self.writer, userName: "acme"),
        LocalHubAccount(token: Self.reader, userName: "acme", role: .read),
        LocalHubAccount(token: Self.other, userName: "other", namespaces: ["acme"]),
      ],
      requestLog: { record in log.add(record) }
    )
    change(&configuration)
    server = try await LocalHubServer.start(configuration: configuration)
    id = try #require(RepositoryID("acme/tiny"))
    if !isEmpty { _ = try await client().createRepository(id, isPrivate: false) }
  }

  /// A client of the hub, or of what stands in between; pauses take no time.
  func client(at url: String? = nil, token: String? = writer) throws -> HubClient {
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.retry = RetryPolicy(maximumAttempts: 2)
    configuration.clock = RetryClock(sleep: { _ in try Task.checkCancellation() }, now: { 0 }, jitter: { 0 })
    return HubClient(
      endpoint: try HubEndpoint(url ?? server.url),
      token: token.map { Secret($0) },
      http: HTTPClient(configuration: configuration)
    )
  }

  /// A way to the hub on which `fault` may do harm.
  func proxy(
    _ fault: @escaping @Sendable (ScriptedServer.Request, HubLine) -> ScriptedServer.Reply?
  ) throws
    -> FaultProxy
  {
    try FaultProxy(to: server.port, storage: server.storagePort, fault: fault)
  }

  /// Uploads the sample publication, or a spoiled copy.
  @discardableResult
  func upload(
    _ publication: PreparedPublication? = nil,
    at url: String? = nil,
    token: String? = writer,
    to repository: RepositoryID? = nil,
    creation: UploadJob.Creation = .refused,
    options: UploadOptions = UploadOptions(),
    approved: PlanFile? = nil,
    journal: UploadJournal? = nil,
    report: @escaping @Sendable (UploadEvent) -> Void = { _ in }
  ) async throws -> UploadJob.Outcome {
    let job = UploadJob(
      hub: try client(at: url, token: token),
      repository: repository ?? id,
      creation: creation,
      options: options,
      approved: approved,
      journal: journal,
      report: report
    )
    return try await job.run(publication ?? Sample.prepared())
  }

  /// An upload that must fail, and how it does.
  func failure(
    _ publication: PreparedPublication? = nil,
    at url: String? = nil,
    token: String? = writer,
    to repository: RepositoryID? = nil,
    creation: UploadJob.Creation = .refused,
    options: UploadOptions = UploadOptions(),
    approved: PlanFile? = nil,
    journal: UploadJournal? = nil,
    report: @escaping @Sendable (UploadEvent) -> Void = { _ in }
  ) async throws -> UploadFailure {
    do {
      let outcome = try await upload(
        publication,
        at: url,
        token: token,
        to: repository,
        creation: creation,
        options: options,
        approved: approved,
        journal: journal,
        report: report
      )
      throw FixtureError(text: "the upload ended with \(outcome)")
    } catch let failure as UploadFailure {
      return failure
    }
  }

  /// Commits by somebody else.
  func commitBySomebodyElse(_ files: [String: String]) async throws {
    _ = try await client(token: Self.other).commit(
      id,
      revision: .main,
      message: CommitMessage(summary: "Somebody else"),
      operations: files.map { .add(try #require(RepositoryPath($0.key)), content: Array($0.value.utf8)) }
    )
  }

  /// Deletes the repository and makes another of its name.
  func recreate() async throws {
    let body = #"{"organization": "\#(id.owner)", "name": "\#(id.name)", "type": "model"}"#
    var request = HTTPRequest(
      .delete,
      try HubEndpoint(server.url).url.appending(["api", "repos", "delete"]),
      headers: ["Content-Type": "application/json"],
      body: .bytes(Array(body.utf8)),
      isIdempotent: false
    )
    request.bearerToken = Secret(Self.writer)
    let status = try await client().http.send(request).status
    guard status < 300 else { throw FixtureError(text: "not deleted: \(status)") }
    _ = try await client().createRepository(id, isPrivate: false)
  }

  // MARK: What the hub shows

  /// The ids of the commits, newest first.
  func commits() async throws -> [CommitID] { try await client().commits(id, revision: .main).map(\.id) }

  /// The hash that names each file's content.
  func files() async throws -> [String: String] {
    let entries = try await client().tree(id, revision: .main).filter { $0.type == "file" }
    return Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0.lfs?.oid ?? $0.oid) })
  }

  /// How many requests of a method whose path holds `part` came since the last `forget`.
  func count(_ method: String, _ part: String = "") -> Int {
    log.records.filter { $0.method == method && $0.path.contains(part) }.count
  }

  func forget() { log.clear() }

  /// Where the hub keeps an LFS object.
  func object(_ file: ShippedFile) -> String {
    let oid = file.digests.sha256.hex
    return "\(place.path)/hub/objects/\(oid.prefix(2))/\(oid)"
  }
}

private final class RequestLog: Sendable {
  private let kept = Mutex<[LocalHubRequestRecord]>([])
  var records: [LocalHubRequestRecord] { kept.withLock { $0 } }
  func add(_ record: LocalHubRequestRecord) { kept.withLock { $0.append(record) } }
  func clear() { kept.withLock { $0 = [] } }
}

/// The sample publication, measured once for all tests.
enum Sample {
  private static let original = Result { try choice(SampleCopy.original) }
  private static let report = Result { try measured(original.get()) }
  private static let publication = Result { try prepared(original.get()) }

  /// The sample as it is in the repository.
  static func prepared() throws -> PreparedPublication { try publication.get() }

  /// A copy that a test may spoil; measured numbers are those of the original.
  static func prepared(_ copy: SampleCopy) throws -> PreparedPublication { try prepared(choice(copy.folder)) }

  private static func choice(_ folder: String) throws -> PublicationFinder.Choice {
    try PublicationFinder(workingDirectory: Fixture.root, usesRelativePaths: false)
      .find(folder: folder, repository: nil)
  }

  private static func measured(_ choice: PublicationFinder.Choice) throws -> ValidationReport {
    try Validator(toolVersion: "0.0.0", today: "2026-01-01").run(choice.manifest, folder: choice.folder)
  }

  private static func prepared(_ choice: PublicationFinder.Choice) throws -> PreparedPublication {
    try PreparedPublication(choice, report: report.get())
  }
}

/// A value that closures on several threads share.
final class Box<Value: Sendable>: Sendable {
  private let kept: Mutex<Value>
  init(_ value: Value) { kept = Mutex(value) }
  var value: Value { kept.withLock { $0 } }
  @discardableResult
  func change<Result: Sendable>(_ body: (inout sending Value) -> Result) -> Result { kept.withLock { body(&$0) } }
}

extension ShippedFile {
  /// The name of the content, as `Remote.files` shows it.
  func oid(_ mode: UploadMode) -> String { mode == .lfs ? digests.sha256.hex : digests.gitBlobID.hex }
}

extension UploadFailure {
  var hubCode: HubError.Code? { (underlying as? HubError)?.code }
  var code: PublishingError.Code? { (underlying as? PublishingError)?.code }
  var status: Findings.ExitStatus { underlying.exitStatus }
}
