import HubAPI

/// What a publisher may decide about an upload beside what is in it.
public struct UploadOptions: Sendable, Hashable {
  /// The branch.
  public var revision: Revision
  /// Whether it goes to a pull request for that branch's repository, instead of the branch.
  public var opensPullRequest = false
  /// The tag that the new commit gets.
  public var tag: Revision?
  /// Whether files that are only on the remote are deleted.
  public var prunes: Bool
  /// Whether what others changed or deleted since the last upload is put back.
  public var overwrites = false
  /// The commit's first line; nil for the usual one.
  public var message: String?
  /// The commit's further lines.
  public var description: String
  /// What goes into one commit.
  public var limits = CommitLimits()

  /// Options; without any, to `main`, deleting nothing.
  public init(revision: Revision = .main, prunes: Bool = false, message: String? = nil, description: String = "") {
    self.revision = revision
    self.prunes = prunes
    self.message = message
    self.description = description
  }
}
