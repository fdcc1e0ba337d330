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
  /// The last run to this branch ended early, and this is what it left.
  case lastRun(JournalEntry, now: Int)
  /// A draft pull request was closed: that of the last run, or one under which the branch moved.
  case closedDraft(Int)
  /// The last run ended after this commit of the same files, which is now verified in its place.
  case resumed(JournalEntry, CommitID)
  /// The journal cannot be kept or read, which stops nothing; why.
  case journalTrouble(String)
  /// The plan is made.
  case planned(UploadPlan)
  /// The endpoint was asked about the card and takes it; nil when it has no such check.
  case cardChecked(warnings: [String]?)
  /// Somebody else committed meanwhile, to other files; the plan was made again on that commit.
  case replanned(UploadPlan, after: PastCommit?)
  /// A part of a plan that one commit cannot hold is in the draft.
  case sentPart(Int, of: Int, CommitID)
  /// The draft holds the tree that the plan leads to.
  case comparedDraft(files: Int)
  /// The commit is on its way.
  case sendingCommit
  /// The commit's answer was lost and the commit was not made; it is sent again.
  case sendingAgain(reason: String)
  /// So many bytes of the objects have gone to storage, or were there.
  case sending(sent: Int, of: Int)
  /// An object is in storage; `isNew` is false when the Hub had it already.
  case stored(path: String, size: Int, isNew: Bool)
  /// The commit is made.
  case committed(CommitID, url: String)
  /// The Hub lists the published files with the hashes of what was sent.
  case listed(files: Int)
  /// So many bytes of the published files have come back.
  case fetching(received: Int, of: Int)
  /// Published files were fetched and are the same bytes.
  case fetched(files: Int, size: Int)
  /// The fetched model gave the same vectors.
  case compared(texts: Int)
}
