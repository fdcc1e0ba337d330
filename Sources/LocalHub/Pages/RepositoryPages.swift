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
        <td class="number">\(HTML.count(tree.files.count, "file"))</td><td class="number">\(HTML.size(size))</td>\
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

  /// `/{owner}/{name}`: the card, the files and the last commits.
  func repositoryPage(_ index: RepositoryIndex) async throws -> Response {
    let branch = RepositoryIndex.defaultBranch
    let (commit, tree) = try await snapshot(branch, of: index)
    let (commits, total) = await store.history(from: commit, in: index, skip: 0, limit: 10)
    let size = tree.files.values.reduce(0) { $0 + $1.size }
    let gate = index.gate.map { " <span class=\"badge\">gated: \(HTML.escape($0))</span>" } ?? ""
    var content = """
      \(heading(index, at: branch, .card))
      <h1>\(HTML.escape(index.id)) <span class="badge">\(index.isPrivate ? "private" : "public")</span>\(gate)</h1>
      <p class="soft">\(HTML.count(tree.files.count, "file")), \(HTML.size(size)); last change \
      \(WallClock.people(index.lastModified))</p>

      """
    if let text = text("README.md", in: tree.files, limit: 2 << 20) { content += card(text, of: index) }
    content += "<h2 id=\"files\">Files</h2>" + fileTable(tree, at: branch, of: index)
    content += "<h2 id=\"commits\">Last commits</h2>" + commitTable(commits, of: index)
    if total > commits.count {
      content += "<p>\(HTML.link("All \(total) commits", "/\(index.id)/commits/\(branch)"))</p>"
    }
    return Page.html(title: index.id, content)
  }

  /// The parts of a repository that have pages of their own.
  enum Part: String, CaseIterable {
    case card = "Card"
    case files = "Files"
    case history = "History"
    case references = "Branches and tags"
    case discussions = "Pull requests"
  }

  /// The name of a repository and the way to its parts; files and history are those of the revision.
  func heading(_ index: RepositoryIndex, at revision: String, _ current: Part?) -> String {
    let revision = RequestTarget.encode(revision)
    let links = Part.allCases.map { part in
      let address =
        switch part {
        case .card: "/\(index.id)"
        case .files: "/\(index.id)/tree/\(revision)"
        case .history: "/\(index.id)/commits/\(revision)"
        case .references: "/\(index.id)/branches"
        case .discussions: "/\(index.id)/discussions"
        }
      let mark = part == current ? " aria-current=\"page\"" : ""
      let count = part == .discussions ? index.discussions.map { " (\($0.count))" } ?? "" : ""
      return "<a href=\"\(HTML.escape(address))\"\(mark)>\(part.rawValue)\(count)</a>"
    }
    let name = current == .card ? "" : "<p class=\"name\">\(HTML.link(index.id, "/\(index.id)"))</p>\n"
    return "\(name)<nav>\(links.joined(separator: "\n"))</nav>"
  }

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
}
