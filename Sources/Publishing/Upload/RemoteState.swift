import Findings
import HubAPI

/// What is known about the remote when an upload ends early.
public enum RemoteState: Sendable, Hashable {
  /// Nothing was changed.
  case untouched
  /// The repository was created and holds none of our files.
  case created
  /// A branch was made, with the files of the default one.
  case branchMade(Revision)
  /// A draft pull request is open, and the branch as it was.
  case draftOpened(Int)
  /// Objects are in storage, which no reader sees; the files are as they were.
  case objectsStored
  /// The files are as they were; nobody waited long enough to know that the hub does not make the commit yet.
  case commitPending
  /// Our commit is there.
  case committed(CommitID)
  /// It could not be found out.
  case unknown

  /// The draft pull request that is open.
  var draft: Int? { if case .draftOpened(let number) = self { number } else { nil } }

  /// The state as a sentence.
  public var sentence: String {
    switch self {
    case .untouched: "nothing was changed."
    case .created: "the repository was created and is empty."
    case .branchMade(let name): "the branch \(name) was made, with the files of the default one."
    case .draftOpened(let number): "the draft pull request \(number) is open; the branch is as it was."
    case .objectsStored: "the files are as they were; some objects wait in storage, unseen, for the next try."
    case .commitPending:
      "the files are as they were; a commit that the hub is still at work on may follow, so look again in a moment."
    case .committed(let commit): "commit \(commit.short) is in place."
    case .unknown: "not known; look at the repository before another try."
    }
  }
}

/// An error of an upload, with what is known about the remote.
public struct UploadFailure: Error {
  /// What went wrong.
  public var underlying: any ExplainedError
  /// What is known about the remote.
  public var remoteState: RemoteState

  /// What both sides did, when somebody else changed files that are ours to change.
  public var conflict: UploadConflict? { (underlying as? PublishingError)?.cause as? UploadConflict }
}
