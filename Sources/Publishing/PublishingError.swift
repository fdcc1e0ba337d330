import Documents
import Files
import Findings
import HubAPI

/// Why a publication could not be put together, sent or confirmed.
public struct PublishingError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable {
    /// A path that cannot exist in a repository.
    case badPath = "bad-path"
    /// Two files that one name would hold.
    case twins
    /// A link, pipe or device where a file is expected.
    case notRegular = "not-regular"
    /// The repository does not exist, or the token cannot see it.
    case repositoryMissing = "repository-missing"
    /// The repository has another name now.
    case repositoryMoved = "repository-moved"
    /// A file's bytes are no longer those of the plan.
    case fileChanged = "file-changed"
    /// What was published is not what was sent.
    case verificationFailed = "verification-failed"
    /// The repository's own `.gitignore` excludes a file.
    case ignoredByRemote = "ignored-by-remote"
    /// The Hub does not take the card.
    case cardRefused = "card-refused"
    /// A server's answer leaves a file of the plan out.
    case incompleteAnswer = "incomplete-answer"
    /// A commit's answer was lost, and the commit was not made.
    case notCommitted = "not-committed"
    /// A draft pull request does not hold what was sent to it.
    case draftChanged = "draft-changed"
    /// A draft pull request could not be merged.
    case notMerged = "not-merged"
    /// One commit cannot hold it, and there can be only one.
    case tooMuchForOneCommit = "too-much-for-one-commit"
    /// A commit's answer was lost, and somebody else's is in its place.
    case overtaken
    /// A plan is not the one that somebody looked at.
    case planChanged = "plan-changed"
    /// A file in the place of a plan is none.
    case noPlan = "no-plan"
    /// A file in the place of a receipt is none, or is about another repository.
    case noReceipt = "no-receipt"
    /// A file in the cache is not what its name promises.
    case damagedCache = "damaged-cache"
    /// What should name a commit names none, or several.
    case badCommitID = "bad-commit-id"
    /// A commit is not one of the branch.
    case notInHistory = "not-in-history"
    /// Somebody else changed files that are ours to change.
    case conflict
    /// Others changed files that are ours to change since the last upload.
    case drift
    /// The tag that the commit would get stands elsewhere.
    case tagTaken = "tag-taken"
    /// Another process uploads to the same branch.
    case uploadRunning = "upload-running"
    /// The upload was cancelled.
    case interrupted
    /// Output would be written into the model's folder.
    case outputInModelFolder = "output-in-model-folder"
    /// The Python interpreter cannot be run.
    case noPython = "no-python"
    /// Nothing says where downloads are kept.
    case noCacheFolder = "no-cache-folder"
    /// A server's list of files cannot be true.
    case badListing = "bad-listing"
    /// The patterns mean no file.
    case nothingMatches = "nothing-matches"
    /// Requests are forbidden, and the cache does not hold what is asked for.
    case notCached = "not-cached"
    /// Something else is where a file would be written.
    case wouldOverwrite = "would-overwrite"
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// The error below this one.
  public var cause: (any Error)?

