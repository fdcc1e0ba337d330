import Files
import HubAPI

/// What an upload would do, computed before anything is sent.
public struct UploadPlan: Sendable {
  /// What happens to a path.
  public enum Action: String, Sendable, Hashable {
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

  /// A file that is only on the remote; it stays there.
  public struct RemoteOnly: Sendable, Hashable {
    /// Its path.
    public var path: String
    /// Its size in bytes.
    public var size: Int
  }

  /// Where it goes.
  public var repository: RepositoryID
  /// The commit that the plan was made on; the upload refuses any other head.
  public var parent: CommitID
  /// The files of the shipment, sorted by path.
  public var entries: [Entry]
  /// What else is there, sorted by path.
  public var remoteOnly: [RemoteOnly]
  /// What stays at home, and why.
  public var leftOut: [Shipment.LeftOut]

  /// The entries that change the remote.
  public var changes: [Entry] { entries.filter { $0.action != .same } }
  /// Whether the remote already holds exactly these files.
  public var isUpToDate: Bool { changes.isEmpty }
  /// Bytes of the files that change.
  public var changedBytes: Int { changes.reduce(0) { $0 + $1.file.digests.size } }
}
