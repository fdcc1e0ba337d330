import Documents
import HubAPI
import NIOHTTP1

extension Hub {
  /// `/`: all repositories that the asker may see.
  func indexPage(_ account: LocalHubAccount?) async throws -> Response {
    var rows = ""
    var hidden = false
    for index in await store.all() {
      guard access.canRead(index, account) else {
        hidden = true
        continue
      }
      // One damaged repository does not hide the others.
      guard let (commit, tree) = try? await snapshot(RepositoryIndex.defaultBranch, of: index) else {
        rows += "<tr><td>\(HTML.link(index.id, "/\(index.id)"))</td><td>damaged</td></tr>\n"
        continue
      }
      let size = tree.files.values.reduce(0) { $0 + $1.size }
      rows += """
        <tr><td>\(HTML.link(index.id, "/\(index.id)"))</td>\
        <td><span class="badge">\(index.isPrivate ? "private" : "public")</span></td>\
        <td class="number">\(Self.count(tree.files.count, "file"))</td><td class="number">\(HTML.size(size))</td>\
        <td>\(WallClock.people(index.lastModified))</td><td>\(commitLink(commit.id, index))</td></tr>

        """
    }
    let table = """
      <div class="scroll"><table class="list">
      <tr><th>Model</th><th></th><th class="number">Files</th><th class="number">Size</th><th>Last change</th>\
      <th>Head</th></tr>
      \(rows)</table></div>
      """
    let note =
      hidden && account == nil
      ? "<p class=\"soft\">Private models are not shown. \(HTML.link("Sign in", "/login")) with your user name and your "
        + "token as password to see yours.</p>" : ""
    return Page.html(
      title: "Embedded hub",
      "<h1>Models</h1>" + (rows.isEmpty ? "<p>No model has been published here yet.</p>" : table) + note
    )
  }

  /// `/login`: makes a browser ask for a name and a token.
  func loginPage(_ account: LocalHubAccount?) -> Response {
    guard account != nil else {
      var response = Page.html(title: "Sign in", status: .unauthorized, "<h1>Sign in</h1><p>A token is needed.</p>")
      response.headers.add(name: "WWW-Authenticate", value: "Basic realm=\"embedded hub\", charset=\"UTF-8\"")
      return response
    }
    return Response(status: .seeOther, headers: ["Location": "/"])
  }

  /// `/{owner}/{name}`: the card, the files and the commits.
  func repositoryPage(_ index: RepositoryIndex) async throws -> Response {
    let (commit, tree) = try await snapshot(RepositoryIndex.defaultBranch, of: index)
    let (commits, total) = await store.history(from: commit, in: index, skip: 0, limit: 20)
    let size = tree.files.values.reduce(0) { $0 + $1.size }
    var content = """
      <h1>\(HTML.escape(index.id)) <span class="badge">\(index.isPrivate ? "private" : "public")</span></h1>
      <p class="soft">\(Self.count(tree.files.count, "file")), \(HTML.size(size)); last change \
      \(WallClock.people(index.lastModified)). <a href="#files">Files</a>, <a href="#commits">commits</a></p>

      """
    if let text = text("README.md", in: tree.files, limit: 2 << 20) { content += card(text, of: index) }
    content += "<h2 id=\"files\">Files</h2>" + fileTable(tree, commit: commit, of: index)
    content += "<h2 id=\"commits\">Commits</h2>" + commitTable(commits, of: index)
    if total > commits.count { content += "<p class=\"soft\">and \(total - commits.count) older commits</p>" }
    return Page.html(title: index.id, content)
  }

  /// `/{owner}/{name}/commit/{id}`: what a commit changed.
  func commitPage(_ index: RepositoryIndex, id: String) async throws -> Response {
    let (commit, tree) = try await snapshot(id, of: index)
    var before: [String: StoredFile] = [:]
    if let parent = commit.parent { before = try await snapshot(parent, of: index).tree.files }
    var rows = ""
    for path in Set(before.keys).union(tree.files.keys).sorted() where before[path] != tree.files[path] {
      let change = before[path] == nil ? "added" : tree.files[path] == nil ? "deleted" : "changed"
      let name =
        tree.files[path] == nil ? HTML.escape(path) : HTML.link(path, address("blob", commit.id, path, index))
      let size = (tree.files[path] ?? before[path]).map { HTML.size($0.size) } ?? ""
      rows += "<tr><td>\(name)</td><td>\(change)</td><td class=\"number\">\(size)</td></tr>\n"
    }
    let description = commit.description.isEmpty ? "" : "<pre>\(HTML.escape(commit.description))</pre>"
    let parent = commit.parent.map { ", parent \(commitLink($0, index))" } ?? ""
    return Page.html(
      title: "\(commit.summary) · \(index.id)",
      """
      <p>\(HTML.link(index.id, "/\(index.id)"))</p>
      <h1>\(HTML.escape(commit.summary))</h1>
      <p class="soft">\(HTML.escape(commit.author)), \(WallClock.people(commit.date))\(parent)<br>\
      <code>\(HTML.escape(commit.id))</code></p>
      \(description)
      <div class="scroll"><table class="list">\
      <tr><th>File</th><th>Change</th><th class="number">Size</th></tr>
      \(rows)</table></div>
      """
    )
  }

