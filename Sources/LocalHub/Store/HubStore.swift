import Files
import FoundationEssentials
import Glibc
import HubAPI
import NIOHTTP1

/// All repositories of a hub: the one place where their state changes.
///
/// Every change is one replacement of an `index.json`, made after all it refers to is on disk; readers work on values
/// that they were given, so nobody sees half a commit.
actor HubStore {
  nonisolated let layout: StoreLayout
  private let lock: StoreLock
  /// By lower-case `owner/name`, since names are unique without regard to case.
  private var repositories: [String: RepositoryIndex] = [:]
  private var trees: [String: GitTree] = [:]
  private static let cachedTrees = 16

  /// Opens the store in a folder, which is made when it is missing.
  init(folder: String) throws(LocalHubError) {
    layout = StoreLayout(root: folder)
    do {
      try layout.prepare()
      guard let lock = try StoreLock(path: layout.lock) else {
        throw LocalHubError(
          .storeLocked,
          problem: "cannot open the hub's store \(folder)",
          reason: "another embedded hub uses this folder",
          remedy: "Stop the other one, or choose another folder."
        )
      }
      self.lock = lock
      try layout.clean()
      for (owner, kind) in try LocalFiles.list(layout.repositories) where kind == .folder {
        for (name, _) in try LocalFiles.list("\(layout.repositories)/\(owner)") {
          let path = "\(layout.repositories)/\(owner)/\(name)/index.json"
          guard LocalFiles.isFile(path) else { continue }
          var index = try? Self.read(RepositoryIndex.self, path)
          if let moved = index, moved.movingTo == "\(owner)/\(name)", let id = RepositoryID("\(owner)/\(name)") {
            // Killed between the last two steps of a move.
            index = moved.arrived(as: id)
            try Self.write(index, path)
          }
          // Killed before them: the move has not happened.
          index?.movingTo = nil
          guard let index, RepositoryID(index.id) != nil, index.format == 1, index.id == "\(owner)/\(name)" else {
            throw LocalHubError(
              .storeDamaged,
              problem: "cannot open the hub's store \(folder)",
              reason: "\(path) is not the index of the repository \(owner)/\(name)",
              remedy: "Restore the file, or move that repository's folder away."
            )
          }
          repositories[index.id.lowercased()] = index
        }
      }
    } catch let error as FileError {
      throw .store(folder, error)
    } catch let error as LocalHubError {
      throw error
    } catch {
      throw LocalHubError(
        .storeUnusable,
        problem: "cannot open the hub's store \(folder)",
        reason: "\(error)",
        remedy: "Choose another folder.",
        cause: error
      )
    }
  }

  /// Lets another hub use the folder.
  func release() { lock.release() }

  /// The secret of this store's signed addresses; made once, so that addresses outlive a restart.
  nonisolated func signingKey() throws(FileError) -> [UInt8] {
    if LocalFiles.isFile(layout.key) {
      let key = try LocalFiles.read(layout.key, limit: 1024)
      if key.count >= 32 { return key }
    }
    let key = Array(RandomID.hex(bytes: 32).utf8)
    try LocalFiles.writeAtomically(key, to: layout.key, mode: 0o600)
    return key
  }

  /// The port that signed addresses named the last time; nil on a new store.
  nonisolated func storagePort() -> Int? {
    guard LocalFiles.isFile(layout.storagePort), let text = try? LocalFiles.readText(layout.storagePort, limit: 16),
      let port = Int(text), (1...65_535).contains(port)
    else { return nil }
    return port
  }

  /// Keeps the port of signed addresses for the next time.
  nonisolated func rememberStoragePort(_ port: Int) throws(FileError) {
    try LocalFiles.writeAtomically(Array("\(port)".utf8), to: layout.storagePort, mode: 0o600)
  }

  // MARK: Repositories

  /// A repository under any spelling of its name.
  func repository(_ id: RepositoryID) -> RepositoryIndex? { repositories[id.description.lowercased()] }

  /// Every repository, the last changed first.
  func all() -> [RepositoryIndex] {
    repositories.values.sorted { ($1.lastModified, $0.id) < ($0.lastModified, $1.id) }
  }

  /// Makes a repository with its first commit; the existing one when the name is taken.
  func create(_ id: RepositoryID, isPrivate: Bool, author: String, now: Int) throws -> (RepositoryIndex, isNew: Bool) {
    if let existing = repository(id) { return (existing, false) }
    let attributes = Array(GitAttributes.defaultText.utf8)
    let blob = GitBlobID.of(attributes).hex
    let incoming = try IncomingFile(in: layout.incoming)
    try incoming.write(attributes)
    try incoming.seal(synchronized: true)
    try incoming.keep(as: layout.blob(blob))
    let tree = GitTree(files: [GitAttributes.path: StoredFile(kind: .regular, oid: blob, size: attributes.count)])
    let commit = Self.record(tree: tree, parent: nil, date: now, author: author, summary: "initial commit", "")
    let index = RepositoryIndex(
      id: id.description,
      internalID: RandomID.hex(bytes: 12),
      isPrivate: isPrivate,
      createdAt: now,
      lastModified: now,
      branches: [RepositoryIndex.defaultBranch: commit.id],
      tags: [:]
    )
    let folder = layout.repository(id)
    // A folder without an index is what an interrupted creation left.
    try LocalFiles.remove(folder)
    try write(commit, tree, in: folder)
    try save(index)
    return (index, true)
  }

  /// Removes a repository; its content stays in the store, out of reach.
  func delete(_ index: RepositoryIndex) throws {
    guard let id = RepositoryID(index.id) else { return }
    let grave = "\(layout.incoming)/\(RandomID.hex(bytes: 16))"
    // One rename, so that a crash leaves either the whole repository or none.
    guard rename(layout.repository(id), grave) == 0 else {
      throw FileError.system("remove", layout.repository(id), number: errno)
    }
    repositories[index.id.lowercased()] = nil
    try LocalFiles.remove(grave)
  }

  // MARK: Commits

  /// The commit that a branch, a tag or a commit id stands for; nil when there is none.
  func commit(_ revision: String, in index: RepositoryIndex) -> CommitRecord? {
    let name = revision.hasPrefix("refs/heads/") ? String(revision.dropFirst(11)) : revision
    let tag = revision.hasPrefix("refs/tags/") ? String(revision.dropFirst(10)) : revision
    let number = Discussion.number(of: revision)
    let pullRequest = number.flatMap { number in index.discussions?.first { $0.number == number }?.changes?.head }
    guard let id = pullRequest ?? index.branches[name] ?? index.tags[tag]?.commit ?? CommitID(revision)?.hex,
      let repository = RepositoryID(index.id)
    else { return nil }
    return try? Self.read(CommitRecord.self, "\(layout.repository(repository))/commits/\(id).json")
  }

  /// Commits from one back to the first, skipping some, at most `limit`, and how many there are in all.
  func history(
    from commit: CommitRecord,
    in index: RepositoryIndex,
    skip: Int,
    limit: Int
  ) -> (
    commits: [CommitRecord], total: Int
  ) {
    var found: [CommitRecord] = []
    var total = 0
    var next: CommitRecord? = commit
    while let current = next {
      if total >= skip, found.count < limit { found.append(current) }
      total += 1
      next = current.parent.flatMap { self.commit($0, in: index) }
    }
    return (found, total)
  }

  /// The files of a commit.
  func tree(_ commit: CommitRecord, in index: RepositoryIndex) throws -> GitTree {
    if let tree = trees[commit.tree] { return tree }
    guard let id = RepositoryID(index.id) else { return GitTree(files: [:]) }
    let path = "\(layout.repository(id))/trees/\(commit.tree).json"
    let tree = GitTree(files: try Self.read([String: StoredFile].self, path))
    remember(tree)
    return tree
  }

  /// Puts a commit on a branch or a pull request: `change` makes the new files from the present ones.
  ///
  /// - Returns: The commit, and the number of its pull request.
  /// - Throws: `Refusal` 412 when `parent` is given and not the head, and whatever `change` throws.
  func commit(
    to target: CommitTarget,
    of index: RepositoryIndex,
    parent: String?,
    author: String,
    summary: String,
    description: String,
    now: Int,
    change: @Sendable (GitTree) throws -> [String: StoredFile]
  ) throws -> (commit: CommitRecord, pullRequest: Int?) {
    var current = try self.current(index)
    guard let id = RepositoryID(current.id) else { throw Refusal.repositoryNotFound(anonymous: false) }
    let head = try self.head(of: target, in: current, parent: parent)
    let tree = GitTree(files: try change(try self.tree(head, in: current)))
    let commit = Self.record(
      tree: tree,
      parent: head.id,
      date: max(now, head.date),
      author: author,
      summary: summary,
      description
    )
    try write(commit, tree, in: layout.repository(id))
    let event = Discussion.Event(.commit(oid: commit.id, summary: summary), author: author, date: now)
    var pullRequest: Int?
    switch target {
    case .branch(let branch): current.branches[branch] = commit.id
    case .pullRequest(let number):
      guard let place = current.discussions?.firstIndex(where: { $0.number == number }) else {
        throw Refusal.discussionNotFound(number)
      }
      current.discussions?[place].changes?.head = commit.id
      current.discussions?[place].events.append(event)
      pullRequest = number
    case .newPullRequest:
      let number = (current.discussions?.count ?? 0) + 1
      let comment = Discussion.Event(.comment(text: description), author: author, date: now)
      let discussion = Discussion(
        number: number,
        title: summary,
        author: author,
        createdAt: now,
        status: .open,
        changes: .init(base: head.id, head: commit.id),
        events: description.isEmpty ? [event] : [comment, event]
      )
      current.discussions = (current.discussions ?? []) + [discussion]
      pullRequest = number
    }
    current.lastModified = max(current.lastModified, commit.date)
    try save(current)
    return (commit, pullRequest)
  }

  /// The commit that the next one of a target is put on.
  private func head(of target: CommitTarget, in index: RepositoryIndex, parent: String?) throws -> CommitRecord {
    let head: CommitRecord?
    switch target {
    case .branch(let branch):
      head = index.branches[branch] == nil ? nil : commit(branch, in: index)
      guard head != nil else { throw Refusal.revisionNotFound(branch) }
    case .pullRequest(let number):
      guard let discussion = index.discussions?.first(where: { $0.number == number }), discussion.changes != nil else {
        throw Refusal.revisionNotFound("refs/pr/\(number)")
      }
      guard discussion.isOpen else {
        throw Refusal(.forbidden, "Pull request \(number) is \(discussion.status.rawValue)")
      }
      head = commit("refs/pr/\(number)", in: index)
    case .newPullRequest:
      // A parent is where the pull request branches off, which need not be the head.
      var next = commit(RepositoryIndex.defaultBranch, in: index)
      while let parent, let current = next, !current.id.hasPrefix(parent.lowercased()) {
        next = current.parent.flatMap { commit($0, in: index) }
      }
      guard let next else { throw Refusal.revisionNotFound(parent ?? RepositoryIndex.defaultBranch) }
      return next
    }
    guard let head else { throw Refusal.revisionNotFound(RepositoryIndex.defaultBranch) }
    if let parent, !head.id.hasPrefix(parent.lowercased()) { throw Refusal.stale }
    return head
  }

  /// Changes branches or tags of a repository as one step.
  func update(_ index: RepositoryIndex, change: @Sendable (inout RepositoryIndex) throws -> Void) throws {
    var current = try self.current(index)
    try change(&current)
    try save(current)
  }

  /// The present state of a repository: the index at hand may be older, or of one that was made anew or renamed since.
  func current(_ index: RepositoryIndex) throws -> RepositoryIndex {
    if let current = repositories[index.id.lowercased()], current.internalID == index.internalID { return current }
    guard let moved = repository(internalID: index.internalID) else {
      throw Refusal.repositoryNotFound(anonymous: false)
    }
    return moved
  }

  // MARK: LFS objects

  /// The repository that a signed address was made for, if it is still the same one.
  func repository(internalID: String) -> RepositoryIndex? {
    repositories.values.first { $0.internalID == internalID }
  }

  /// Size in bytes of an LFS object that the repository may use; nil when it has none.
  nonisolated func objectSize(_ oid: String, in index: RepositoryIndex) -> Int? {
    guard let id = RepositoryID(index.id), LocalFiles.isFile(layout.grant(oid, id)) else { return nil }
    var status = stat()
    guard stat(layout.object(oid), &status) == 0 else { return nil }
    return Int(status.st_size)
  }

  /// Lets a repository use an object whose content it has proved to hold.
  func grant(_ oid: String, to index: RepositoryIndex) throws {
    guard let id = RepositoryID(try current(index).id) else { throw Refusal.repositoryNotFound(anonymous: false) }
    let path = layout.grant(oid, id)
    try LocalFiles.makeFolder(above: path, mode: 0o700)
    try LocalFiles.writeAtomically([], to: path, mode: 0o600)
  }

  // MARK: Files

  func save(_ index: RepositoryIndex) throws {
    guard let id = RepositoryID(index.id) else { return }
    try Self.write(index, "\(layout.repository(id))/index.json")
    repositories[index.id.lowercased()] = index
  }

  func write(_ commit: CommitRecord, _ tree: GitTree, in folder: String) throws {
    try LocalFiles.makeFolder("\(folder)/commits", mode: 0o700)
    try LocalFiles.makeFolder("\(folder)/trees", mode: 0o700)
    let path = "\(folder)/trees/\(tree.id).json"
    if !LocalFiles.isFile(path) { try Self.write(tree.files, path) }
    try Self.write(commit, "\(folder)/commits/\(commit.id).json")
    remember(tree)
  }

  /// Takes a repository's name from memory.
  func forget(_ name: String) { repositories[name] = nil }

  private func remember(_ tree: GitTree) {
    if trees.count >= Self.cachedTrees, let victim = trees.keys.first { trees[victim] = nil }
    trees[tree.id] = tree
  }

  static func record(
    tree: GitTree,
    parent: String?,
    date: Int,
    author: String,
    summary: String,
    _ description: String
  ) -> CommitRecord {
    CommitRecord(
      id: CommitRecord.id(
        tree: tree.id,
        parent: parent,
        date: date,
        author: author,
        summary: summary,
        description: description
      ),
      parent: parent,
      tree: tree.id,
      date: date,
      author: author,
      summary: summary,
      description: description
    )
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(try LocalFiles.read(path)))
  }

  private static func write(_ value: some Encodable, _ path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try LocalFiles.writeAtomically([UInt8](try encoder.encode(value)), to: path, mode: 0o600)
  }
}
