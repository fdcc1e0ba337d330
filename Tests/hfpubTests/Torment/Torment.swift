import Dispatch
import Files
import Foundation
import Glibc
import HTTP
import HubAPI
import LocalHub
import Synchronization
import TestKit
import Testing

/// Uploads one after another, each through an ordeal of its own, and checks the rule after each: the remote shows the
/// old tree or the new tree, never a third, the tool knows which, and a clean run ends in the new tree.
final class Torment {
  private static let token = "hf_tormentedwriter"
  private static let repository = "acme/tiny"

  /// A branch's files with the hashes that name their content, and its commits, newest first.
  private struct Remote {
    var files: [String: String]
    var commits: [String]
  }

  private let place: TemporaryFolder
  private let publication: TinyPublication
  private var chance: SeededGenerator
  private let seed: UInt64
  private var usual = 0
  /// The hash of what readers get, by the name under which it is stored.
  private var hashes: [String: String] = [:]
  private var round = 0
  /// How often what happened.
  private(set) var tally: [String: Int] = [:]

  init(seed: UInt64) throws {
    place = try TemporaryFolder()
    publication = try TinyPublication()
    self.seed = seed
    chance = SeededGenerator(seed: seed)
    try LocalFiles.makeFolder("\(place.path)/temporary")
  }

  /// Makes the repository with one quiet upload, which also tells how long one takes.
  func prepare() async throws {
    let hub = try await start()
    let result = try await run(hub, ["upload", "--create"])
    guard result.status == 0 else { throw FixtureError(text: "the first upload failed: \(result.errors)") }
    let began = ContinuousClock.now
    try publication.put("Prepared\n", "NOTICE.md")
    let second = try await run(hub, ["upload"])
    usual = max(20, Int(began.duration(to: second.ended) / .milliseconds(1)))
    tally["milliseconds of a quiet upload"] = usual
    await hub.stop()
  }

  /// One upload through an ordeal, and what must hold after it.
  func oneRound() async throws {
    round += 1
    try change()
    let ordeal = Ordeal(usual: usual, &chance)
    let quiet = try await start()
    let old = try await remote(quiet)
    let new = try await goal(quiet, from: old.files, prunes: ordeal.prunes)
    await quiet.stop()

    let ending = try await endure(ordeal)
    let hub = try await start()
    let now = try await remote(hub)
    let verdict = Verdict(old: old.files, new: new, ordeal: ordeal, raced: ending.raced)
    let shown = verdict.shown(by: now.files)
    if shown == nil {
      complain("a third tree: \(difference(now.files, old.files)) against the old one", ordeal, ending)
    }
    for commit in now.commits.prefix(while: { $0 != old.commits.first }).dropFirst() {
      let files = try await remote(hub, at: commit).files
      if verdict.shown(by: files) == nil { complain("a third tree for a while, at \(commit)", ordeal, ending) }
    }
    let statement = Statement(ending.result)
    if !statement.isTrue(of: shown ?? .old, commits: now.commits) { complain("it said what is not so", ordeal, ending) }
    count("\(statement.summary), and the remote shows the \(shown.map { "\($0)" } ?? "third") tree")
    tally["faults played", default: 0] += ending.faults

    let end = try await goal(hub, from: now.files, prunes: ordeal.prunes)
    let leave = (ordeal.prunes ? ["--prune"] : []) + (ending.raced ? ["--overwrite"] : [])
    let again = try await run(hub, ["upload"] + leave)
    let last = try await remote(hub)
    await hub.stop()
    if again.status != 0 { complain("a clean run fails: \(again.errors)", ordeal, ending) }
    if last.files != end || (!ending.raced && end != new) {
      complain("a clean run does not end in the new tree: \(difference(last.files, new))", ordeal, ending)
    }
    for text in [ending.result, again].flatMap({ [$0.output, $0.errors] }) where Self.tells(text) {
      complain("it tells a secret", ordeal, ending)
    }
  }

