import HubAPI
import NIOHTTP1

extension Hub {
  /// Lines of a text on a page; the rest can be downloaded.
  private static let lineLimit = 20_000

  /// `/{owner}/{name}/tree/{rev}`: the files.
  func filesPage(_ index: RepositoryIndex, revision: String) async throws -> Response {
    let (commit, tree) = try await snapshot(revision, of: index)
    let size = tree.files.values.reduce(0) { $0 + $1.size }
    return Page.html(
      title: "Files at \(revision) · \(index.id)",
      """
      \(heading(index, at: revision, .files))
      <h1>Files at \(HTML.escape(revision))</h1>
      <p class="soft">\(HTML.count(tree.files.count, "file")), \(HTML.size(size)), at \(commitLink(commit.id, index)) \
      \(HTML.escape(commit.summary))</p>
      \(fileTable(tree, at: revision, of: index))
      """
    )
  }

  /// `/{owner}/{name}/blob/{rev}/{path}`: a text with line numbers, or where to get the bytes.
  func blobPage(_ index: RepositoryIndex, revision: String, path: String) async throws -> Response {
    let (commit, tree) = try await snapshot(revision, of: index)
    guard let file = tree.files[path] else { throw Refusal.entryNotFound(path) }
    let text = text(path, in: tree.files, limit: 1 << 20).flatMap { $0.utf8.contains(0) ? nil : $0 }
    let content =
      if let text {
        text.isEmpty ? "<p class=\"soft\">The file is empty.</p>" : Self.source(text)
      } else {
        "<p class=\"soft\">Not shown: it is large or not text.</p>"
      }
    let kind = file.kind == .lfs ? "LFS, SHA-256" : "regular, git"
    return Page.html(
      title: "\(path) · \(index.id)",
      """
      \(heading(index, at: revision, .files))
      <h1>\(HTML.escape(path))</h1>
      <p class="soft">\(HTML.size(file.size))\(file.size < 1000 ? "" : " (\(file.size) bytes)"), \(kind) \(HTML.hash(file)), \
      at \(commitLink(commit.id, index))</p>
      <p>\(HTML.link("Download", address("resolve", commit.id, path, index))) · \
      \(HTML.link(file.kind == .lfs ? "Pointer" : "Raw", address("raw", commit.id, path, index)))</p>
      \(content)
      """
    )
  }

  /// `/{owner}/{name}/raw/{rev}/{path}`: the file as git has it, for an LFS file its pointer.
  func raw(_ index: RepositoryIndex, revision: String, path: String, _ request: Request) async throws -> Response {
    let (commit, tree) = try await snapshot(revision, of: index)
    guard let file = tree.files[path], file.kind == .lfs else {
      return try await resolve(index, revision: revision, path: path, request)
    }
    var response = Response.text(file.pointer)
    response.headers.add(name: "X-Repo-Commit", value: commit.id)
    response.headers.add(name: "X-Content-Type-Options", value: "nosniff")
    return response
  }

  func fileTable(_ tree: GitTree, at revision: String, of index: RepositoryIndex) -> String {
    let limit = 1000
    let files = tree.entries(under: "", recursive: true).filter { $0.file != nil }
    var rows = ""
    for entry in files.prefix(limit) {
      guard let file = entry.file else { continue }
      rows += """
        <tr><td>\(HTML.link(entry.path, address("blob", revision, entry.path, index)))</td>\
        <td class="number">\(HTML.size(file.size))</td><td>\(file.kind == .lfs ? "LFS" : "regular")</td>\
        <td>\(HTML.hash(file))</td>\
        <td>\(HTML.link("download", address("resolve", revision, entry.path, index)))</td></tr>

        """
    }
    let more = files.count > limit ? "<p class=\"soft\">and \(files.count - limit) more files</p>" : ""
    return """
      <div class="scroll"><table class="list">\
      <tr><th>Name</th><th class="number">Size</th><th>Kind</th><th>Hash</th><th></th></tr>
      \(rows)</table></div>\(more)
      """
  }

  func address(_ kind: String, _ revision: String, _ path: String, _ index: RepositoryIndex) -> String {
    "/\(index.id)/\(kind)/\(RequestTarget.encode(revision))/\(RequestTarget.encodePath(path))"
  }

  private static func source(_ text: String) -> String {
    let lines = LineDiff.lines(text)
    var rows = ""
    for (number, line) in zip(1..., lines.prefix(lineLimit)) {
      rows +=
        "<tr><td class=\"line\"><a id=\"L\(number)\" href=\"#L\(number)\">\(number)</a></td>"
        + "<td>\(HTML.escape(line))</td></tr>\n"
    }
    let more =
      lines.count > lineLimit ? "<p class=\"soft\">and \(lines.count - lineLimit) more lines</p>" : ""
    return "<table class=\"source\">\n\(rows)</table>\(more)"
  }
}
