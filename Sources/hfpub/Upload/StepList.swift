import Reports
import Synchronization

/// The steps of a long way as they are taken: a checklist on a terminal, lines in a log, and their times in the result.
final class StepList: Sendable {
  private let list: Mutex<Checklist>
  private let result: CommandResult

  init(_ titles: [String], for result: CommandResult) {
    list = Mutex(Checklist(titles))
    self.result = result
    Console.checklist(Checklist(titles))
  }

  /// Takes a step; a log hears of it by `announce`.
  func begin(_ index: Int) { change { $0.begin(index, at: .now) } }

  /// Tells a log which step it is.
  func announce(_ index: Int) {
    guard !Console.style.isLive else { return }
    let steps = list.withLock(\.steps)
    Console.step("Step \(index + 1) of \(steps.count)", steps[index].title)
  }

  /// Takes a step that has lines of its own.
  func beginAndAnnounce(_ index: Int) {
    begin(index)
    announce(index)
  }

  /// Says what came of a step.
  func note(_ index: Int, _ detail: String) {
    change { $0.note(index, detail) }
  }

  /// Leaves a step out.
  func skip(_ index: Int, _ reason: String) {
    change { $0.skip(index, reason) }
  }

  /// Ends the way at its end, and shows all steps.
  func end() {
    change { $0.end(at: .now) }
    close()
  }

  /// Ends the way at a step that failed, by itself or by what was found later; shows all steps.
  func fail(at index: Int?, _ detail: String) {
    change { list in
      list.note(detail)
      list.end(failed: true, at: .now)
      if let index { list.fail(index, detail) }
    }
    close()
  }

  private func close() {
    let last = list.withLock { $0 }
    Console.checklist(nil)
    Console.note("")
    last.lines(Console.style, at: .now).forEach(Console.line)
    result.note { $0.steps = last.report }
  }

  private func change(_ body: (inout Checklist) -> Void) {
    let changed = list.withLock { list in
      body(&list)
      return list
    }
    Console.checklist(changed)
  }
}
