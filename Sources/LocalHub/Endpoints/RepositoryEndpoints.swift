import HubAPI
import NIOHTTP1

extension Hub {
  /// `POST /api/repos/create`.
  func createRepository(_ wish: CreateRepositoryRequest, _ account: LocalHubAccount) async throws -> Response {
    guard wish.type ?? "model" == "model" else {
      throw Refusal.badRequest("This embedded hub holds models only, not a \(wish.type ?? "")")
    }
    let owner = access.spelling(of: wish.organization ?? account.userName, for: account)
    guard let id = RepositoryID("\(owner)/\(wish.name)"), !Self.reservedOwners.contains(owner.lowercased()) else {
      throw Refusal.badRequest(
        "Invalid repository name \"\(owner)/\(wish.name)\": 1 to 96 letters, digits, \"-\", \"_\" and \".\", "
          + "no \"--\" or \"..\", no \"-\" or \".\" at the ends, no \".git\" at the end"
      )
    }
    guard access.isMember(account, of: owner), account.role == .write else {
      throw Refusal(
        .forbidden,
        "You don't have the rights to create a model under the namespace \"\(owner)\""
      )
    }
    let isPrivate = try Self.isPrivate(wish.visibility, wish.private) ?? false
    let (index, isNew) = try await store.create(
      id,
      isPrivate: isPrivate,
      author: account.userName,
      now: WallClock.now()
    )
    let page = "\(url)/\(index.id)"
    guard isNew else {
      throw Refusal(.conflict, "You already created this model repo: \(index.id)", url: page)
    }
    return .json(CreateRepositoryResponse(url: page, name: index.id, id: index.internalID))
  }

  /// Whether a request wants a private repository: by `visibility`, or by the `private` of older clients.
  static func isPrivate(_ visibility: String?, _ flag: Bool?) throws -> Bool? {
    switch visibility {
    case "private": true
    case "public": false
    case nil: flag
    case .some(let other): throw Refusal.badRequest("Invalid visibility \"\(other)\": expected public or private")
    }
  }

  /// `DELETE /api/repos/delete`.
  func deleteRepository(_ wish: CreateRepositoryRequest, _ account: LocalHubAccount) async throws -> Response {
    guard wish.type ?? "model" == "model" else {
      throw Refusal.badRequest("This embedded hub holds models only, not a \(wish.type ?? "")")
    }
    let (index, _) = try await writable(wish.organization ?? account.userName, wish.name, account)
    try await store.delete(index)
    return .text("OK")
  }

  /// `POST …/branch/{branch}`; `startingPoint` may be any revision.
  func createBranch(_ branch: String, from start: String?, of index: RepositoryIndex) async throws -> Response {
    try Self.checkReference(branch)
    guard let commit = await store.commit(start ?? RepositoryIndex.defaultBranch, in: index) else {
      throw Refusal.revisionNotFound(start ?? RepositoryIndex.defaultBranch)
    }
    try await store.update(index) { current in
      guard current.branches[branch] == nil else {
        throw Refusal(.conflict, "Reference already exists: refs/heads/\(branch)")
      }
      current.branches[branch] = commit.id
    }
    return .text("OK")
  }

  /// `DELETE …/branch/{branch}`.
  func deleteBranch(_ branch: String, of index: RepositoryIndex) async throws -> Response {
    guard branch != RepositoryIndex.defaultBranch else {
      throw Refusal(.forbidden, "Cannot delete the default branch \(branch)")
    }
    try await store.update(index) { current in
      guard current.branches.removeValue(forKey: branch) != nil else { throw Refusal.revisionNotFound(branch) }
    }
    return .text("OK")
  }

  /// `POST …/tag/{rev}`.
  func createTag(_ wish: TagRequest, at revision: String, of index: RepositoryIndex) async throws -> Response {
    try Self.checkReference(wish.tag)
    guard let commit = await store.commit(revision, in: index) else { throw Refusal.revisionNotFound(revision) }
    try await store.update(index) { current in
      guard current.tags[wish.tag] == nil else {
        throw Refusal(.conflict, "Tag reference exists already: refs/tags/\(wish.tag)")
      }
      current.tags[wish.tag] = .init(commit: commit.id, message: wish.message)
    }
    return .text("OK")
  }

  /// `DELETE …/tag/{tag}`.
  func deleteTag(_ tag: String, of index: RepositoryIndex) async throws -> Response {
    try await store.update(index) { current in
      guard current.tags.removeValue(forKey: tag) != nil else { throw Refusal.revisionNotFound(tag) }
    }
    return .text("OK")
  }

  /// First parts of addresses that mean something else.
  static let reservedOwners: Set<String> = ["api", "datasets", "spaces", "kernels", "models", "login", "oauth"]

  /// The rules of git for reference names, as far as they keep names harmless.
  static func checkReference(_ name: String) throws {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isFine =
      name.utf8.count <= 200 && CommitID(name) == nil && name != "HEAD" && !name.hasPrefix("refs/")
      && !name.hasPrefix("-") && !name.contains("..") && !name.contains("@{")
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".") && !$0.hasSuffix(".lock") }
      && name.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value != 0x7F && !" ~^:?*[\\".unicodeScalars.contains($0)
      }
    guard isFine else { throw Refusal.badRequest("Invalid reference name: \(name)") }
  }
}

/// Body of `POST …/branch/{branch}`.
struct BranchRequest: Codable, Sendable {
  var startingPoint: String?
}

/// Body of `POST …/tag/{rev}`.
struct TagRequest: Codable, Sendable {
  var tag: String
  var message: String?
}
