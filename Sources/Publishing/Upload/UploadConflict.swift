import Files
import HubAPI

/// Why two uploads cannot both be had: what each wants of the paths that both touch.
///
/// It is the cause of `PublishingError` with code `.conflict`. Titles and lines of text are foreign and not fit to be
/// shown as they are.
public struct UploadConflict: Error, Sendable {
  /// What happens to a path.
  public enum Action: String, Sendable, Hashable {
    /// It is new.
    case add
    /// It gets other bytes.
    case change
    /// It stays as it was.
    case keep
    /// It goes.
    case delete
  }

  /// What one side does to a path.
  public struct Side: Sendable, Hashable {
    /// What happens.
    public var action: Action
    /// The size before, in bytes; nil when there was nothing.
    public var before: Int?
    /// The size after, in bytes; nil when there is nothing.
    public var after: Int?
  }

  /// A path that both sides touch.
  public struct Path: Sendable {
    /// The path.
    public var path: String
    /// What this upload would do to it.
    public var ours: Side
    /// What was done to it since the plan was made.
    public var theirs: Side
    /// The commit that did it, where it was found out.
    public var commit: PastCommit?
    /// What they did as a difference of two small texts, the first lines; empty for everything else.
    public var difference: [String] = []
    /// The lines of the difference that are left out.
    public var leftOut = 0
  }

  /// The first of the paths, sorted.
  public var paths: [Path]
  /// How many more there are.
  public var more: Int
}