  /// A failure with its three texts.
  public init(_ code: Code, problem: String, reason: String, remedy: String, cause: (any Error)? = nil) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.cause = cause
  }

  /// The stable name of the error.
  public var codeName: String { "publishing.\(code.rawValue)" }
  /// The exit status it leads to.
  public var exitStatus: ExitStatus {
    switch code {
    case .badPath, .tooMuchForOneCommit, .twins, .notRegular, .cardRefused, .ignoredByRemote: .checkFailed
    case .repositoryMissing, .repositoryMoved, .overtaken, .planChanged, .conflict, .drift, .tagTaken,
      .notInHistory, .draftChanged:
      .remoteMoved
    case .fileChanged, .wouldOverwrite, .noPlan, .noReceipt, .damagedCache, .uploadRunning: .localInput
    case .verificationFailed: .verificationFailed
    case .incompleteAnswer, .notCommitted, .notMerged, .badListing, .notCached: .remoteUnavailable
    case .interrupted: .interrupted
    case .outputInModelFolder, .noPython, .noCacheFolder, .nothingMatches, .badCommitID: .usage
    }
  }

  static func badPath(_ path: String) -> PublishingError {
    PublishingError(
      .badPath,
      problem: "cannot ship \(path)",
      reason: "a repository cannot hold such a path (absolute, `..`, control characters, or a part over 255 bytes)",
      remedy: "Rename the file."
    )
  }

  static func twins(_ first: String, _ second: String) -> PublishingError {
    PublishingError(
      .twins,
      problem: "cannot ship \(second)",
      reason: "\(first) has the same name, or one that differs in case only",
      remedy: "Rename one of them."
    )
  }

  static func remoteTwins(_ ours: String, _ theirs: String, of repository: RepositoryID) -> PublishingError {
    let isCase = ours.lowercased().utf8.elementsEqual(theirs.lowercased().utf8)
    let difference =
      isCase ? "case" : ours == theirs ? "how accents are written" : "case and in how accents are written"
    // Two ways to write one accent look the same.
    func shown(_ path: String) -> String {
      isCase ? path : path.unicodeScalars.map { $0.isASCII ? "\($0)" : $0.escaped(asASCII: true) }.joined()
    }
    return PublishingError(
      .twins,
      problem: "cannot ship \(shown(ours))",
      reason: "\(repository) holds \(shown(theirs)), which differs from it only in \(difference); "
        + "on some systems both are one file",
      remedy: "Rename the file here, or delete the other one there: --prune deletes what is only on the remote."
    )
  }

  static func notRegular(_ path: String, _ kind: FileKind) -> PublishingError {
    PublishingError(
      .notRegular,
      problem: "cannot ship \(path)",
      reason: "it is a \(kind.rawValue), not a regular file",
      remedy: "Put the file itself there."
    )
  }

  static func incompleteAnswer(_ what: String) -> PublishingError {
    PublishingError(
      .incompleteAnswer,
      problem: "cannot plan the upload",
      reason: "the server's answer leaves out \(what)",
      remedy: "Check that HF_ENDPOINT is a Hub; report it if it is."
    )
  }

  static func ignoredByRemote(_ path: String) -> PublishingError {
    PublishingError(
      .ignoredByRemote,
      problem: "cannot ship \(path)",
      reason: "the .gitignore of the repository excludes it",
      remedy: "Take the line out of the repository's .gitignore, or the file out of the manifest."
    )
  }

  static func cardRefused(_ complaints: [String]) -> PublishingError {
    PublishingError(
      .cardRefused,
      problem: "cannot publish the card",
      reason: "the Hub refuses it: \(complaints.joined(separator: "; "))",
      remedy: "Correct the manifest or the templates."
    )
  }

  static func repositoryMissing(_ repository: RepositoryID) -> PublishingError {
    PublishingError(
      .repositoryMissing,
      problem: "cannot upload to \(repository)",
      reason: "it does not exist, or this token cannot see it",
      remedy: "Check the name; to create it (private), add --create."
    )
  }

  static func repositoryMoved(_ repository: RepositoryID, to name: String) -> PublishingError {
    let name = TextEscape.printable(String(name.prefix(200)))
    return PublishingError(
      .repositoryMoved,
      problem: "cannot upload to \(repository)",
      reason: "it was renamed to \(name), and a former name is not written through",
      remedy: "If that is the repository that you mean, use --repo \(name)."
    )
  }

  static func noPython(_ name: String) -> PublishingError {
    PublishingError(
      .noPython,
      problem: "cannot run the examples",
      reason: "\(name) is no Python interpreter that can be run",
      remedy: "Install Python 3, or name an interpreter with --python, for example one of a virtual environment."
    )
  }

  static func fileChanged(_ path: String) -> PublishingError {
    PublishingError(
      .fileChanged,
      problem: "cannot send \(path)",
      reason: "its bytes changed after it was measured",
      remedy: "Wait until nothing writes to it, then run the command again."
    )
  }

  static func verification(_ reason: String, cause: (any Error)? = nil) -> PublishingError {
    PublishingError(
      .verificationFailed,
      problem: "the published files are not what was sent",
      reason: reason,
      remedy: "Look at the commit; upload again to replace what differs.",
      cause: cause
    )
  }

  static func tagTaken(_ tag: HubReference) -> PublishingError {
    PublishingError(
      .tagTaken,
      problem: "cannot give the tag \(tag.name)",
      reason: "it stands at commit \(tag.commit.short) already, and a published tag does not move",
      remedy: "Give another name with --tag."
    )
  }

  static func noPlan(_ file: String, _ reason: String) -> PublishingError {
    PublishingError(
      .noPlan,
      problem: "cannot use \(file) as a plan",
      reason: reason,
      remedy: "Write one with `hfpub plan -o FILE`."
    )
  }

  static func planChanged(_ reason: String, isRemote: Bool) -> PublishingError {
    PublishingError(
      .planChanged,
      problem: "the plan no longer holds",
      reason: reason,
      remedy: isRemote
        ? "Look at what changed there, then plan again."
        : "Plan again, and look at the new plan before it is carried out."
    )
  }

  static func conflict(
    _ plan: UploadPlan,
    paths: [String],
    by newest: PastCommit?,
    _ conflict: UploadConflict
  ) -> PublishingError {
    let commit = conflict.paths.first?.commit ?? newest
    let others = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    let who = commit.map { "commit \($0.id.short) (“\($0.title)”)" } ?? "somebody else"
    return PublishingError(
      .conflict,
      problem: "cannot commit to \(plan.repository)",
      reason: "\(who) changed \(paths.prefix(3).joined(separator: ", "))\(others) since the plan was made",
      remedy: "Look at what it changed; to have these files as they are here, add --overwrite.",
      cause: conflict
    )
  }

  static func drifted(_ drift: RemoteDrift, _ plan: UploadPlan, _ conflict: UploadConflict) -> PublishingError {
    let touched = drift.paths.prefix(3).map { path in
      switch drift.kind(of: path) {
      case .added: "\(path) was added"
      case .deleted: "\(path) was deleted"
      case .changed, nil: "\(path) was changed"
      }
    }
    let others = drift.paths.count > 3 ? ", and \(drift.paths.count - 3) more" : ""
    return PublishingError(
      .drift,
      problem: "cannot commit to \(plan.repository)",
      reason: "others were there since the last upload (\(drift.since.id.short)): "
        + touched.joined(separator: ", ") + others,
      remedy: "Take over what should stay, or add --overwrite to have these files as they are here.",
      cause: conflict
    )
  }

  static func notCommitted(_ plan: UploadPlan, _ lost: HubError) -> PublishingError {
    PublishingError(
      .notCommitted,
      problem: "the commit to \(plan.repository) was not made",
      reason: "its answer was lost, and \(plan.head?.short ?? "its parent") is still the newest commit: \(lost.reason)",
      remedy: "Run the command again; that is safe, as nothing is committed twice.",
      cause: lost
    )
  }

  static func overtaken(_ plan: UploadPlan, by commit: PastCommit, _ lost: HubError) -> PublishingError {
    PublishingError(
      .overtaken,
      problem: "the commit to \(plan.repository) was not made",
      reason: "its answer was lost, and somebody else's commit \(commit.id.short) (“\(commit.title)”) is in its place",
      remedy: "Look at what it changed, then run the command again.",
      cause: lost
    )
  }

  static func interrupted(_ cause: any Error) -> PublishingError {
    PublishingError(
      .interrupted,
      problem: "the upload was interrupted",
      reason: "it was cancelled",
      remedy: "Run the command again; what is in storage already is not sent twice.",
      cause: cause
    )
  }
}
