import Files
import HubAPI
import Publishing
import Reports

extension ReportPlan {
  /// What an upload would do.
  init(_ plan: UploadPlan) {
    let ours = plan.entries.map { entry in
      let action: Action =
        switch entry.action {
        case .add: .add
        case .change: .change
        case .same: .same
        }
      return File(path: entry.file.path.text, size: entry.file.digests.size, action: action)
    }
    let theirs = plan.remoteOnly.map { File(path: $0.path, size: $0.size, action: $0.isRemoved ? .delete : .keep) }
    self.init(
      head: plan.head?.hex,
      commits: plan.isUpToDate ? 0 : plan.commits,
      bytes: plan.changedBytes,
      files: (ours + theirs).sorted { $0.path < $1.path },
      leftOut: plan.leftOut.map { LeftOut(path: $0.path, reason: $0.reason) },
      caveats: plan.caveats
    )
  }

  /// What a rollback would do.
  init(_ plan: RollbackPlan) {
    let files = plan.entries.map { entry in
      let action: Action =
        switch entry.action {
        case .add: .add
        case .change: .change
        case .delete: .delete
        case .same: .same
        }
      return File(path: entry.file.path.text, size: entry.file.size, action: action)
    }
    self.init(
      head: plan.head.id.hex,
      commits: plan.isUpToDate ? 0 : 1,
      bytes: files.reduce(0) { $0 + ($1.action == .add || $1.action == .change ? $1.size : 0) },
      files: files
    )
  }
}

extension CommandResult {
  /// Takes down what an upload's event tells about the remote.
  func note(_ event: UploadEvent) {
    switch event {
    case .created: remote = .created
    case .createdBranch(let name): remote = .branchMade(name)
    case .openedPullRequest(let number): remote = .draftOpened(number)
    case .planned(let plan), .replanned(let plan, _): note { $0.plan = ReportPlan(plan) }
    case .stored(_, _, let isNew) where isNew && remote == .untouched: remote = .objectsStored
    case .committed(let commit, let url):
      remote = .committed(commit)
      note { ($0.commit, $0.url) = (commit.hex, url) }
    case .resumed(_, let commit):
      remote = .committed(commit)
      note { $0.commit = commit.hex }
    default: break
    }
  }
}
