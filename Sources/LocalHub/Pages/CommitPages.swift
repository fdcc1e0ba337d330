import NIOHTTP1

extension Hub {
  private static let historyPage = 50

  /// `/{owner}/{name}/commits/{rev}`: the history, the newest first.
  func historyPage(_ index: RepositoryIndex, revision: String, _ request: Request) async throws -> Response {
    guard let commit = await store.commit(revision, in: index) else { throw Refusal.revisionNotFound(revision) }
    let page = min(max(request.target["p"].flatMap { Int($0) } ?? 0, 0), 1_000_000)
    let (commits, total) = await store.history(
      from: commit,
      in: index,
      skip: page * Self.historyPage,
      limit: Self.historyPage
    )
    func link(_ text: String, _ page: Int) -> String {
      HTML.link(text, "/\(index.id)/commits/\(RequestTarget.encode(revision))?p=\(page)")
    }
    var others: [String] = []
    if page > 0 { others.append(link("newer", page - 1)) }
    if (page + 1) * Self.historyPage < total { others.append(link("older", page + 1)) }
    return Page.html(
      title: "History of \(revision) · \(index.id)",
      """
      \(heading(index, at: revision, .history))
      <h1>History of \(HTML.escape(revision))</h1>
      <p class="soft">\(HTML.count(total, "commit"))</p>
      \(commits.isEmpty ? "<p>There are no more commits.</p>" : commitTable(commits, of: index))
      \(others.isEmpty ? "" : "<p>\(others.joined(separator: " · "))</p>")
      """
    )
  }

  /// `/{owner}/{name}/commit/{id}`: what a commit changed.
  func commitPage(_ index: RepositoryIndex, id: String, _ account: LocalHubAccount?) async throws -> Response {
    let (commit, tree) = try await snapshot(id, of: index)
    var before: [String: StoredFile] = [:]
    if let parent = commit.parent { before = try await snapshot(parent, of: index).tree.files }
    let description = commit.description.isEmpty ? "" : "<pre>\(HTML.escape(commit.description))</pre>"
    let parent = commit.parent.map { ", parent \(commitLink($0, index))" } ?? ", the first one"
    let changes = ChangesView(
      hub: self,
      index: index,
      before: before,
      after: tree.files,
      commits: (commit.parent, commit.id),
      showsContent: access.isInside(index, account)
    )
    return Page.html(
      title: "\(commit.summary) · \(index.id)",
      """
      \(heading(index, at: commit.id, nil))
      <h1>\(HTML.escape(commit.summary))</h1>
      <p class="soft">\(HTML.escape(commit.author)), \(WallClock.people(commit.date))\(parent)<br>\
      <code>\(HTML.escape(commit.id))</code></p>
      \(description)
      \(changes.html)
      """
    )
  }

  func commitTable(_ commits: [CommitRecord], of index: RepositoryIndex) -> String {
    let rows = commits.map { commit in
      "<tr><td>\(HTML.link(commit.summary, "/\(index.id)/commit/\(commit.id)"))</td>"
        + "<td>\(commitLink(commit.id, index))</td>"
        + "<td>\(HTML.escape(commit.author))</td><td class=\"date\">\(WallClock.people(commit.date))</td></tr>\n"
    }
    return
      "<div class=\"scroll\"><table class=\"list\"><tr><th>Summary</th><th>Commit</th><th>Author</th><th>Date</th></tr>\n"
      + rows.joined() + "</table></div>"
  }

  func commitLink(_ id: String, _ index: RepositoryIndex) -> String {
    "<code>\(HTML.link(String(id.prefix(7)), "/\(index.id)/commit/\(id)"))</code>"
  }
}
