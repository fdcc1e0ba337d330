import FoundationEssentials
import HubAPI
import NIOHTTP1

/// Names, visibility, gates and histories of repositories.
extension Hub {
  /// `POST /api/repos/move`.
  func moveRepository(_ wish: MoveRequest, _ account: LocalHubAccount) async throws -> Response {
    guard wish.type ?? "model" == "model" else {
      throw Refusal.badRequest("This embedded hub holds models only, not a \(wish.type ?? "")")
    }
    let parts = wish.fromRepo.split(separator: "/").map(String.init)
    guard parts.count == 2 else { throw Refusal.badRequest("Invalid repository name \"\(wish.fromRepo)\"") }
    let (index, _) = try await writable(parts[0], parts[1], account)
    let target = wish.toRepo.split(separator: "/").map(String.init)
    guard target.count == 2 else { throw Refusal.badRequest("Invalid repository name \"\(wish.toRepo)\"") }
    let owner = access.spelling(of: target[0], for: account)
    guard let id = RepositoryID("\(owner)/\(target[1])"), !Self.reservedOwners.contains(owner.lowercased()) else {
      throw Refusal.badRequest("Invalid repository name \"\(wish.toRepo)\"")
    }
    guard access.isMember(account, of: owner), account.role == .write else {
      throw Refusal(.forbidden, "You don't have the rights to create a model under the namespace \"\(owner)\"")
    }
    let moved = try await store.move(index, to: id)
    return .json(["url": "\(url)/\(moved.id)", "name": moved.id])
  }

  /// `POST …/super-squash/{branch}`.
  func squash(
    _ branch: String,
    _ wish: SquashRequest,
    of index: RepositoryIndex,
    by account: LocalHubAccount
  ) async throws -> Response {
    try await store.squash(
      branch,
      of: index,
      author: account.userName,
      message: wish.message.flatMap { $0.isEmpty ? nil : $0 } ?? "Super-squash branch '\(branch)'",
      now: WallClock.now()
    )
    return .text("OK")
  }

  /// `PUT …/settings`.
  func changeSettings(_ wish: SettingsRequest, of index: RepositoryIndex) async throws -> Response {
    let isPrivate = try Self.isPrivate(wish.visibility, wish.private)
    try await store.update(index) { current in
      if let isPrivate { current.isPrivate = isPrivate }
      switch wish.gated {
      case nil: break
      case .no: current.gate = nil
      case .by(let gate): current.gate = gate
      }
    }
    return .text("OK")
  }

  /// `POST …/user-access-request/grant`.
  func grantAccess(_ wish: GrantRequest, to index: RepositoryIndex) async throws -> Response {
    guard access.knows(wish.user) else { throw Refusal(.notFound, "User \(wish.user) does not exist") }
    guard index.gate != nil else { throw Refusal.badRequest("The repository is not gated") }
    try await store.update(index) { current in
      guard !(current.granted ?? []).contains(wish.user.lowercased()) else {
        throw Refusal.badRequest("\(wish.user) has access already")
      }
      current.granted = (current.granted ?? []) + [wish.user.lowercased()]
    }
    return .json([String: String]())
  }

  /// Refuses the files of a gated repository to those who were not let in.
  func checkGate(_ index: RepositoryIndex, _ account: LocalHubAccount?) throws {
    guard !access.isInside(index, account) else { return }
    throw Refusal.gated(index.id, url: url, anonymous: account == nil)
  }
}

/// Body of `POST /api/repos/move`.
struct MoveRequest: Codable, Sendable {
  var fromRepo: String
  var toRepo: String
  var type: String?
}

/// Body of `POST …/super-squash/{branch}`.
struct SquashRequest: Codable, Sendable {
  var message: String?
}

/// Body of `POST …/user-access-request/grant`.
struct GrantRequest: Codable, Sendable {
  var user: String
}

/// Body of `PUT …/settings`.
struct SettingsRequest: Decodable, Sendable {
  /// `"auto"`, `"manual"` or `false`.
  enum Gate: Decodable, Sendable {
    case no
    case by(String)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if (try? value.decode(Bool.self)) == false {
        self = .no
        return
      }
      let word = try value.decode(String.self)
      guard ["auto", "manual"].contains(word) else {
        throw DecodingError.dataCorruptedError(in: value, debugDescription: "unknown gate \(word)")
      }
      self = .by(word)
    }
  }

  var visibility: String?
  var `private`: Bool?
  var gated: Gate?
}
