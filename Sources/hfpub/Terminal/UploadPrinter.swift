import Documents
import Files
import HubAPI
import Publishing
import Reports

/// Says on standard error what an upload does, and takes down for the result what is known.
struct UploadPrinter: Sendable {
  let endpoint: String
  let result: CommandResult
  /// Whether the plan is shown file by file.
  var listsFiles = true

  func show(_ event: UploadEvent) {
    result.note(event)
    switch event {
    case .created(let repository, let isPrivate):
      Console.step("Creating", "\(repository) (\(isPrivate ? "private" : "public")) on \(endpoint)")
    case .createdBranch(let name): Console.step("Creating", "the branch \(name)")
    case .openedPullRequest(let number):
      Console.step("Opening", "the pull request \(number), a draft until it is whole")
    case .lastRun(let entry, let now): Paragraph.lines(entry.sentence(now: now)).forEach(Console.note)
    case .closedDraft(let number):
      Console.step("Closing", "the draft pull request \(number), which is of no use any more")
    case .resumed(_, let commit):
      Console.step("Resuming", "commit \(commit.short) of the last run, which is verified now")
    case .journalTrouble(let reason):
      let lines = Paragraph.lines("warning: about the journal of uploads: \(reason)")
      lines.forEach(Console.note)
    case .sentPart(let part, let count, let commit):
      Console.step("Committing", "part \(part) of \(count) to the draft, as \(commit.short)")
    case .comparedDraft(let files): Console.step("Comparing", "the draft holds the planned tree, \(count(files))")
    case .sendingCommit: Console.await("\(endpoint) to commit")
    case .sending, .fetching: Self.showProgress(event, endpoint)
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
      Console.wait("the commit's answer was lost and it was not made; sent again: \(reason)")
    case .stored(let path, let size, let isNew):
      Console.event(.file(phase: "sending", path: path, size: size))
      Console.step("Sending", "\(path), \(NumberFormat.bytes(size))" + (isNew ? "" : ": already in storage, not sent"))
    case .committed(let commit, _):
      Console.step("Committing", commit.hex)
      Console.await(endpoint)
    case .listed(let files): Console.step("Listing", "\(files) files at that commit: the hashes of what was sent")
    case .fetched(let files, let size):
      Console.step("Fetching", "\(files) files, \(NumberFormat.bytes(size)) at that commit: same bytes")
      Console.await(nil)
    case .compared(let texts):
      Console.step("Comparing", "the fetched model gives the same vectors, bit for bit (\(texts) texts)")
      Console.await(endpoint)
    }
  }

  /// Shows how far a transfer is; everything else leaves no trace.
  static func showProgress(_ event: UploadEvent, _ endpoint: String) {
    switch event {
    case .sending(let sent, let total):
      Console.show(.init(verb: "Sending", text: "", bytes: (sent, total), awaited: "storage to take the rest"))
    case .fetching(let received, let total):
      Console.show(.init(verb: "Fetching", text: "", bytes: (received, total), awaited: endpoint))
    default: break
    }
  }

  func show(_ conflict: UploadConflict) {
    Console.note("")
    ConflictText.lines(conflict).forEach(Console.note)
    Console.note("")
  }

  private func count(_ files: Int) -> String { "\(NumberFormat.count(files)) file\(files == 1 ? "" : "s")" }

  func show(_ outcome: UploadJob.Outcome, of repository: RepositoryID, on hub: HubClient) {
    switch outcome {
    case .alreadyUpToDate(let head):
      Console.step("Done", "nothing to send: the repository holds these files at \(head.short)")
      let url = hub.endpoint.page(of: repository, commit: head)
      result.note { ($0.outcome, $0.commit, $0.url) = (.upToDate, head.hex, url) }
      result.say([], answer: url)
    case .published(let commit, let url):
      result.note { ($0.outcome, $0.commit, $0.url) = (.published, commit.hex, url) }
      result.remote = .committed(commit)
      result.say([url])
    }
  }

  private func notes(_ entry: UploadPlan.Entry, _ drift: RemoteDrift?) -> String {
    let theirs: String? =
      switch entry.action == .same ? nil : drift?.kind(of: entry.file.path.text) {
      case .added: "others added it"
      case .changed: "others changed it"
      case .deleted: "others deleted it"
      case nil: nil
      }
    return [entry.mode == .lfs ? "LFS" : nil, theirs].compactMap(\.self).joined(separator: ", ")
  }

  func show(_ plan: UploadPlan) {
    result.note { $0.plan = ReportPlan(plan) }
    let branch = plan.revision == .main ? "" : " at \(plan.revision)"
    let head = plan.head.map { ", head \($0.short)" } ?? ""
    Console.step("Planning", "\(plan.repository)\(branch) on \(endpoint)\(head)")
    var table = PlanTable()
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
        size: entry.file.digests.size,
        notes(entry, plan.drift)
      )
    }
    for file in plan.remoteOnly {
      table.add(file.isRemoved ? "DELETE" : "keep", file.path, size: file.size, "only on the remote")
    }
    if listsFiles {
      table.lines(indent: 13, hint: "(`hfpub plan -o plan.json` writes all of them.)").forEach(Console.note)
    }
    for left in plan.leftOut { Console.step("Not shipped", "\(left.path): \(left.reason)", lasting: true) }
    for caveat in plan.caveats { Console.note("note: \(TextEscape.printable(caveat))") }
    if let drift = plan.drift {
      let title = TextEscape.printable(drift.since.title)
      Console.note("note: others touched \(count(drift.paths.count)) since \(drift.since.id.short) “\(title)”")
    }
    guard !plan.isUpToDate else { return }
    let removed = plan.removals.isEmpty ? "" : ", \(plan.removals.count) to delete"
    Console.step(
      "",
      "\(NumberFormat.count(plan.changes.count)) of \(NumberFormat.count(plan.entries.count)) files to send, \(NumberFormat.bytes(plan.changedBytes))\(removed), "
        + (plan.commits == 1 ? "one commit" : "\(plan.commits) commits of a draft, merged in one step")
    )
  }
}