  private func count(_ what: String) { tally[what, default: 0] += 1 }

  private func complain(_ what: String, _ ordeal: Ordeal, _ ending: Ending) {
    Issue.record(
      """
      seed \(seed), round \(round): \(what)
        \(ordeal)
        exit status \(ending.result.status)
      \(ending.result.errors)
      """
    )
  }

  private func difference(_ one: [String: String], _ other: [String: String]) -> [String] {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
  }

  /// Whether a text holds the token, a signed query or a password.
  private static func tells(_ text: String) -> Bool {
    [token, "Signature=", "signature=", "Expires=", "sig="].contains { text.contains($0) }
  }

  // MARK: Steps

  private func start(
    change: (inout LocalHubConfiguration) -> Void = { _ in }
  ) async throws
    -> LocalHubServer
  {
    var configuration = LocalHubConfiguration(
      folder: "\(place.path)/hub",
      accounts: [LocalHubAccount(token: Self.token, userName: "acme")]
    )
    change(&configuration)
    return try await LocalHubServer.start(configuration: configuration)
  }

  private func run(
    _ hub: LocalHubServer,
    _ arguments: [String],
    started: @escaping @Sendable (Int32) -> Void = { _ in }
  ) async throws -> Tool.Result {
    try await Tool(
      environment: ["HF_ENDPOINT": hub.url, "HF_TOKEN": Self.token, "TMPDIR": "\(place.path)/temporary"]
    ).run(arguments + [publication.folder, "--repo", Self.repository], started: started)
  }

  /// Something new to publish.
  private func change() throws {
    try publication.put("Round \(round) of seed \(seed)\n", "NOTICE.md")
    if Bool.random(using: &chance) { try publication.setWeights(seed: chance.next()) }
    if Bool.random(using: &chance) {
      try publication.put("print(\(round))\n", "examples/quickstart.py")
    }
  }

  private struct Ending {
    var result: Tool.Result
    var faults: Int
    /// Whether somebody else committed meanwhile.
    var raced: Bool
  }

  /// The upload, with the faults and the signal.
  private func endure(_ ordeal: Ordeal) async throws -> Ending {
    let process = RunningTool()
    let signal = ordeal.isGentle ? SIGINT : SIGKILL
    let seen = Mutex((answers: 0, faults: 0, raced: false))
    let hub = try await start {
      $0.faults = FaultScript(ordeal.rules)
      $0.faultLog = { record in
        let isFirst = seen.withLock { seen in
          seen.faults += 1
          if case .race = record.rule.fault { seen.raced = record.effect.hasPrefix("somebody else committed") }
          return seen.faults == 1
        }
        if isFirst, case .fault = ordeal.moment { process.signal(signal) }
      }
      $0.requestLog = { _ in
        let number = seen.withLock { seen in
          seen.answers += 1
          return seen.answers
        }
        if case .request(number) = ordeal.moment { process.signal(signal) }
      }
    }
    let result = try await run(hub, ["upload"] + (ordeal.prunes ? ["--prune"] : [])) { pid in
      process.started(pid)
      guard case .milliseconds(let delay) = ordeal.moment else { return }
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) { process.signal(signal) }
    }
    process.ended()
    await hub.stop()
    return seen.withLock { Ending(result: result, faults: $0.faults, raced: $0.raced) }
  }

  /// The tree that an upload now would end in.
  private func goal(
    _ hub: LocalHubServer,
    from files: [String: String],
    prunes: Bool
  ) async throws -> [String: String] {
    let file = "\(place.path)/plan-\(UUID().uuidString).json"
    let result = try await run(hub, ["plan", "-o", file] + (prunes ? ["--prune"] : []))
    guard result.status == 0 else { throw FixtureError(text: "no plan: \(result.errors)") }
    struct Plan: Decodable {
      struct File: Decodable {
        var path: String
        var sha256: String
      }
      var files: [File]
      var removed: [String]
    }
    let plan = try JSONDecoder().decode(Plan.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    var goal = files
    for path in plan.removed { goal[path] = nil }
    for file in plan.files { goal[file.path] = file.sha256 }
    return goal
  }

  /// What readers see, by the SHA-256 of what they get.
  private func remote(_ hub: LocalHubServer, at revision: String = "main") async throws -> Remote {
    let client = HubClient(
      endpoint: try HubEndpoint(hub.url),
      token: Secret(Self.token),
      http: HTTPClient(configuration: HTTPConfiguration(userAgent: "hfpub-tests/1.0"))
    )
    let id = try #require(RepositoryID(Self.repository))
    let revision = try #require(Revision(revision))
    var files: [String: String] = [:]
    for entry in try await client.tree(id, revision: revision) where entry.type == "file" {
      let oid = entry.lfs?.oid ?? entry.oid
      if hashes[oid] == nil {
        let file = "\(place.path)/fetched"
        unlink(file)
        let path = try #require(RepositoryPath(entry.path))
        _ = try await client.download(id, revision: revision, path: path, to: file, maximumBytes: 1 << 30)
        hashes[oid] = try FileDigests(ofFile: file).sha256.hex
      }
      files[entry.path] = hashes[oid]
    }
    return Remote(files: files, commits: try await client.commits(id, revision: revision).map(\.id.hex))
  }
}

