import Files
import HubAPI

/// What an upload would do, computed before anything is sent.
public struct UploadPlan: Sendable {
  /// What happens to a path.
  public enum Action: String, Sendable, Hashable, Codable {
    /// New on the remote.
    case add
    /// There with other bytes.
    case change
    /// There with these bytes.
    case same
  }

  /// One file of the shipment and what happens to it.
  public struct Entry: Sendable {
    /// The file.
    public var file: ShippedFile
    /// What happens.
    public var action: Action
    /// How it travels.
    public var mode: UploadMode
  }

  /// A file that is only on the remote.
  public struct RemoteOnly: Sendable, Hashable {
    /// Its path.
    public var path: String
    /// Its size in bytes.
    public var size: Int
    /// Whether it is deleted, as was asked for; else it stays.
    public var isRemoved = false
  }

  /// Where it goes.
  public var repository: RepositoryID
  /// The branch.
  public var revision: Revision
  /// The commit that the plan was made on; nil in a preview of a repository that is not there or cannot be asked.
  public var head: CommitID?
  /// The files of the shipment, sorted by path.
  public var entries: [Entry]
  /// What else is there, sorted by path.
  public var remoteOnly: [RemoteOnly]
  /// What stays at home, and why.
  public var leftOut: [Shipment.LeftOut]
  /// What is not known, a sentence each.
  public var caveats: [String] = []

  /// What others did to files of the plan since the last upload.
  public var drift: RemoteDrift?
  /// The commits that it takes; several go to a draft, which is merged in one step.
  public var commits = 1

  /// The entries that change the remote.
  public var changes: [Entry] { entries.filter { $0.action != .same } }
  /// The files that are deleted.
  public var removals: [RemoteOnly] { remoteOnly.filter(\.isRemoved) }
  /// Whether the remote already holds exactly these files.
  public var isUpToDate: Bool { changes.isEmpty && removals.isEmpty }
  /// Bytes of the files that change.
  public var changedBytes: Int { changes.reduce(0) { $0 + $1.file.digests.size } }
  /// The objects that are put into storage, each content once.
  public var objects: [Entry] {
    var seen: Set<SHA256Digest> = []
    return changes.filter { $0.mode == .lfs && seen.insert($0.file.digests.sha256).inserted }
  }
}
