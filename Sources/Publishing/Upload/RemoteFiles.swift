import HubAPI

/// The files of a commit by their exact paths: two that differ only in how an accent is written are two.
struct RemoteFiles: Sendable {
  struct File: Sendable {
    /// The name of the content: SHA-256 of an object, git's id of a file in the repository itself.
    var oid: String
    var size: Int
    var isObject: Bool
  }

  private let files: [[UInt8]: File]

  init(_ entries: [TreeEntry]) {
    files = Dictionary(
      entries.filter { $0.type == "file" }.map { entry in
        (
          Array(entry.path.utf8),
          File(oid: entry.lfs?.oid ?? entry.oid, size: entry.lfs?.size ?? entry.size, isObject: entry.lfs != nil)
        )
      },
      uniquingKeysWith: { first, _ in first }
    )
  }

  init(_ hub: HubClient, _ repository: RepositoryID, at commit: CommitID) async throws(HubError) {
    self.init(try await hub.tree(repository, revision: Revision(commit)))
  }

  /// All paths.
  var paths: [String] { files.keys.map { String(decoding: $0, as: UTF8.self) } }

  subscript(_ path: String) -> File? { files[Array(path.utf8)] }
}

extension String {
  /// Whether these are the same bytes; `==` takes two ways to write an accent for one.
  func isSamePath(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
