import Foundation
import TestKit
import Testing

/// `Scripts/torment` runs hundreds of rounds on the release binary; here are a few.
@Suite("Uploads under random faults and kills") struct TormentTests {
  @Test("the remote shows the old or the new tree, the tool knows which, and a clean run ends in the new tree")
  func rounds() async throws {
    let variables = ProcessInfo.processInfo.environment
    let seed = variables["HFPUB_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...999_999)
    let rounds = variables["HFPUB_TORMENT"].flatMap { Int($0) } ?? 12
    let torment = try Torment(seed: seed)
    try await torment.prepare()
    for _ in 0..<rounds { try await torment.oneRound() }
    guard variables["HFPUB_TORMENT"] != nil else { return }
    print("seed \(seed), \(rounds) uploads")
    for (what, count) in torment.tally.sorted(by: { $0.key < $1.key }) { print("\(count)\t\(what)") }
  }
}
