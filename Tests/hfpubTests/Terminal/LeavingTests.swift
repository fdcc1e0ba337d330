import Findings
import Synchronization
import Testing
@testable import hfpub

@Suite struct LeavingTests {
  @Test("work of the processor gives its value, or what it throws")
  func ending() async throws {
    #expect(try await Interruption.leaving { 7 } == 7)
    await #expect(throws: BadResult.self) { try await Interruption.leaving { throw BadResult(status: .checkFailed) } }
  }

  @Test("work that nobody can stop is left behind when its task is cancelled")
  func leaving() async throws {
    let isWanted = Atomic<Bool>(true)
    let (started, start) = AsyncStream<Void>.makeStream()
    let task = Task {
      try await Interruption.leaving {
        start.yield()
        while isWanted.load(ordering: .relaxed) {}
      }
    }
    _ = await started.first { true }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    isWanted.store(false, ordering: .relaxed)
  }
}
