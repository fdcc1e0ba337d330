import FoundationEssentials
import HubAPI
import NIOHTTP1

extension Hub {
  /// Entries of a page of a tree, as on the Hub.
  static let treePage = 1000

  /// `GET /api/models`.
  func models(_ request: Request, _ account: LocalHubAccount?) async throws -> Response {
    let limit = request.target["limit"].flatMap { Int($0) } ?? 1000
    let author = request.target["author"]?.lowercased()
    let search = request.target["search"]?.lowercased()
    var found: [ModelAnswer] = []
    for index in await store.all() where access.canRead(index, account) && found.count < limit {
      let id = index.id.lowercased()
      guard author.map({ id.hasPrefix($0 + "/") }) ?? true, search.map({ id.contains($0) }) ?? true else { continue }
      var answer = ModelAnswer(index, sha: index.head, tree: nil, tags: nil, withBlobs: false)
      answer.expand(request.target)
      found.append(answer)
    }
    return .json(found)
  }

  /// `GET /api/models/{id}[/revision/{rev}]`.
  func model(_ index: RepositoryIndex, revision: String?, _ request: Request) async throws -> Response {
    let (commit, tree) = try await snapshot(revision ?? RepositoryIndex.defaultBranch, of: index)
    let card = text("README.md", in: tree.files).map { CardCheck($0) }
    let tags = card?.fields.first { $0.name == "tags" }?.value.split(separator: ",").map { $0.drop { $0 == " " } }
    let blobs = request.target["blobs"].map { ["true", "1"].contains($0.lowercased()) } ?? false
    var answer = ModelAnswer(
      index,
      sha: commit.id,
      tree: tree,
      tags: tags.map { $0.map(String.init) } ?? [],
      withBlobs: blobs
    )
    answer.expand(request.target)
    return .json(answer)
  }

  /// `GET …/tree/{rev}[/{path}]`.
  func tree(_ index: RepositoryIndex, revision: String, path: String, _ request: Request) async throws -> Response {
    let (commit, tree) = try await snapshot(revision, of: index)
    guard path.isEmpty || tree.folders[path] != nil else { throw Refusal.entryNotFound(path) }
    let recursive = ["true", "1"].contains(request.target["recursive"]?.lowercased())
    let entries = tree.entries(under: path, recursive: recursive)
    let limit = min(max(request.target["limit"].flatMap { Int($0) } ?? Self.treePage, 1), Self.treePage)
    let start: Int
    if let cursor = request.target["cursor"] {
      start = entries.firstIndex { $0.path.utf8.lexicographicallyPrecedes(cursor.utf8) == false } ?? entries.count
    } else {
      start = 0
    }
    let page = entries.dropFirst(start).prefix(limit)
    var response = Response.json(page.map { Self.entry($0.path, $0.file, $0.oid) })
    if start + limit < entries.count {
      // The next page is of the same commit, whatever happens to the branch meanwhile.
      var next = "\(url)/api/models/\(index.id)/tree/\(commit.id)"
      if !path.isEmpty { next += "/" + RequestTarget.encodePath(path) }
      next += "?recursive=\(recursive)&limit=\(limit)&cursor=" + RequestTarget.encode(entries[start + limit].path)
      response.headers.add(name: "Link", value: "<\(next)>; rel=\"next\"")
    }
    return response
  }

  /// `POST …/paths-info/{rev}`; paths that do not exist are left out.
  func pathsInfo(
    _ index: RepositoryIndex,
    revision: String,
    _ request: Request,
    _ body: RequestBody
  ) async throws
    -> Response
  {
    let (_, tree) = try await snapshot(revision, of: index)
    let paths: [String]
    if request.headers.first(name: "Content-Type")?.hasPrefix("application/json") == true {
      paths = try await request.json(PathsRequest.self, from: body, limit: 2 << 20).paths
    } else {
      let text = String(decoding: try await body.collect(limit: 2 << 20), as: UTF8.self)
      guard let form = RequestTarget.parseForm(text) else { throw Refusal.badRequest("Malformed form") }
      paths = form.filter { $0.name == "paths" }.map(\.value)
    }
    guard paths.count <= 1000 else { throw Refusal.tooLarge("too many parameters") }
    var seen: Set<String> = []
    return .json(
      paths.filter { seen.insert($0).inserted }.compactMap { path -> TreeEntry? in
        if let file = tree.files[path] { return Self.entry(path, file, file.gitBlobID) }
        return tree.folders[path].map { Self.entry(path, nil, $0) }
      }
    )
  }