/// Which tree the remote may show after an ordeal.
private struct Verdict {
  var old: [String: String]
  var new: [String: String]
  var ordeal: Ordeal
  var raced: Bool

  func shown(by files: [String: String]) -> Shown? {
    guard raced, let path = ordeal.theirs else { return files == old ? .old : files == new ? .new : nil }
    let theirs = FileDigests(of: Array(Ordeal.theirText.utf8)).sha256.hex
    let others = [path: theirs]
    if files == old.merging(others, uniquingKeysWith: { $1 }) { return .old }
    // Nobody deletes or replaces unseen what came meanwhile.
    guard !ordeal.prunes, new[path] == nil else { return nil }
    return files == new.merging(others, uniquingKeysWith: { $1 }) ? .new : nil
  }
}

private enum Shown { case old, new }

/// What a process said about the remote when it ended.
private struct Statement {
  private let status: Int32
  private let words: Substring?
  private let isKilled: Bool

  init(_ result: Tool.Result) {
    status = result.status
    isKilled = result.status == SIGKILL && !result.errors.contains("remote: ")
    words = result.errors.split(separator: "\n").last { $0.hasPrefix("  remote: ") }?.dropFirst("  remote: ".count)
  }

  func isTrue(of shown: Shown, commits: [String]) -> Bool {
    if isKilled { return true }
    guard let words else {
      switch status {
      case 0: return shown == .new
      // Before there was anything to say about the remote, or at the second signal.
      case 130, SIGINT: return shown == .old
      default: return false
      }
    }
    guard [1, 4, 5, 6, 7, 9, 130].contains(status) else { return false }
    if words.hasPrefix("not known") { return status == 9 || status == 130 }
    if words.contains("a commit that the hub is still at work on may follow") { return status == 130 }
    if words.hasPrefix("commit ") {
      let id = words.dropFirst("commit ".count).prefix { $0 != " " }
      return shown == .new && commits.contains { $0.hasPrefix(id) }
    }
    return shown == .old && (words.hasPrefix("nothing was changed") || words.hasPrefix("the files are as they were"))
  }

  var summary: String {
    if isKilled { return "killed" }
    let state =
      words.map { words in
        words.hasPrefix("commit ") ? "a commit in place" : String(words.prefix { $0 != ";" && $0 != "." })
      } ?? (status == 0 ? "done" : "no word")
    return words == nil && status == SIGINT ? "ended by Ctrl-C at once" : "exit \(status), \(state)"
  }
}
