import HubAPI
import NIOHTTP1

/// Discussions and pull requests; each change is one replacement of the index, like every other.
extension HubStore {
  /// Opens a discussion, or a pull request without commits, which begins as a draft.
  func open(
    _ title: String,
    _ description: String,
    isPullRequest: Bool,
    in index: RepositoryIndex,
    author: String,
    now: Int
  ) throws -> Discussion {
    var current = try self.current(index)
    var discussion = Discussion(
      number: (current.discussions?.count ?? 0) + 1,
      title: title,
      author: author,
      createdAt: now,
      status: isPullRequest ? .draft : .open,
      changes: nil,
      events: description.isEmpty ? [] : [.init(.comment(text: description), author: author, date: now)]
    )
    if isPullRequest {
      guard let head = current.head else { throw Refusal.revisionNotFound(RepositoryIndex.defaultBranch) }
      discussion.changes = .init(base: head, head: head)
    }
    current.discussions = (current.discussions ?? []) + [discussion]
    try save(current)
    return discussion
  }

  /// Changes one discussion.
  func update<Result: Sendable>(
    _ number: Int,
    of index: RepositoryIndex,
    change: @Sendable (inout Discussion) throws -> Result
  ) throws -> Result {
    var current = try self.current(index)
    guard let place = current.discussions?.firstIndex(where: { $0.number == number }),
      var discussion = current.discussions?[place]
    else { throw Refusal.discussionNotFound(number) }
    let result = try change(&discussion)
    current.discussions?[place] = discussion
    try save(current)
    return result
  }

  /// The files of a pull request that the default branch changed in another way since.
  func conflicts(of discussion: Discussion, in index: RepositoryIndex) throws -> [String] {
    try merged(discussion, in: try current(index)).conflicts
  }

  /// Takes a pull request into the default branch as one commit.
  func merge(_ number: Int, of index: RepositoryIndex, author: String, now: Int) throws -> CommitRecord {
    var current = try self.current(index)
    guard let id = RepositoryID(current.id),
      let place = current.discussions?.firstIndex(where: { $0.number == number }),
      var discussion = current.discussions?[place]
    else { throw Refusal.discussionNotFound(number) }
    guard var changes = discussion.changes else { throw Refusal.badRequest("Discussion \(number) is no pull request") }
    guard discussion.status == .open else {
      throw Refusal.badRequest(
        "Pull request \(number) is \(discussion.status.rawValue), only an open one can be merged"
      )
    }
    guard let head = commit(RepositoryIndex.defaultBranch, in: current) else {
      throw Refusal.revisionNotFound(RepositoryIndex.defaultBranch)
    }
    let (files, conflicts) = try merged(discussion, in: current)
    guard conflicts.isEmpty else {
      throw Refusal(.conflict, "Pull request \(number) has conflicts in: \(conflicts.joined(separator: ", "))")
    }
    let tree = GitTree(files: files)
    let summaries = discussion.events.compactMap { event -> String? in
      guard case .commit(let oid, let summary) = event.kind else { return nil }
      return "- \(summary) (\(oid))"
    }
    let commit = Self.record(
      tree: tree,
      parent: head.id,
      date: max(now, head.date),
      author: author,
      summary: "\(discussion.title) (#\(number))",
      summaries.joined(separator: "\n")
    )
    try write(commit, tree, in: layout.repository(id))
    changes.mergeCommit = commit.id
    discussion.changes = changes
    discussion.status = .merged
    discussion.events.append(.init(.status(.merged), author: author, date: now))
    current.discussions?[place] = discussion
    current.branches[RepositoryIndex.defaultBranch] = commit.id
    current.lastModified = commit.date
    try save(current)
    return commit
  }

  /// The default branch's files with what the pull request changed, path by path.
  private func merged(
    _ discussion: Discussion,
    in index: RepositoryIndex
  ) throws -> (files: [String: StoredFile], conflicts: [String]) {
    guard let changes = discussion.changes else { return ([:], []) }
    func files(_ revision: String) throws -> [String: StoredFile] {
      guard let commit = commit(revision, in: index) else { throw Refusal.revisionNotFound(revision) }
      return try tree(commit, in: index).files
    }
    let base = try files(changes.base)
    let theirs = try files(changes.head)
    var ours = try files(RepositoryIndex.defaultBranch)
    var conflicts: [String] = []
    for path in Set(base.keys).union(theirs.keys).sorted() where theirs[path] != base[path] {
      if ours[path] == base[path] {
        ours[path] = theirs[path]
      } else if ours[path] != theirs[path] {
        conflicts.append(path)
      }
    }
    return (ours, conflicts)
  }
}
