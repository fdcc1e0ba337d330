import HubAPI

/// What an upload is doing, for whoever shows it.
public enum UploadEvent: Sendable {
  /// The repository was created.
  case created(RepositoryID, isPrivate: Bool)
  /// The branch was made, from the default one.
  case createdBranch(Revision)
  /// A draft was opened, which nobody is told of before it holds the files.
  case openedPullRequest(number: Int)
  /// The commit has the tag; `isNew` is false when it had it already.
  case tagged(Revision, isNew: Bool)
  /// The plan is made.
  case planned(UploadPlan)
  /// The endpoint was asked about the card and takes it; nil when it has no such check.
  case cardChecked(warnings: [String]?)
  /// Somebody else committed meanwhile, to other files; the plan was made again on that commit.
  case replanned(UploadPlan, after: PastCommit?)
  /// The commit's answer was lost and the commit was not made; it is sent again.
  case sendingAgain(reason: String)
  /// An object is in storage; `isNew` is false when the Hub had it already.
  case stored(path: String, size: Int, isNew: Bool)
  /// The commit is made.
  case committed(CommitID, url: String)
  /// The published files were fetched and are the same bytes.
  case fetched(files: Int, size: Int)
  /// The fetched model gave the same vectors.
  case compared(texts: Int)
}
