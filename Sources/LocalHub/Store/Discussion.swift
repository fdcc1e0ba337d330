/// A discussion of a repository, or a pull request, which is a discussion with commits of its own.
struct Discussion: Codable, Sendable, Hashable {
  enum Status: String, Codable, Sendable { case draft, open, closed, merged }

  /// Something that happened, in order.
  struct Event: Codable, Sendable, Hashable {
    enum Kind: Codable, Sendable, Hashable {
      case comment(text: String)
      case status(Status)
      case commit(oid: String, summary: String)
      case title(from: String, to: String)
    }

    var id: String
    /// Unix seconds.
    var date: Int
    var author: String
    var kind: Kind

    init(_ kind: Kind, author: String, date: Int) {
      id = RandomID.hex(bytes: 12)
      self.kind = kind
      self.author = author
      self.date = date
    }
  }

  /// The commits of a pull request.
  struct Changes: Codable, Sendable, Hashable {
    /// Where it branched off.
    var base: String
    /// What `refs/pr/N` stands for.
    var head: String
    /// The commit that took it in.
    var mergeCommit: String?
  }

  /// From 1 in each repository.
  var number: Int
  var title: String
  var author: String
  /// Unix seconds.
  var createdAt: Int
  var status: Status
  /// Nil for a mere discussion.
  var changes: Changes?
  var events: [Event]

  /// Whether commits may still be added, and the status changed.
  var isOpen: Bool { status == .draft || status == .open }

  /// The number in `refs/pr/N`; nil for another revision.
  static func number(of revision: String) -> Int? {
    revision.hasPrefix("refs/pr/") ? Int(revision.dropFirst(8)) : nil
  }
}

/// Where a commit goes.
enum CommitTarget: Sendable {
  case branch(String)
  case pullRequest(Int)
  /// A pull request that is made together with the commit.
  case newPullRequest

  /// The target of a revision in a path.
  init(revision: String) {
    if let number = Discussion.number(of: revision) {
      self = .pullRequest(number)
    } else {
      self = .branch(revision.hasPrefix("refs/heads/") ? String(revision.dropFirst(11)) : revision)
    }
  }

  /// Whether it is the branch that pull requests go to.
  var isDefaultBranch: Bool {
    if case .branch(RepositoryIndex.defaultBranch) = self { true } else { false }
  }
}
