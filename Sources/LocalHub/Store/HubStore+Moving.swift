import Files
import Glibc
import HubAPI
import NIOHTTP1

/// New names and new histories of repositories.
extension HubStore {
  /// The repository that had a name before; nil while another one has it now.
  func successor(of id: RepositoryID) -> RepositoryIndex? {
    guard repository(id) == nil else { return nil }
    let name = id.description.lowercased()
    return all().first { $0.formerNames?.contains(name) ?? false }
  }

  /// Gives a repository another name; the old one leads to it from then on.
  ///
  /// Three steps, each whole: the index says where it is going, the folder is renamed, the index says where it is. A
  /// hub that was killed between them finishes or forgets the move when it starts.
  func move(_ index: RepositoryIndex, to id: RepositoryID) throws -> RepositoryIndex {
    let current = try self.current(index)
    guard let old = RepositoryID(current.id) else { throw Refusal.repositoryNotFound(anonymous: false) }
    let (from, to) = (old.description.lowercased(), id.description.lowercased())
    guard repository(id) == nil || from == to else {
      throw Refusal(.conflict, "A repository with the name \(id) exists already")
    }
    guard old != id else { return current }
    var leaving = current
    leaving.movingTo = id.description
    try save(leaving)
    try LocalFiles.makeFolder(above: layout.repository(id), mode: 0o700)
    // A folder without an index is what an interrupted creation left.
    if from != to { try LocalFiles.remove(layout.repository(id)) }
    guard rename(layout.repository(old), layout.repository(id)) == 0 else {
      let error = FileError.system("rename", layout.repository(old), number: errno)
      try save(current)
      throw error
    }
    forget(from)
    let arrived = leaving.arrived(as: id)
    try save(arrived)
    return arrived
  }

  /// Replaces a branch's history by one commit of the same files.
  func squash(_ branch: String, of index: RepositoryIndex, author: String, message: String, now: Int) throws {
    var current = try self.current(index)
    guard let id = RepositoryID(current.id), current.branches[branch] != nil, let head = commit(branch, in: current)
    else { throw Refusal.revisionNotFound(branch) }
    let tree = try self.tree(head, in: current)
    let commit = Self.record(tree: tree, parent: nil, date: max(now, head.date), author: author, summary: message, "")
    try write(commit, tree, in: layout.repository(id))
    current.branches[branch] = commit.id
    current.lastModified = commit.date
    try save(current)
  }
}

extension RepositoryIndex {
  /// The index after a move that is complete on disk.
  func arrived(as id: RepositoryID) -> RepositoryIndex {
    var index = self
    let name = id.description.lowercased()
    index.formerNames = ((formerNames ?? []) + [self.id.lowercased()]).filter { $0 != name }
    index.id = id.description
    index.movingTo = nil
    return index
  }
}
