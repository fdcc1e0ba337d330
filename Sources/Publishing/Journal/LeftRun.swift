import Files
import HubAPI

/// What the last run left on the remote, as far as this one can complete it or clear it away.
struct LeftRun: Sendable {
  let hub: HubClient
  let repository: RepositoryID
  let revision: Revision
  /// What it noted; nil when nothing was left.
  let entry: JournalEntry?
  let report: @Sendable (UploadEvent) -> Void

  /// Closes the draft that it opened, which nobody will fill any more.
  ///
  /// - Returns: The commit that took the draft in, if it was merged after all.
  func settleDraft() async -> CommitID? {
    guard let entry, let number = entry.draft else { return nil }
    do {
      let request = try await hub.pullRequest(repository, number: number)
      switch request.status {
      case .merged: return request.mergeCommit
      case .closed: return nil
      // Somebody showed it to others: that is their decision, unless it was about to be merged.
      case .open where entry.mergesDraft != true: return nil
      case .open, .draft:
        try await hub.closePullRequest(
          repository,
          number: number,
          comment: "The upload that opened this (\(entry.uploadID)) ended early; another one replaces it."
        )
        report(.closedDraft(number))
        return nil
      }
    } catch {
      report(.journalTrouble("the draft pull request \(number) of the last run could not be closed: \(error.reason)"))
      return nil
    }
  }

  /// The commit that it made and did not verify, where the remote and the files here are still those of that commit.
  func commit(of plan: UploadPlan, merged: CommitID?) async -> CommitID? {
    guard let entry, entry.filesSHA256 == plan.filesSHA256.hex else { return nil }
    if entry.draft != nil { return entry.mergesDraft == true ? merged : nil }
    switch entry.state {
    case .planned, .objectsStored: return nil
    case .commitSent, .commitMade, .verified: break
    }
    let search = LostCommit(
      hub: hub,
      repository: repository,
      revision: revision,
      parent: entry.parent.flatMap { CommitID($0) },
      uploadID: entry.uploadID,
      isOurs: plan.isHeld
    )
    guard case .made(let commit) = await search.search() else { return nil }
    return entry.commit == nil || entry.madeCommit == commit ? commit : nil
  }
}
