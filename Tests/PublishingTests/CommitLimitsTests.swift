import Files
import HubAPI
import TestKit
import Testing

@testable import Publishing

/// How a plan that one commit cannot hold is cut.
@Suite struct CommitLimitsTests {
  private func plan(
    _ files: [(path: String, size: Int, mode: UploadMode)],
    removing removed: [String] = []
  ) throws -> UploadPlan {
    UploadPlan(
      repository: try #require(RepositoryID("acme/tiny")),
      revision: .main,
      head: nil,
      entries: try files.map { file in
        let bytes = [UInt8](repeating: 1, count: file.size)
        return UploadPlan.Entry(
          file: ShippedFile(
            path: try #require(RepositoryPath(file.path)),
            source: .bytes(bytes),
            digests: FileDigests(of: bytes)
          ),
          action: .add,
          mode: file.mode
        )
      },
      remoteOnly: removed.map { UploadPlan.RemoteOnly(path: $0, size: 1, isRemoved: true) },
      leftOut: []
    )
  }

  private func text(_ parts: [UploadPlan]) -> [String] {
    parts.map { ($0.changes.map(\.file.path.text) + $0.removals.map { "-\($0.path)" }).joined(separator: " ") }
  }

  @Test("a plan within the limits is one part; without changes there is one as well")
  func one() throws {
    let plan = try plan([("a", 10, .regular), ("b", 10, .lfs)], removing: ["c"])
    #expect(text(CommitLimits(files: 3, objects: 1, bytes: 10).parts(of: plan)) == ["a b -c"])
    #expect(try CommitLimits(files: 1).parts(of: self.plan([])).count == 1)
  }

  @Test("files, objects and bytes each end a part, the order stays, deletions come last")
  func cut() throws {
    let files: [(String, Int, UploadMode)] = [
      ("a", 4, .regular), ("b", 4, .regular), ("c", 9, .lfs), ("d", 9, .lfs), ("e", 20, .regular), ("f", 1, .regular),
    ]
    let plan = try plan(files, removing: ["x", "y", "z"])
    #expect(text(CommitLimits(files: 2).parts(of: plan)) == ["a b", "c d", "e f", "-x -y", "-z"])
    #expect(text(CommitLimits(objects: 1).parts(of: plan)) == ["a b c", "d e f -x -y -z"])
    #expect(text(CommitLimits(bytes: 8).parts(of: plan)) == ["a b c d", "e", "f -x -y -z"])
    #expect(text(CommitLimits(files: 5).parts(of: plan)) == ["a b c d e", "f -x -y -z"])
  }

  @Test("what makes room for a file goes with it, once")
  func room() throws {
    let plan = try plan(
      [("a/b", 1, .regular), ("a/c", 1, .regular), ("d", 1, .regular), ("e", 1, .regular)],
      removing: ["a", "d/x", "d/y/z", "f"]
    )
    #expect(text(CommitLimits(files: 2).parts(of: plan)) == ["a/b -a", "a/c", "d -d/x -d/y/z", "e -f"])
  }

  @Test("parts together are the plan, for any plan")
  func complete() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<50 {
      let files = (0..<Int.random(in: 0...40, using: &generator)).map { number in
        (
          "folder\(number % 3)/\(number + 10)", Int.random(in: 0...20, using: &generator),
          Bool.random(using: &generator) ? UploadMode.lfs : .regular
        )
      }.sorted { $0.0 < $1.0 }
      let removed = (0..<Int.random(in: 0...20, using: &generator)).map { "old/\($0 + 10)" }
      let plan = try plan(files, removing: removed)
      let limits = CommitLimits(
        files: Int.random(in: 1...10, using: &generator),
        objects: Int.random(in: 1...5, using: &generator),
        bytes: Int.random(in: 1...50, using: &generator)
      )
      let parts = limits.parts(of: plan)
      #expect(parts.flatMap { $0.changes.map(\.file.path.text) } == files.map(\.0))
      #expect(parts.flatMap { $0.removals.map(\.path) } == removed)
      for part in parts {
        #expect(part.changes.count + part.removals.count <= limits.files)
        #expect(part.changes.filter { $0.mode == .lfs }.count <= limits.objects)
        let bytes = part.changes.filter { $0.mode == .regular }.map(\.file.digests.size)
        #expect(bytes.reduce(0, +) <= limits.bytes || bytes.filter { $0 > 0 }.count == 1)
        #expect(!part.isUpToDate || files.isEmpty && removed.isEmpty)
      }
    }
  }
}
