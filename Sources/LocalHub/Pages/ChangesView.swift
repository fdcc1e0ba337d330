import HubAPI

/// The difference of two trees as HTML: a list of files, and for each what became of it.
struct ChangesView {
  let hub: Hub
  let index: RepositoryIndex
  let before: [String: StoredFile]
  let after: [String: StoredFile]
  /// Where the files before and after can be looked at; nil for those before the first commit.
  let commits: (before: String?, after: String)
  /// Whether the asker may see the content, which a gate can forbid.
  let showsContent: Bool

  /// Files of which the content is shown; the others are only named.
  private static let fileLimit = 100
  /// Rows of content on one page.
  private static let rowLimit = 4000
  private static let textLimit = 256 << 10

  private enum Content {
    case diff(LineDiff)
    case words(String)
  }

  var html: String {
    let paths = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !paths.isEmpty else { return "<p class=\"soft\">No file was changed.</p>" }
    var (list, sections) = ("", "")
    var rows = 0
    var (added, removed) = (0, 0)
    for (number, path) in paths.enumerated() {
      var content: Content?
      if showsContent, number < Self.fileLimit, rows < Self.rowLimit { content = self.content(path) }
      if case .diff(let diff) = content {
        rows += diff.rows.count
        added += diff.added
        removed += diff.removed
      }
      list += listed(path, number, content)
      if let content { sections += section(path, number, content) }
    }
    let lines = added + removed == 0 ? "" : "; lines of text: \(added) added, \(removed) removed"
    let rest =
      showsContent
      ? (paths.count > Self.fileLimit || rows >= Self.rowLimit
        ? "<p class=\"soft\">There is more than is shown here.</p>" : "")
      : "<p class=\"soft\">The content is for those who were let through the gate.</p>"
    return """
      <p class="soft">\(HTML.count(paths.count, "file")) changed\(lines)</p>
      <div class="scroll"><table class="list">\
      <tr><th>File</th><th>Change</th><th class="number">Size</th><th>Hash</th></tr>
      \(list)</table></div>
      \(sections)\(rest)
      """
  }

  private func change(_ path: String) -> String {
    before[path] == nil ? "added" : after[path] == nil ? "deleted" : "changed"
  }

  private func listed(_ path: String, _ number: Int, _ content: Content?) -> String {
    let name = content == nil ? HTML.escape(path) : HTML.link(path, "#file-\(number)")
    let sizes = [before[path], after[path]].compactMap { $0.map { HTML.size($0.size) } }
    let size = sizes.count == 2 && sizes[0] == sizes[1] ? sizes[0] : sizes.joined(separator: " → ")
    let kind = change(path)
    return """
      <tr><td>\(name)</td><td><span class="badge \(kind)">\(kind)</span></td><td class="number">\(size)</td>\
      <td>\((after[path] ?? before[path]).map { HTML.hash($0) } ?? "")</td></tr>

      """
  }

  private func section(_ path: String, _ number: Int, _ content: Content) -> String {
    let file =
      after[path] == nil
      ? commits.before.map { ($0, "Look at the file as it was") } : Optional((commits.after, "Look at the file"))
    let link = file.map { commit, words in
      HTML.link(words, hub.address("blob", commit, path, index))
    }
    var body = "<p class=\"soft\">\(link ?? "")</p>"
    switch content {
    case .words(let words): body += "<p>\(words)</p>"
    case .diff(let diff): body += table(diff)
    }
    return "<section><h2 id=\"file-\(number)\">\(HTML.escape(path))</h2>\n\(body)</section>\n"
  }

  private func content(_ path: String) -> Content {
    let files = [before[path], after[path]].compactMap { $0 }
    if files.contains(where: { $0.kind == .lfs }) {
      return .words(lfsWords(path))
    }
    guard let old = text(path, in: before), let new = text(path, in: after) else {
      return .words("Not shown: it is large or not text.")
    }
    guard let diff = LineDiff(from: old, to: new) else { return .words("Not shown: it has too many lines.") }
    guard diff.rows.isEmpty else { return .diff(diff) }
    return .words(old.isEmpty && new.isEmpty ? "The file is empty." : "Only line ends differ.")
  }

  private func lfsWords(_ path: String) -> String {
    [("before", before[path]), ("after", after[path])].compactMap { when, file in
      file.map { "\(when): \($0.kind == .lfs ? "LFS" : "regular"), \($0.size) bytes, \(HTML.hash($0))" }
    }
    .joined(separator: "<br>")
  }

  /// A text to compare; empty for a file that is not there, nil for what is no text.
  private func text(_ path: String, in files: [String: StoredFile]) -> String? {
    guard files[path] != nil else { return "" }
    return hub.text(path, in: files, limit: Self.textLimit).flatMap { $0.utf8.contains(0) ? nil : $0 }
  }

  private func table(_ diff: LineDiff) -> String {
    var rows = ""
    for row in diff.rows.prefix(Self.rowLimit) {
      switch row {
      case .gap:
        rows += "<tr class=\"gap\"><td class=\"line\">⋯</td><td class=\"line\">⋯</td><td></td></tr>\n"
      case .same(let old, let new, let text): rows += line("", old, new, " ", text)
      case .removed(let old, let text): rows += line("removed", old, nil, "−", text)
      case .added(let new, let text): rows += line("added", nil, new, "+", text)
      }
    }
    return "<table class=\"source diff\">\n\(rows)</table>"
  }

  private func line(_ kind: String, _ old: Int?, _ new: Int?, _ mark: String, _ text: String) -> String {
    let shown = text.count > 2000 ? "\(text.prefix(2000))…" : text
    func number(_ value: Int?) -> String { "<td class=\"line\">\(value.map { "\($0)" } ?? "")</td>" }
    return "<tr class=\"\(kind)\">\(number(old))\(number(new))"
      + "<td><span class=\"mark\">\(mark)</span>\(HTML.escape(shown))</td></tr>\n"
  }
}
