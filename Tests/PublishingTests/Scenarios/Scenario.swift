import Files
import Findings
import HTTP
import HubAPI
import LocalHub
import Synchronization
import TestKit
import Testing

@testable import Publishing

/// The sample publication on its way over an older tree, while a fault script is played.
///
/// The hub is started anew for every step on the same store: without faults for what was there before, with them for the
/// upload, and without them again to look at what it left.
struct Scenario: Sendable {
  /// How an upload ended.
  enum Ending {
    case upToDate
    case published(CommitID)
    case failed(UploadFailure)
  }

  /// Which tree readers see.
  enum Shown: Equatable {
    case old
    case new
  }

  /// What was on the remote before: two files that change, one that stays.
  static let before = ["README.md": "# Old\n", "config.json": "{}\n", "notes/old.md": "Old\n"]

  private let place: TemporaryFolder
  private let change: @Sendable (inout LocalHubConfiguration) -> Void
  /// The files and their hashes before.
  let old: [String: String]
  /// The files and their hashes after a whole upload.
  let new: [String: String]
  /// The commit before the upload.
  let head: CommitID

  /// A scenario with its older tree in place.
  init(change: @escaping @Sendable (inout LocalHubConfiguration) -> Void = { _ in }) async throws {
    place = try TemporaryFolder()
    self.change = change
    let folder = "\(place.path)/hub"
    let remote = try await Remote {
      change(&$0)
      $0.folder = folder
    }
    try await remote.commitBySomebodyElse(Self.before)
    old = try await remote.files()
    head = try #require(try await remote.commits().first)
    await remote.server.stop()
    var after = old
    for file in try Sample.prepared().shipment.files {
      after[file.path.text] = file.oid(file.path.text.hasSuffix(".safetensors") ? .lfs : .regular)
    }
    new = after
  }

  /// The script of a scenario.
  static func script(_ name: String) throws -> FaultScript {
    try FaultScript.read(file: "\(Fixture.root)/Tests/PublishingTests/Scenarios/Scripts/\(name).yml")
  }

  /// A hub on the scenario's store.
  func hub(
    _ script: FaultScript? = nil,
    log: @escaping @Sendable (LocalHubFaultRecord) -> Void = { _ in }
  ) async throws
    -> Remote
  {
    let folder = "\(place.path)/hub"
    let change = change
    return try await Remote(isEmpty: true) {
      change(&$0)
      $0.folder = folder
      $0.faults = script
      $0.faultLog = log
    }
  }

  /// Uploads once while the script is played; at least one of its faults must be.
  func upload(
    _ script: String?,
    stall: Duration = .seconds(30),
    pauses: Pauses = Pauses(),
    options: UploadOptions = UploadOptions(),
    report: @escaping @Sendable (UploadEvent) -> Void = { _ in }
  ) async throws -> Ending {
    let played = Mutex(0)
    let script = try script.map(Self.script)
    let remote = try await hub(script) { _ in played.withLock { $0 += 1 } }
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.timeouts.stall = stall
    configuration.clock = pauses.clock
    let job = UploadJob(
      hub: HubClient(
        endpoint: try HubEndpoint(remote.server.url),
        token: Secret(Remote.writer),
        http: HTTPClient(configuration: configuration)
      ),
      repository: remote.id,
      creation: .refused,
      options: options,
      report: report
    )
    let ending: Ending
    do {
      switch try await job.run(Sample.prepared()) {
      case .alreadyUpToDate: ending = .upToDate
      case .published(let commit, _): ending = .published(commit)
      }
    } catch let failure as UploadFailure {
      ending = .failed(failure)
    }
    await remote.server.stop()
    if script != nil { #expect(played.withLock { $0 } > 0, "no fault was played") }
    return ending
  }

  /// Compares what the remote shows with the old and the new tree and with what the upload said, whatever `theirs`
  /// somebody else committed meanwhile, and lets a second upload go through.
  @discardableResult
  func expectOldOrNew(after ending: Ending, theirs: [String: String] = [:]) async throws -> Shown {
    let remote = try await hub()
    let files = try await remote.files()
    let commits = try await remote.commits()
    let others = theirs.mapValues { GitBlobID.of(Array($0.utf8)).hex }
    let isNew = files == new.merging(others.filter { new[$0.key] == nil }) { _, other in other }
    let isOld = files == old || files == old.merging(others) { _, other in other }
    #expect(isOld != isNew, "a third tree: \(files.sorted { $0.key < $1.key })")
    // Nobody ever saw anything else.
    #expect(commits.firstIndex(of: head) ?? -1 <= (isNew ? 1 : 0) + (theirs.isEmpty ? 0 : 1))
    switch ending {
    case .upToDate: #expect(isNew)
    case .published(let commit): #expect(isNew && commits.contains(commit))
    case .failed(let failure):
      switch failure.remoteState {
      case .untouched, .objectsStored: #expect(isOld, "\(failure.remoteState)")
      case .committed(let commit): #expect(isNew && commits.contains(commit), "\(failure.remoteState)")
      case .created, .branchMade, .draftOpened: Issue.record("nothing of the kind was asked for")
      case .commitPending, .unknown: break
      }
    }
    await remote.server.stop()
    try await finish(theirs: others.filter { new[$0.key] == nil })
    return isNew ? .new : .old
  }

  /// A second upload ends in the new tree, and a third has nothing to do.
  private func finish(theirs: [String: String]) async throws {
    if case .failed(let failure) = try await upload(nil) { Issue.record("the second upload failed: \(failure)") }
    let remote = try await hub()
    #expect(try await remote.files() == new.merging(theirs) { _, other in other })
    await remote.server.stop()
    guard case .upToDate = try await upload(nil) else {
      Issue.record("the third upload had something to do")
      return
    }
  }
}

extension Scenario.Ending {
  /// The failure; a test fails without one.
  var failure: UploadFailure {
    get throws {
      guard case .failed(let failure) = self else { throw FixtureError(text: "the upload ended with \(self)") }
      return failure
    }
  }

  /// The commit; a test fails without one.
  var commit: CommitID {
    get throws {
      guard case .published(let commit) = self else { throw FixtureError(text: "the upload ended with \(self)") }
      return commit
    }
  }
}

/// Pauses that take no time and are remembered.
final class Pauses: Sendable {
  private let kept = Mutex<[Duration]>([])
  var all: [Duration] { kept.withLock { $0 } }

  /// Real time for dates, no time for pauses, no chance.
  var clock: RetryClock {
    RetryClock(
      sleep: { pause in
        try Task.checkCancellation()
        self.kept.withLock { $0.append(pause) }
      },
      now: RetryClock.system.now,
      jitter: { 0.5 }
    )
  }
}
