/// What a command did to a repository, or brought from it, as far as it came.
///
/// What is not known is nil and left out. It holds no signed address and no token.
public struct ReportDelivery: Sendable, Hashable {
  /// What came of it, when the command ended well.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// A commit was made and verified.
    case published
    /// The files of an earlier commit are back, by a new commit.
    case rolledBack = "rolled_back"
    /// There was nothing to do.
    case upToDate = "up_to_date"
    /// A plan was made, and nothing changed.
    case planned
    /// What is published was looked at, and nothing is wrong.
    case verified
    /// The files are here.
    case downloaded
  }

  /// What came of it; nil when the command did not come to a good end.
  public var outcome: Outcome?
  /// The Hub.
  public var endpoint: String?
  /// The branch, tag or commit.
  public var revision: String?
  /// What is known about the remote, in a word such as `untouched`; nil for a command that only reads.
  public var remoteState: String?
  /// The commit that was made, looked at or fetched, or that holds the files already.
  public var commit: String?
  /// The page to look at.
  public var url: String?
  /// The file or folder that was written.
  public var path: String?
  /// The commit of the receipt that was compared with.
  public var receiptCommit: String?
  /// What would happen or happened to each file.
  public var plan: ReportPlan?
  /// The steps of a long way with their times, in order.
  public var steps: [ReportStep]

  /// Nothing known yet.
  public init() { steps = [] }
}

/// What a plan does to each file.
public struct ReportPlan: Sendable, Hashable {
  /// What happens to a file.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// It is new.
    case add
    /// It gets other bytes.
    case change
    /// It is there with these bytes.
    case same
    /// It goes.
    case delete
    /// It is only on the remote, and stays.
    case keep
  }

  /// A file and what happens to it.
  public struct File: Sendable, Hashable {
    /// Its path in the repository.
    public var path: String
    /// Its size in bytes.
    public var size: Int
    /// What happens to it.
    public var action: Action

    /// A file and what happens to it.
    public init(path: String, size: Int, action: Action) {
      self.path = path
      self.size = size
      self.action = action
    }
  }

  /// A file that stays at home.
  public struct LeftOut: Sendable, Hashable {
    /// Its path.
    public var path: String
    /// Why it stays.
    public var reason: String

    /// A file that stays at home.
    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// The commit that it was made on; nil when the repository is not there or could not be asked.
  public var head: String?
  /// The commits that it takes; several go to a draft, which is merged in one step.
  public var commits: Int
  /// The bytes of the files that are added or changed.
  public var bytes: Int
  /// Every file, sorted by path.
  public var files: [File]
  /// What stays at home.
  public var leftOut: [LeftOut]
  /// What is not known, a sentence each.
  public var caveats: [String]

  /// A plan.
  public init(
    head: String?,
    commits: Int,
    bytes: Int,
    files: [File],
    leftOut: [LeftOut] = [],
    caveats: [String] = []
  ) {
    self.head = head
    self.commits = commits
    self.bytes = bytes
    self.files = files
    self.leftOut = leftOut
    self.caveats = caveats
  }

  /// How many files an action is for.
  public func count(_ action: Action) -> Int { files.count { $0.action == action } }

  /// Whether nothing is added, changed or deleted.
  public var isUpToDate: Bool { count(.add) + count(.change) + count(.delete) == 0 }
}

/// A step of a long way.
public struct ReportStep: Sendable, Hashable {
  /// How a step ended.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// It came to its end.
    case done
    /// It ended the way.
    case failed
    /// It was not taken.
    case skipped
  }

  /// What holds when it is done.
  public var title: String
  /// How it ended.
  public var state: State
  /// The time it took, in milliseconds; nil when it was not taken.
  public var milliseconds: Int?

  /// A step.
  public init(title: String, state: State, milliseconds: Int?) {
    self.title = title
    self.state = state
    self.milliseconds = milliseconds
  }
}