  /// `GET …/commits/{rev}`.
  func commits(_ index: RepositoryIndex, revision: String, _ request: Request) async throws -> Response {
    guard let commit = await store.commit(revision, in: index) else { throw Refusal.revisionNotFound(revision) }
    let page = max(request.target["p"].flatMap { Int($0) } ?? 0, 0)
    let limit = min(max(request.target["limit"].flatMap { Int($0) } ?? 50, 1), 1000)
    let (skip, overflow) = page.multipliedReportingOverflow(by: limit)
    guard !overflow else { throw Refusal.badRequest("Invalid page") }
    let (commits, total) = await store.history(from: commit, in: index, skip: skip, limit: limit)
    var response = Response.json(commits.map { CommitAnswer($0) })
    response.headers.add(name: "X-Total-Count", value: "\(total)")
    if skip + commits.count < total, !commits.isEmpty {
      let next = "\(url)/api/models/\(index.id)/commits/\(commit.id)?p=\(page + 1)&limit=\(limit)"
      response.headers.add(name: "Link", value: "<\(next)>; rel=\"next\"")
    }
    return response
  }

  /// `GET …/refs`.
  func references(_ index: RepositoryIndex, _ request: Request) -> Response {
    func list(_ names: [String: String], _ prefix: String) -> [ReferencesAnswer.Reference] {
      names.sorted { $0.key < $1.key }.map { .init(name: $0.key, ref: prefix + $0.key, targetCommit: $0.value) }
    }
    let withPullRequests = ["1", "true"].contains(request.target["include_prs"]?.lowercased())
    let pullRequests = (index.discussions ?? []).compactMap { discussion in
      discussion.changes.map {
        ReferencesAnswer.Reference(
          name: "\(discussion.number)",
          ref: "refs/pr/\(discussion.number)",
          targetCommit: $0.head
        )
      }
    }
    return .json(
      ReferencesAnswer(
        branches: list(index.branches, "refs/heads/"),
        tags: list(index.tags.mapValues(\.commit), "refs/tags/"),
        pullRequests: withPullRequests ? pullRequests : nil
      )
    )
  }

  private static func entry(_ path: String, _ file: StoredFile?, _ oid: String) -> TreeEntry {
    guard let file else { return TreeEntry(type: "directory", oid: oid, size: 0, path: path, lfs: nil) }
    let lfs = TreeEntry.LFS(oid: file.oid, size: file.size, pointerSize: file.pointer.utf8.count)
    return TreeEntry(type: "file", oid: oid, size: file.size, path: path, lfs: file.kind == .lfs ? lfs : nil)
  }
}

/// Body of `POST …/paths-info/{rev}`.
private struct PathsRequest: Codable {
  var paths: [String]
}

/// An item of `GET …/commits/{rev}`.
private struct CommitAnswer: Encodable {
  struct Author: Encodable { var user: String }
  var id: String
  var title: String
  var message: String
  var date: String
  var authors: [Author]

  init(_ commit: CommitRecord) {
    id = commit.id
    title = commit.summary
    message = commit.description
    date = WallClock.iso8601(commit.date)
    authors = [Author(user: commit.author)]
  }
}

/// Answer of `GET …/refs`.
private struct ReferencesAnswer: Encodable {
  struct Reference: Encodable { var name: String, ref: String, targetCommit: String }
  var branches: [Reference]
  var converts: [Reference] = []
  var tags: [Reference]
  var pullRequests: [Reference]?
}
