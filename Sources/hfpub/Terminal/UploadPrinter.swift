import Documents
import Files
import HubAPI
import Publishing

/// Says on standard error what an upload does, and on standard output where it is.
struct UploadPrinter: Sendable {
  let endpoint: String

  func show(_ event: UploadEvent) {
    switch event {
    case .created(let repository, let isPrivate):
      Console.step("Creating", "\(repository) (\(isPrivate ? "private" : "public")) on \(endpoint)")
    case .createdBranch(let name): Console.step("Creating", "the branch \(name)")
    case .openedPullRequest(let number):
      Console.step("Opening", "the pull request \(number), a draft until it is whole")
    case .tagged(let name, let isNew): Console.step("Tagging", isNew ? "\(name)" : "\(name): it is there already")
    case .planned(let plan): show(plan)
    case .cardChecked(nil): Console.note("note: could not have the card checked: \(endpoint) offers no such check")
    case .cardChecked(let warnings?):
      for warning in warnings {
        Console.note("warning: about the card, \(endpoint) says: \(TextEscape.printable(warning))")
      }
    case .replanned(let plan, let commit):
      let who = commit.map { "\($0.id.short) (“\($0.title)”)" } ?? "another commit"
      Console.step("Planning", TextEscape.printable("again on \(who), which touched none of these files"))
      if plan.isUpToDate { Console.step("", "nothing is left to send") }
    case .sendingAgain(let reason):
      Console.step(
        "Waiting",
        TextEscape.printable("the commit's answer was lost and it was not made; sent again: \(reason)")
      )
    case .stored(let path, let size, let isNew):
      Console.step("Sending", "\(path), \(NumberFormat.bytes(size))" + (isNew ? "" : ": already in storage, not sent"))
    case .committed(let commit, _): Console.step("Committing", commit.hex)
    case .fetched(let files, let size):
      Console.step("Fetching", "\(files) files, \(NumberFormat.bytes(size)) at that commit: same bytes")
    case .compared(let texts):
      Console.step("Comparing", "the fetched model gives the same vectors, bit for bit (\(texts) texts)")
    }
  }

  func show(_ outcome: UploadJob.Outcome) {
    switch outcome {
    case .alreadyUpToDate(let head):
      Console.step("Done", "nothing to send: the repository holds these files at \(head.short)")
    case .published(_, let url): Console.result(url)
    }
  }

  func show(_ plan: UploadPlan) {
    let branch = plan.revision == .main ? "" : " at \(plan.revision)"
    let head = plan.head.map { ", head \($0.short)" } ?? ""
    Console.step("Planning", "\(plan.repository)\(branch) on \(endpoint)\(head)")
    var table = Table(.left, .left, .right, .left)
    for entry in plan.entries {
      let sign =
        switch entry.action {
        case .add: "add"
        case .change: "change"
        case .same: "same"
        }
      table.add(
        sign,
        entry.file.path.text,
        NumberFormat.bytes(entry.file.digests.size),
        entry.mode == .lfs ? "LFS" : ""
      )
    }
    for file in plan.remoteOnly {
      table.add(file.isRemoved ? "DELETE" : "keep", file.path, NumberFormat.bytes(file.size), "only on the remote")
    }
    table.lines(indent: 13).forEach(Console.note)
    for left in plan.leftOut { Console.step("Not shipped", "\(left.path): \(left.reason)") }
    for caveat in plan.caveats { Console.note("note: \(TextEscape.printable(caveat))") }
    guard !plan.isUpToDate else { return }
    let removed = plan.removals.isEmpty ? "" : ", \(plan.removals.count) to delete"
    Console.step(
      "",
      "\(plan.changes.count) of \(plan.entries.count) files to send, \(NumberFormat.bytes(plan.changedBytes))\(removed), "
        + "one commit"
    )
  }
}