  /// `/{owner}/{name}/blob/{rev}/{path}`: a text, or where to get the bytes.
  func blobPage(_ index: RepositoryIndex, revision: String, path: String) async throws -> Response {
    let (commit, tree) = try await snapshot(revision, of: index)
    guard let file = tree.files[path] else { throw Refusal.entryNotFound(path) }
    let text = text(path, in: tree.files, limit: 1 << 20)
    let content = text.flatMap { $0.contains("\0") ? nil : "<pre>\(HTML.escape($0))</pre>" }
    let kind = file.kind == .lfs ? "LFS, SHA-256" : "regular, git"
    return Page.html(
      title: "\(path) · \(index.id)",
      """
      <p>\(HTML.link(index.id, "/\(index.id)")) at \(commitLink(commit.id, index))</p>
      <h1>\(HTML.escape(path))</h1>
      <p class="soft">\(HTML.size(file.size)) (\(file.size) bytes), \(kind) <code>\(HTML.escape(file.oid))</code></p>
      <p>\(HTML.link("Download", address("resolve", commit.id, path, index)))</p>
      \(content ?? "<p class=\"soft\">Not shown: it is large or not text.</p>")
      """
    )
  }

  /// `/{owner}/{name}/discussions/{n}`.
  func discussionPage(_ index: RepositoryIndex, number: Int) async throws -> Response {
    guard let discussion = index.discussions?.first(where: { $0.number == number }) else {
      throw Refusal.discussionNotFound(number)
    }
    let events = discussion.events.map { event in
      let what =
        switch event.kind {
        case .comment(let text): HTML.escape(text)
        case .status(let status): "status: \(status.rawValue)"
        case .commit(let oid, let summary): "\(commitLink(oid, index)) \(HTML.escape(summary))"
        case .title(_, let title): "new title: \(HTML.escape(title))"
        }
      return "<tr><td>\(HTML.escape(event.author))</td><td>\(what)</td><td>\(WallClock.people(event.date))</td></tr>\n"
    }
    var changes: String?
    if let range = discussion.changes { changes = try await diff(range, in: index) }
    return Page.html(
      title: "\(discussion.title) · \(index.id)",
      """
      <p>\(HTML.link(index.id, "/\(index.id)"))</p>
      <h1>\(HTML.escape(discussion.title))</h1>
      <p class="soft">\(discussion.changes == nil ? "Discussion" : "Pull request") \(number), \
      \(discussion.status.rawValue), by \(HTML.escape(discussion.author))</p>
      <div class="scroll"><table class="list"><tr><th>Who</th><th>What</th><th>When</th></tr>
      \(events.joined())</table></div>
      \(changes.map { "<pre>\(HTML.escape($0))</pre>" } ?? "")
      """
    )
  }

  // MARK: Parts

  private func card(_ text: String, of index: RepositoryIndex) -> String {
    let check = CardCheck(text)
    var rows = ""
    for field in check.fields where !field.value.isEmpty {
      let value = field.value.count > 300 ? field.value.prefix(300) + "…" : field.value[...]
      rows += "<tr><th>\(HTML.escape(field.name))</th><td>\(HTML.escape(String(value)))</td></tr>\n"
    }
    // The page has names of its own, which the card must not take.
    let body = MarkdownHTML.render(check.body, options: .init(idPrefix: "card-")) { address, isImage in
      // Relative addresses of a card are meant inside the repository.
      if address.hasPrefix("#") || address.contains(":") || address.hasPrefix("/") { return address }
      let path = address.hasPrefix("./") ? address.dropFirst(2) : address[...]
      return "/\(index.id)/\(isImage ? "resolve" : "blob")/\(RepositoryIndex.defaultBranch)/\(path)"
    }
    return (rows.isEmpty ? "" : "<div class=\"scroll\"><table>\(rows)</table></div>")
      + "<h2>Card</h2><article class=\"card\">\(body.html)</article>"
  }

  private func fileTable(_ tree: GitTree, commit: CommitRecord, of index: RepositoryIndex) -> String {
    let limit = 1000
    let files = tree.entries(under: "", recursive: true).filter { $0.file != nil }
    var rows = ""
    for entry in files.prefix(limit) {
      guard let file = entry.file else { continue }
      rows += """
        <tr><td>\(HTML.link(entry.path, address("blob", RepositoryIndex.defaultBranch, entry.path, index)))</td>\
        <td class="number">\(HTML.size(file.size))</td><td>\(file.kind == .lfs ? "LFS" : "regular")</td>\
        <td>\(HTML.link("download", address("resolve", RepositoryIndex.defaultBranch, entry.path, index)))</td></tr>

        """
    }
    let more = files.count > limit ? "<p class=\"soft\">and \(files.count - limit) more files</p>" : ""
    return """
      <div class="scroll"><table class="list">\
      <tr><th>Name</th><th class="number">Size</th><th>Kind</th><th></th></tr>
      \(rows)</table></div>\(more)
      """
  }

  private func commitTable(_ commits: [CommitRecord], of index: RepositoryIndex) -> String {
    let rows = commits.map { commit in
      "<tr><td>\(commitLink(commit.id, index))</td><td>\(HTML.escape(commit.summary))</td>"
        + "<td>\(HTML.escape(commit.author))</td><td>\(WallClock.people(commit.date))</td></tr>\n"
    }
    return
      "<div class=\"scroll\"><table class=\"list\"><tr><th>Commit</th><th>Summary</th><th>Author</th><th>Date</th></tr>\n"
      + rows.joined() + "</table></div>"
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private func commitLink(_ id: String, _ index: RepositoryIndex) -> String {
    "<code>\(HTML.link(String(id.prefix(7)), "/\(index.id)/commit/\(id)"))</code>"
  }

  private func address(_ kind: String, _ revision: String, _ path: String, _ index: RepositoryIndex) -> String {
    "/\(index.id)/\(kind)/\(RequestTarget.encode(revision))/\(RequestTarget.encodePath(path))"
  }
}
