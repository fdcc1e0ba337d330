import HubAPI

extension PublishingError {
  static func draftTouched(_ plan: UploadPlan, _ number: Int) -> PublishingError {
    PublishingError(
      .draftChanged,
      problem: "cannot fill the draft pull request \(number) of \(plan.repository)",
      reason: "somebody else committed to it meanwhile",
      remedy: "Look at what it changed, then run the command again."
    )
  }

  static func draftDiffers(_ plan: UploadPlan, at commit: CommitID, paths: [String]) -> PublishingError {
    let others = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return PublishingError(
      .draftChanged,
      problem: "the draft for \(plan.repository) is not what was planned, and is not merged",
      reason: "at \(commit.short) these files are others: \(paths.prefix(3).joined(separator: ", "))\(others)",
      remedy: "Run the command again; it begins with a new draft."
    )
  }

  static func draftNotFilled(_ plan: UploadPlan, _ number: Int, _ lost: HubError) -> PublishingError {
    PublishingError(
      .notCommitted,
      problem: "cannot fill the draft pull request \(number) of \(plan.repository)",
      reason: "a commit to it got no answer, and neither did the look at it: \(lost.reason)",
      remedy: "Run the command again; it begins with a new draft.",
      cause: lost
    )
  }

  static func notMerged(_ plan: UploadPlan, _ number: Int, _ lost: HubError) -> PublishingError {
    PublishingError(
      .notMerged,
      problem: "the pull request \(number) of \(plan.repository) was not merged",
      reason: "the answer was lost, and it is still open: \(lost.reason)",
      remedy: "Run the command again; that is safe, as nothing is merged twice.",
      cause: lost
    )
  }

  static func tooMuchForOneCommit(_ plan: UploadPlan, parts: Int) -> PublishingError {
    PublishingError(
      .tooMuchForOneCommit,
      problem: "cannot upload to \(plan.repository) at \(plan.revision)",
      reason: "one commit cannot hold it (it takes \(parts)), and only main can take several in one step",
      remedy: "Upload to main, or ship fewer files."
    )
  }
}
