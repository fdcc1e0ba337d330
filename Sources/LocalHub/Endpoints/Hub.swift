import HubAPI

/// What every endpoint works with.
struct Hub: Sendable {
  let store: HubStore
  let access: Access
  var signer: AddressSigner
  /// The hub's address without a slash at the end.
  let url: String
  /// The address of storage, likewise.
  let storageURL: String
  let multipartThreshold: Int
  let multipartPartSize: Int

  /// Refused above these; the first two are the Hub's own limits.
  static let regularFileLimit = 10 << 20
  static let folderLimit = 10_000
  static let preuploadLimit = 256
  static let inlineContentLimit = 1 << 30

  /// A repository that the asker may see.
  func readable(_ owner: String, _ name: String, _ account: LocalHubAccount?) async throws -> RepositoryIndex {
    guard let id = RepositoryID("\(owner)/\(name)"), let index = await store.repository(id),
      access.canRead(index, account)
    else { throw Refusal.repositoryNotFound(anonymous: account == nil) }
    return index
  }

  /// A repository that the asker may change, and the asker.
  func writable(
    _ owner: String,
    _ name: String,
    _ account: LocalHubAccount?
  ) async throws
    -> (RepositoryIndex, LocalHubAccount)
  {
    let index = try await readable(owner, name, account)
    return (index, try access.writer(account, to: index.id))
  }

  /// The commit and the files that a revision stands for.
  func snapshot(_ revision: String, of index: RepositoryIndex) async throws -> (commit: CommitRecord, tree: GitTree) {
    guard let commit = await store.commit(revision, in: index) else { throw Refusal.revisionNotFound(revision) }
    return (commit, try await store.tree(commit, in: index))
  }

  /// The text of a small regular file; nil when there is none.
  func text(_ path: String, in files: [String: StoredFile], limit: Int = Hub.regularFileLimit) -> String? {
    guard let file = files[path], file.kind == .regular, file.size <= limit,
      let open = try? OpenFile(path: store.layout.content(file)), open.count == file.size
    else { return nil }
    return String(decoding: open.readAll(), as: UTF8.self)
  }
}
