import Documents
import HubAPI
import NIOHTTP1

/// Discussions and pull requests.
extension Hub {
  /// Discussions of a page, as on the Hub.
  private static let discussionPage = 50

  /// `GET …/discussions`: the newest first, filtered by `type`, `status` and `author`.
  func discussions(_ index: RepositoryIndex, _ request: Request) throws -> Response {
    func wish(_ name: String) -> String? { request.target[name].flatMap { $0 == "all" ? nil : $0 } }
    let (type, status, author) = (wish("type"), wish("status"), request.target["author"])
    let found = (index.discussions ?? []).reversed().filter { discussion in
      (type.map { ($0 == "pull_request") == (discussion.changes != nil) } ?? true)
        && (status.map { ($0 == "open") == discussion.isOpen } ?? true)
        && (author.map { $0.lowercased() == discussion.author.lowercased() } ?? true)
    }
    let page = min(max(request.target["p"].flatMap { Int($0) } ?? 0, 0), 1_000_000)
    let start = page * Self.discussionPage
    return .json(
      DiscussionList(
        count: found.count,
        start: start,
        discussions: found.dropFirst(start).prefix(Self.discussionPage).map { DiscussionAnswer($0, of: index) }
      )
    )
  }

  /// `GET …/discussions/{n}[?diff=1]`.
  func discussion(_ number: Int, of index: RepositoryIndex, _ request: Request) async throws -> Response {
    guard let discussion = index.discussions?.first(where: { $0.number == number }) else {
      throw Refusal.discussionNotFound(number)
    }
    var answer = DiscussionAnswer(discussion, of: index)
    answer.events = discussion.events.map { DiscussionAnswer.Event($0) }
    if let changes = discussion.changes {
      answer.changes = .init(base: "refs/heads/\(RepositoryIndex.defaultBranch)", mergeCommitId: changes.mergeCommit)
      answer.filesWithConflicts = discussion.isOpen ? try await store.conflicts(of: discussion, in: index) : []
      if request.target["diff"] == "1" { answer.diff = try await diff(changes, in: index) }
    }
    return .json(answer)
  }

  /// `POST …/discussions`.
  func openDiscussion(
    _ wish: DiscussionRequest,
    in index: RepositoryIndex,
    by account: LocalHubAccount
  ) async throws -> Response {
    let title = wish.title
    guard (3...200).contains(title.count) else {
      throw Refusal.badRequest("Invalid title: it must be 3 to 200 characters long")
    }
    let discussion = try await store.open(
      title,
      wish.description ?? "",
      isPullRequest: wish.pullRequest ?? false,
      in: index,
      author: account.userName,
      now: WallClock.now()
    )
    let url = discussionURL(discussion.number, of: index)
    return .json(
      DiscussionCreated(num: discussion.number, url: url, pullRequest: discussion.changes != nil)
    )
  }

  /// `POST …/discussions/{n}/{comment|title|status|merge}`.
  func changeDiscussion(
    _ number: Int,
    _ action: String,
    of index: RepositoryIndex,
    by account: LocalHubAccount,
    _ request: Request,
    _ body: RequestBody
  ) async throws -> Response {
    let (name, now) = (account.userName, WallClock.now())
    guard let discussion = index.discussions?.first(where: { $0.number == number }) else {
      throw Refusal.discussionNotFound(number)
    }
    let isMember = access.isMember(account, of: String(index.id.prefix { $0 != "/" }))
    if action != "comment", !isMember, action == "merge" || discussion.author != name {
      throw Refusal(.forbidden, "You don't have the rights to change discussion \(number)")
    }
    switch action {
    case "comment":
      let text = try await request.json(CommentRequest.self, from: body).comment
      guard !text.isEmpty else { throw Refusal.badRequest("The comment is empty") }
      let event = try await store.update(number, of: index) { $0.append(.comment(text: text), by: name, at: now) }
      return .json(["newMessage": DiscussionAnswer.Event(event)])
    case "title":
      let title = try await request.json(TitleRequest.self, from: body).title
      guard (3...200).contains(title.count) else {
        throw Refusal.badRequest("Invalid title: it must be 3 to 200 characters long")
      }
      let event = try await store.update(number, of: index) { discussion in
        let old = discussion.title
        discussion.title = title
        return discussion.append(.title(from: old, to: title), by: name, at: now)
      }
      return .json(["newTitle": DiscussionAnswer.Event(event)])
    case "status":
      let wish = try await request.json(StatusRequest.self, from: body)
      guard let status = Discussion.Status(rawValue: wish.status), [.open, .closed].contains(status) else {
        throw Refusal.badRequest("Invalid status \"\(wish.status)\": expected open or closed")
      }
      let event = try await store.update(number, of: index) { discussion in
        guard discussion.status != .merged else { throw Refusal.badRequest("Pull request \(number) is merged") }
        discussion.status = status
        if let text = wish.comment, !text.isEmpty { _ = discussion.append(.comment(text: text), by: name, at: now) }
        return discussion.append(.status(status), by: name, at: now)
      }
      return .json(["newStatus": DiscussionAnswer.Event(event)])
    default:
      _ = try await store.merge(number, of: index, author: name, now: now)
      return .text("OK")
    }
  }

  /// The address of a discussion for people; its last part is the number.
  func discussionURL(_ number: Int, of index: RepositoryIndex) -> String {
    "\(url)/\(index.id)/discussions/\(number)"
  }

  /// The changes of a pull request as git shows them.
  func diff(_ changes: Discussion.Changes, in index: RepositoryIndex) async throws -> String {
    let old = try await snapshot(changes.base, of: index).tree.files
    let new = try await snapshot(changes.head, of: index).tree.files
    var lines: [String] = []
    for path in Set(old.keys).union(new.keys).sorted() where old[path] != new[path] {
      lines.append("diff --git a/\(path) b/\(path)")
      if old[path] == nil { lines.append("new file mode 100644") }
      if new[path] == nil { lines.append("deleted file mode 100644") }
      guard let before = shown(path, in: old), let after = shown(path, in: new) else {
        lines.append("Binary files differ")
        continue
      }
      lines.append(old[path] == nil ? "--- /dev/null" : "--- a/\(path)")
      lines.append(new[path] == nil ? "+++ /dev/null" : "+++ b/\(path)")
      lines += UnifiedDiff.lines(from: before, to: after, name: path).dropFirst(2)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A file's lines for a diff: the pointer of an LFS file; nil for what is large.
  private func shown(_ path: String, in files: [String: StoredFile]) -> String? {
    guard let file = files[path] else { return "" }
    return file.kind == .lfs ? file.pointer : text(path, in: files, limit: 64 << 10)
  }
}

extension Discussion {
  /// Adds an event; the event.
  mutating func append(_ kind: Event.Kind, by author: String, at date: Int) -> Event {
    let event = Event(kind, author: author, date: date)
    events.append(event)
    return event
  }
}
