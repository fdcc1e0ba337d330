import Documents
import HubAPI

extension PublishingError {
  static func noCommitID(_ text: String) -> PublishingError {
    PublishingError(
      .badCommitID,
      problem: "cannot roll back to \(TextEscape.printable(String(text.prefix(60))))",
      reason: "it is no commit id: \(PastCommits.shortest) to 40 hexadecimal digits",
      remedy: "Take an id from the repository's history."
    )
  }

  static func ambiguousCommit(_ id: String, of repository: RepositoryID, _ commits: [PastCommit]) -> PublishingError {
    let names = commits.prefix(3).map { "\($0.id) (“\($0.title)”)" }.joined(separator: ", ")
    return PublishingError(
      .badCommitID,
      problem: "cannot roll \(repository) back to \(id)",
      reason: "\(commits.count) commits begin like that: \(names)",
      remedy: "Give more digits."
    )
  }

  static func notInHistory(
    _ id: String,
    of repository: RepositoryID,
    _ revision: Revision,
    commits: Int
  ) -> PublishingError {
    PublishingError(
      .notInHistory,
      problem: "cannot roll \(repository) back to \(id)",
      reason: "it is none of the \(commits) commit\(commits == 1 ? "" : "s") of \(revision)",
      remedy: "Take an id from the history of \(revision), or name the branch with --revision."
    )
  }

  static func headMoved(_ plan: RollbackPlan, _ cause: HubError) -> PublishingError {
    PublishingError(
      .conflict,
      problem: "cannot roll \(plan.repository) back",
      reason: "somebody committed to \(plan.revision) after \(plan.head.id.short), on which the plan was made",
      remedy: "Look at what changed, then run the command again.",
      cause: cause
    )
  }

  static func notRolledBack(_ plan: RollbackPlan, _ lost: HubError) -> PublishingError {
    PublishingError(
      .notCommitted,
      problem: "\(plan.repository) was not rolled back",
      reason: "the commit's answer was lost, and \(plan.head.id.short) is still the newest commit: \(lost.reason)",
      remedy: "Run the command again; that is safe, as nothing is committed twice.",
      cause: lost
    )
  }

  static func overtaken(_ plan: RollbackPlan, by commit: PastCommit, _ lost: HubError) -> PublishingError {
    PublishingError(
      .overtaken,
      problem: "\(plan.repository) was not rolled back",
      reason:
        "the commit's answer was lost, and somebody else's commit \(commit.id.short) (“\(commit.title)”) is in its "
        + "place",
      remedy: "Look at what it changed, then run the command again.",
      cause: lost
    )
  }

  static func notRestored(_ plan: RollbackPlan, _ paths: [RepositoryPath]) -> PublishingError {
    let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return PublishingError(
      .verificationFailed,
      problem: "the files are not those of \(plan.target.id.short) after the rollback",
      reason:
        "\(paths.prefix(3).map(\.text).joined(separator: ", "))\(more) \(paths.count == 1 ? "differs" : "differ")",
      remedy: "Look at the commit; run the command again to bring back what differs."
    )
  }
}
