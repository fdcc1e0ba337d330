import HubAPI

/// What a rollback would do to each file, computed before anything is changed.
public struct RollbackPlan: Sendable, Hashable {
  /// What happens to a path.
  public enum Action: String, Sendable, Hashable {
    /// It comes back.
    case add
    /// It gets its old content.
    case change
    /// It goes, as it was not there.
    case delete
    /// It is as it was.
    case same
  }

  /// A file and what happens to it.
  public struct Entry: Sendable, Hashable {
    /// What happens.
    public var action: Action
    /// The file as it will be; for a deletion as it is.
    public var file: HubFile

    /// Whether its content is in storage, so that nothing of it is fetched or sent.
    public var isObject: Bool {
      if case .sha256 = file.hash { true } else { false }
    }
  }

  /// Where.
  public var repository: RepositoryID
  /// The branch.
  public var revision: Revision
  /// Its newest commit, which the new one comes right after.
  public var head: PastCommit
  /// The commit whose files come back.
  public var target: PastCommit
  /// How many commits are newer than that one.
  public var newer: Int
  /// Every file of both commits, sorted by path.
  public var entries: [Entry]

  /// The entries that change something.
  public var changes: [Entry] { entries.filter { $0.action != .same } }
  /// Whether the files are those of the target already.
  public var isUpToDate: Bool { changes.isEmpty }
  /// The files as they will be.
  var result: Set<HubFile> { Set(entries.filter { $0.action != .delete }.map(\.file)) }

  init(
    _ repository: RepositoryID,
    _ revision: Revision,
    head: PastCommit,
    target: PastCommit,
    newer: Int,
    now: [HubFile],
    then: [HubFile]
  ) {
    self.repository = repository
    self.revision = revision
    self.head = head
    self.target = target
    self.newer = newer
    let present = Dictionary(now.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let old = Set(then.map(\.path))
    let restored = then.map { file in
      let action: Action = present[file.path].map { $0 == file ? .same : .change } ?? .add
      return Entry(action: action, file: file)
    }
    let gone = now.filter { !old.contains($0.path) }.map { Entry(action: .delete, file: $0) }
    entries = (restored + gone).sorted { $0.file.path < $1.file.path }
  }
}
