import HubAPI
import NIOHTTP1

/// Finds the endpoint of a request.
struct Router: Sendable {
  /// The two origins of a hub.
  enum Role { case hub, storage }

  var hub: Hub
  /// Counts requests of the hub; storage has no quotas.
  let windows: RateWindows
  /// Which of the two is asked.
  var role = Role.hub

  /// The answer; failures in the Hub's JSON form, or as a page where a person looks.
  func answer(_ request: Request, _ body: RequestBody) async throws -> Response {
    guard role == .hub else { return try await storage(request, body) }
    var response: Response
    let standing = windows.count(RateWindows.bucket(of: request), asker: asker(request), now: WallClock.now())
    do {
      guard !standing.isExceeded else {
        throw Refusal(
          .tooManyRequests,
          "Too many requests: \(standing.quota) in \(standing.window) seconds are allowed"
        )
      }
      response = try await route(request, body)
    } catch let refusal as Refusal {
      response = isPage(request) ? Page.failure(refusal) : refusal.response
    }
    for header in standing.headers { response.headers.add(name: header.name, value: header.value) }
    if let policy = response.headers.first(name: Self.policy), isPage(request) {
      // Cards show images, and images may be LFS files.
      let wider = policy.replacing("img-src 'self'", with: "img-src 'self' \(hub.storageURL)")
      response.headers.replaceOrAdd(name: Self.policy, value: wider)
    }
    return response
  }

  private static let policy = "Content-Security-Policy"

  /// Whose quota a request counts for; all without a token share one.
  private func asker(_ request: Request) -> String {
    guard let account = try? hub.access.account(of: request) else { return "" }
    return account.isPublisher ? "publisher of \(account.writable)" : account.userName
  }

  /// Signed addresses carry their own right; like the Hub's object store, this one takes no second one.
  private func storage(_ request: Request, _ body: RequestBody) async throws -> Response {
    guard !request.headers.contains(name: "Authorization") else {
      return .storageError(
        .badRequest,
        code: "InvalidArgument",
        message: "Only one auth mechanism allowed: the signed query or the Authorization header"
      )
    }
    guard request.target.segments.first == ".storage" else {
      return .storageError(.notFound, code: "NoSuchBucket", message: "The specified bucket does not exist")
    }
    return try await hub.storage(request, body)
  }

  private func route(_ request: Request, _ body: RequestBody) async throws -> Response {
    let path = request.target.segments
    let account = try hub.access.account(of: request)
    if let redirect = try await redirect(request, account) { return redirect }
    switch path.first {
    case nil where request.isRead: return try await hub.indexPage(account)
    case "login" where path.count == 1 && request.isRead: return hub.loginPage(account)
    case "oauth" where request.method == .POST && path.count == 2 && path[1] == "token":
      return try await hub.exchangeToken(request, body)
    case "api": return try await api(Array(path.dropFirst()), request, body, account)
    case "datasets", "spaces", "kernels": throw Self.modelsOnly
    default: break
    }
    guard path.count >= 2 else { throw Self.unknown(request) }
    if path[1].hasSuffix(".git") { return try await git(path, request, body, account) }
    guard request.isRead else { throw Self.unknown(request) }
    let index = try await hub.readable(path[0], path[1], account)
    guard path.count > 2 else { return try await hub.repositoryPage(index) }
    let file = path.dropFirst(4).joined(separator: "/")
    switch path[2] {
    case "resolve", "raw", "blob":
      try hub.checkGate(index, account)
      guard path.count > 4, RepositoryPath(file) != nil else { throw Refusal.entryNotFound(file) }
      switch path[2] {
      case "blob": return try await hub.blobPage(index, revision: path[3], path: file)
      case "raw": return try await hub.raw(index, revision: path[3], path: file, request)
      default: return try await hub.resolve(index, revision: path[3], path: file, request)
      }
    case "discussions" where path.count == 3: return hub.discussionsPage(index)
    case "discussions" where path.count == 4:
      return try await hub.discussionPage(index, number: Int(path[3]) ?? 0, account)
    case "branches" where path.count == 3: return try await hub.referencesPage(index)
    case "commit" where path.count == 4: return try await hub.commitPage(index, id: path[3], account)
    case "commits" where path.count <= 4:
      let revision = path.count == 4 ? path[3] : RepositoryIndex.defaultBranch
      return try await hub.historyPage(index, revision: revision, request)
    case "tree" where path.count == 4: return try await hub.filesPage(index, revision: path[3])
    default: throw Self.unknown(request)
    }
  }

  // MARK: API

