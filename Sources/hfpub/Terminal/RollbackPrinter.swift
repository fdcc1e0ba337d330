import Documents
import HubAPI
import Publishing
import Reports

/// Says on standard error what a rollback does, and takes down for the result what is known.
struct RollbackPrinter: Sendable {
  let endpoint: String
  let result: CommandResult

  func show(_ event: RollbackEvent) {
    switch event {
    case .planned(let plan): show(plan)
    case .fetched(let files, let size):
      Console.step("Fetching", "the old content of \(count(files)), \(NumberFormat.bytes(size))")
    case .sendingAgain(let reason):
      Console.wait("the commit's answer was lost and it was not made; sent again: \(reason)")
    case .committed(let commit):
      result.note { $0.commit = commit.hex }
      result.remote = .committed(commit)
      Console.step("Committing", commit.hex)
    case .compared(let files): Console.step("Comparing", "\(count(files)) listed, all as they were")
    }
  }

  func show(_ outcome: Rollback.Outcome, _ plan: RollbackPlan, on hub: HubClient) {
    switch outcome {
    case .alreadyThere(let head):
      Console.step("Done", "nothing to do: the files at \(head.short) are those of \(plan.target.id.short)")
      let url = hub.endpoint.page(of: plan.repository, commit: head)
      result.note { ($0.outcome, $0.commit, $0.url) = (.upToDate, head.hex, url) }
      result.say([], answer: url)
    case .done(_, let url):
      result.note { ($0.outcome, $0.url) = (.rolledBack, url) }
      result.say([url])
    }
  }

  private func show(_ plan: RollbackPlan) {
    result.note { $0.plan = ReportPlan(plan) }
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
