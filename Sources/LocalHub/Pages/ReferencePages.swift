import NIOHTTP1

extension Hub {
  /// `/{owner}/{name}/branches`: branches, tags and pull requests with what they stand for.
  func referencesPage(_ index: RepositoryIndex) async throws -> Response {
    let branches = await rows(index.branches.map { ($0.key, $0.value, "") }, of: index)
    let tags = await rows(index.tags.map { ($0.key, $0.value.commit, $0.value.message ?? "") }, of: index)
    let requests = await rows(
      (index.discussions ?? []).compactMap { item in
        item.changes.map { ("refs/pr/\(item.number)", $0.head, "\(item.title), \(item.status.rawValue)") }
      },
      of: index
    )
    func table(_ title: String, _ rows: String, none: String) -> String {
      "<h2>\(title)</h2>"
        + (rows.isEmpty
          ? "<p class=\"soft\">\(none)</p>"
          : "<div class=\"scroll\"><table class=\"list\"><tr><th>Name</th><th>Commit</th><th>Summary</th><th>Date</th>"
            + "<th></th></tr>\n\(rows)</table></div>")
    }
    return Page.html(
      title: "Branches and tags · \(index.id)",
      """
      \(heading(index, at: RepositoryIndex.defaultBranch, .references))
      <h1>Branches and tags</h1>
      \(table("Branches", branches, none: "There is none."))
      \(table("Tags", tags, none: "There is none."))
      \(table("Pull requests", requests, none: "There is none."))
      """
    )
  }

  private func rows(
    _ names: [(name: String, commit: String, words: String)],
    of index: RepositoryIndex
  ) async -> String {
    var rows = ""
    for (name, id, words) in names.sorted(by: { $0.name < $1.name }) {
      let commit = await store.commit(id, in: index)
      let note = words.isEmpty ? "" : "<br><span class=\"soft\">\(HTML.escape(words))</span>"
      rows += """
        <tr><td>\(HTML.link(name, "/\(index.id)/tree/\(RequestTarget.encode(name))"))\(note)</td>\
        <td>\(commitLink(id, index))</td><td>\(HTML.escape(commit?.summary ?? ""))</td>\
        <td class="date">\(commit.map { WallClock.people($0.date) } ?? "")</td>\
        <td>\(HTML.link("history", "/\(index.id)/commits/\(RequestTarget.encode(name))"))</td></tr>

        """
    }
    return rows
  }

  /// `/{owner}/{name}/discussions`: discussions and pull requests, the newest first.
  func discussionsPage(_ index: RepositoryIndex) -> Response {
    let rows = (index.discussions ?? []).reversed().map { item in
      """
      <tr><td>\(HTML.link(item.title, "/\(index.id)/discussions/\(item.number)"))</td><td>#\(item.number)</td>\
      <td>\(item.changes == nil ? "discussion" : "pull request")</td>\
      <td><span class="badge \(item.status.rawValue)">\(item.status.rawValue)</span></td>\
      <td>\(HTML.escape(item.author))</td><td class="date">\(WallClock.people(item.createdAt))</td></tr>

      """
    }
    let table = """
      <div class="scroll"><table class="list">\
      <tr><th>Title</th><th>Number</th><th>Kind</th><th>Status</th><th>By</th><th>Opened</th></tr>
      \(rows.joined())</table></div>
      """
    return Page.html(
      title: "Pull requests and discussions · \(index.id)",
      """
      \(heading(index, at: RepositoryIndex.defaultBranch, .discussions))
      <h1>Pull requests and discussions</h1>
      \(rows.isEmpty ? "<p class=\"soft\">There is none.</p>" : table)
      """
    )
  }

  /// `/{owner}/{name}/discussions/{n}`: what was said, and for a pull request what it changes.
  func discussionPage(
    _ index: RepositoryIndex,
    number: Int,
    _ account: LocalHubAccount?
  ) async throws -> Response {
    guard let discussion = index.discussions?.first(where: { $0.number == number }) else {
      throw Refusal.discussionNotFound(number)
    }
    let events = discussion.events.map { event in
      let what =
        switch event.kind {
        case .comment(let text): "<div class=\"comment\">\(HTML.escape(text))</div>"
        case .status(let status): "status: <span class=\"badge \(status.rawValue)\">\(status.rawValue)</span>"
        case .commit(let oid, let summary): "\(commitLink(oid, index)) \(HTML.escape(summary))"
        case .title(_, let title): "new title: \(HTML.escape(title))"
        }
      return "<li><p class=\"soft\">\(HTML.escape(event.author)), \(WallClock.people(event.date))</p>\(what)</li>\n"
    }
    return Page.html(
      title: "\(discussion.title) · \(index.id)",
      """
      \(heading(index, at: RepositoryIndex.defaultBranch, .discussions))
      <h1>\(HTML.escape(discussion.title)) <span class="soft">#\(number)</span></h1>
      <p class="soft">\(discussion.changes == nil ? "Discussion" : "Pull request") \
      <span class="badge \(discussion.status.rawValue)">\(discussion.status.rawValue)</span> \
      by \(HTML.escape(discussion.author)), \(WallClock.people(discussion.createdAt))</p>
      \(events.isEmpty ? "" : "<ul class=\"events\">\n\(events.joined())</ul>")
      \(try await changes(of: discussion, in: index, account))
      """
    )
  }

  private func changes(
    of discussion: Discussion,
    in index: RepositoryIndex,
    _ account: LocalHubAccount?
  ) async throws -> String {
    guard let range = discussion.changes else { return "" }
    let conflicts = discussion.isOpen ? try await store.conflicts(of: discussion, in: index) : []
    let view = ChangesView(
      hub: self,
      index: index,
      before: try await snapshot(range.base, of: index).tree.files,
      after: try await snapshot(range.head, of: index).tree.files,
      commits: (range.base, range.head),
      showsContent: access.isInside(index, account)
    )
    let merged = range.mergeCommit.map { "<p>Merged as \(commitLink($0, index)).</p>" } ?? ""
    let blocked =
      conflicts.isEmpty
      ? ""
      : "<p>Changed in \(RepositoryIndex.defaultBranch) as well: \(HTML.escape(conflicts.joined(separator: ", ")))</p>"
    return "<h2>Changes</h2>\(merged)\(blocked)\(view.html)"
  }
}