  private func api(
    _ path: [String],
    _ request: Request,
    _ body: RequestBody,
    _ account: LocalHubAccount?
  ) async throws
    -> Response
  {
    switch (request.method, path.joined(separator: "/")) {
    case (.GET, "whoami-v2"): return try hub.whoAmI(account)
    case (.POST, "repos/create"), (.DELETE, "repos/delete"):
      guard let account else { throw Refusal.anonymous }
      let wish = try await request.json(CreateRepositoryRequest.self, from: body)
      return request.method == .POST
        ? try await hub.createRepository(wish, account) : try await hub.deleteRepository(wish, account)
    case (.POST, "repos/move"):
      guard let account else { throw Refusal.anonymous }
      return try await hub.moveRepository(try await request.json(MoveRequest.self, from: body), account)
    case (.POST, "validate-yaml"):
      // Escapes make JSON up to six times as long as the text.
      let question = try await request.json(ValidateCardRequest.self, from: body, limit: 4 << 20)
      let check = CardCheck(question.content)
      return .json(
        ValidateCardResponse(
          errors: check.errors.map { .init(message: $0) },
          warnings: check.warnings.map { .init(message: $0) }
        ),
        status: check.errors.isEmpty ? .ok : .badRequest
      )
    case (.GET, "models"): return try await hub.models(request, account)
    default: break
    }
    switch path.first {
    case "models" where path.count >= 3: break
    case "models" where path.count == 2: throw Refusal.repositoryNotFound(anonymous: account == nil)
    case "datasets", "spaces", "kernels": throw Self.modelsOnly
    default: throw Self.unknown(request)
    }
    return request.isRead
      ? try await readModel(path, request, account)
      : try await changeModel(path, request, body, account)
  }

  private func readModel(_ path: [String], _ request: Request, _ account: LocalHubAccount?) async throws -> Response {
    let rest = path.dropFirst(5).joined(separator: "/")
    switch (path.dropFirst(3).first, path.count) {
    case ("auth-check", 4): return try await hub.authCheck(path[1], path[2], write: false, account)
    case ("auth-check", 5) where path[4] == "write":
      return try await hub.authCheck(path[1], path[2], write: true, account)
    default: break
    }
    let index = try await hub.readable(path[1], path[2], account)
    switch (path.dropFirst(3).first, path.count) {
    case (nil, _): return try await hub.model(index, revision: nil, request)
    case ("revision", 5): return try await hub.model(index, revision: path[4], request)
    case ("tree", 5...): return try await hub.tree(index, revision: path[4], path: rest, request)
    case ("commits", 5): return try await hub.commits(index, revision: path[4], request)
    case ("refs", 4): return hub.references(index, request)
    case ("discussions", 4): return try hub.discussions(index, request)
    case ("discussions", 5): return try await hub.discussion(Int(path[4]) ?? 0, of: index, request)
    default: throw Self.unknown(request)
    }
  }

  private func changeModel(
    _ path: [String],
    _ request: Request,
    _ body: RequestBody,
    _ account: LocalHubAccount?
  ) async throws -> Response {
    if request.method == .POST, path.count == 5, path[3] == "paths-info" {
      let index = try await hub.readable(path[1], path[2], account)
      return try await hub.pathsInfo(index, revision: path[4], request, body)
    }
    let actions = ["preupload", "commit", "branch", "tag", "super-squash", "settings", "user-access-request"]
    guard path.count >= 4, actions.contains(path[3]) || path[3] == "discussions" else { throw Self.unknown(request) }
    let opensPullRequest = request.target["create_pr"].map { ["1", "true"].contains($0.lowercased()) } ?? false
    let isPullRequest = opensPullRequest || (path.count == 5 && Discussion.number(of: path[4]) != nil)
    if path[3] == "discussions" || (["preupload", "commit"].contains(path[3]) && isPullRequest) {
      return try await contribute(path, request, body, account, opensPullRequest: opensPullRequest)
    }
    let (index, writer) = try await hub.writable(path[1], path[2], account)
    switch (request.method, path[3], path.count) {
    case (.POST, "preupload", 5): return try await preupload(path[4], of: index, request, body)
    case (.POST, "commit", 5):
      return try await hub.commit(body, revision: path[4], opensPullRequest: false, of: index, by: writer)
    case (.POST, "branch", 5):
      let text = try await body.collect(limit: 4096)
      let wish = text.isEmpty ? BranchRequest() : try Request.decode(BranchRequest.self, text)
      return try await hub.createBranch(path[4], from: wish.startingPoint, of: index)
    case (.DELETE, "branch", 5): return try await hub.deleteBranch(path[4], of: index)
    case (.POST, "tag", 5):
      return try await hub.createTag(try await request.json(TagRequest.self, from: body), at: path[4], of: index)
    case (.DELETE, "tag", 5): return try await hub.deleteTag(path[4], of: index)
    case (.POST, "super-squash", 5):
      let wish = try await request.json(SquashRequest.self, from: body)
      return try await hub.squash(path[4], wish, of: index, by: writer)
    case (.PUT, "settings", 4):
      return try await hub.changeSettings(try await request.json(SettingsRequest.self, from: body), of: index)
    case (.POST, "user-access-request", 5) where path[4] == "grant":
      return try await hub.grantAccess(try await request.json(GrantRequest.self, from: body), to: index)
    default: throw Self.unknown(request)
    }
  }

