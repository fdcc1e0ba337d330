import Documents
import HubAPI
import Publishing

/// Says on standard error what a rollback does, and on standard output where its commit is.
struct RollbackPrinter: Sendable {
  let endpoint: String

  func show(_ event: RollbackEvent) {
    switch event {
    case .planned(let plan): show(plan)
    case .fetched(let files, let size):
      Console.step("Fetching", "the old content of \(count(files)), \(NumberFormat.bytes(size))")
    case .sendingAgain(let reason):
      Console.step("Waiting", "the commit's answer was lost and it was not made; sent again: \(reason)")
    case .committed(let commit): Console.step("Committing", commit.hex)
    case .compared(let files): Console.step("Comparing", "\(count(files)) listed, all as they were")
    }
  }

  func show(_ outcome: Rollback.Outcome, _ plan: RollbackPlan) {
    switch outcome {
    case .alreadyThere(let head):
      Console.step("Done", "nothing to do: the files at \(head.short) are those of \(plan.target.id.short)")
    case .done(_, let url): Console.result(url)
    }
  }

  private func show(_ plan: RollbackPlan) {
    Console.step("Planning", "\(plan.repository) at \(plan.revision) on \(endpoint)")
    Console.step("", "from \(plan.head.id.short) “\(plan.head.title)”")
    let newer = plan.newer == 1 ? "1 commit" : "\(plan.newer) commits"
    let distance = plan.newer == 0 ? "" : ", \(newer) ago"
    Console.step("", "to   \(plan.target.id.short) “\(plan.target.title)”\(distance)")
    var table = PlanTable()
    for entry in plan.entries {
      let sign = entry.action == .delete ? "DELETE" : entry.action.rawValue
      table.add(sign, entry.file.path.text, size: entry.file.size, entry.isObject ? "LFS" : "")
    }
    table.lines(indent: 13).forEach(Console.note)
    guard !plan.isUpToDate else { return }
    Console.step("", "\(plan.changes.count) of \(count(plan.entries.count)) change, one new commit")
  }

  private func count(_ files: Int) -> String { "\(files) file\(files == 1 ? "" : "s")" }
}