  private func preupload(
    _ revision: String,
    of index: RepositoryIndex,
    _ request: Request,
    _ body: RequestBody
  ) async throws -> Response {
    let question = try await request.json(PreuploadRequest.self, from: body, limit: 8 << 20)
    return try await hub.preupload(question, revision: revision, of: index)
  }

  /// What everybody with an account may do who can read: discussions and pull requests.
  private func contribute(
    _ path: [String],
    _ request: Request,
    _ body: RequestBody,
    _ account: LocalHubAccount?,
    opensPullRequest: Bool
  ) async throws -> Response {
    let index = try await hub.readable(path[1], path[2], account)
    let contributor = try hub.access.contributor(account, to: index.id)
    guard request.method == .POST else { throw Self.unknown(request) }
    switch (path[3], path.count) {
    case ("preupload", 5): return try await preupload(path[4], of: index, request, body)
    case ("commit", 5):
      if opensPullRequest {
        guard CommitTarget(revision: path[4]).isDefaultBranch else {
          throw Refusal.badRequest("A pull request can only be opened against \(RepositoryIndex.defaultBranch)")
        }
      } else {
        let discussion = index.discussions?.first { $0.number == Discussion.number(of: path[4]) }
        // To strangers' pull requests only the owners of the repository may add.
        if discussion?.author != contributor.userName { _ = try await hub.writable(path[1], path[2], account) }
      }
      return try await hub.commit(
        body,
        revision: path[4],
        opensPullRequest: opensPullRequest,
        of: index,
        by: contributor
      )
    case ("discussions", 4):
      return try await hub.openDiscussion(
        try await request.json(DiscussionRequest.self, from: body),
        in: index,
        by: contributor
      )
    case ("discussions", 6) where ["comment", "title", "status", "merge"].contains(path[5]):
      return try await hub.changeDiscussion(
        Int(path[4]) ?? 0,
        path[5],
        of: index,
        by: contributor,
        request,
        body
      )
    default: throw Self.unknown(request)
    }
  }

  // MARK: Former names

  /// The way to the present name of a repository that was moved; nil for all other requests.
  private func redirect(_ request: Request, _ account: LocalHubAccount?) async throws -> Response? {
    let path = request.target.segments
    let start = path.starts(with: ["api", "models"]) ? 2 : 0
    guard path.count >= start + 2, start == 2 || path[0] != "api" else { return nil }
    let isGit = start == 0 && path[1].hasSuffix(".git")
    let name = isGit ? String(path[start + 1].dropLast(4)) : path[start + 1]
    guard let id = RepositoryID("\(path[start])/\(name)"), let index = await hub.store.successor(of: id),
      hub.access.canRead(index, account)
    else { return nil }
    var parts = request.target.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    // The first part is the empty one before the leading slash.
    parts.replaceSubrange((start + 1)...(start + 2), with: [index.id + (isGit ? ".git" : "")])
    let query = request.target.rawQuery.isEmpty ? "" : "?\(request.target.rawQuery)"
    let location = parts.joined(separator: "/") + query
    var response = Response.text("Temporary Redirect. Redirecting to \(location)", status: .temporaryRedirect)
    response.headers.add(name: "Location", value: location)
    return response
  }

  // MARK: Git

  private func git(
    _ path: [String],
    _ request: Request,
    _ body: RequestBody,
    _ account: LocalHubAccount?
  ) async throws
    -> Response
  {
    let name = String(path[1].dropLast(4))
    switch (request.method, path.dropFirst(2).joined(separator: "/")) {
    case (.POST, "info/lfs/objects/batch"):
      let question = try await request.json(LFSBatchRequest.self, from: body)
      let index =
        question.operation == "download"
        ? try await hub.readable(path[0], name, account) : try await hub.writable(path[0], name, account).0
      guard ["upload", "download"].contains(question.operation) else {
        throw Refusal.badRequest("Unknown operation \(question.operation)")
      }
      if question.operation == "download" { try hub.checkGate(index, account) }
      return try hub.lfsBatch(question, of: index)
    case (.POST, "info/lfs/verify"):
      let index = try await hub.writable(path[0], name, account).0
      return try hub.lfsVerify(try await request.json(LFSVerifyRequest.self, from: body), of: index)
    default: throw Refusal(.notFound, "Git itself is not offered by this embedded hub, only its LFS calls")
    }
  }

  // MARK: Refusals

  private static let modelsOnly = Refusal(.notFound, "This embedded hub holds models only", code: .repository)

  private static func unknown(_ request: Request) -> Refusal {
    Refusal(.notFound, "Sorry, we can't find the page you are looking for: \(request.method) \(request.target.path)")
  }

  /// Whether a person in a browser asks rather than a client of the protocol.
  private func isPage(_ request: Request) -> Bool {
    guard request.isRead else { return false }
    let path = request.target.segments
    if ["api", "oauth", "datasets", "spaces", "kernels"].contains(path.first) { return false }
    if path.count > 2, ["resolve", "raw"].contains(path[2]) { return false }
    return path.count < 2 || !path[1].hasSuffix(".git")
  }
}
