import HTTP

extension HubClient {
  /// Every file and folder of a repository at a revision, in the Hub's order.
  ///
  /// Paths are checked by the rules of `RepositoryPath`.
  ///
  /// - Throws: `HubError`.
  public func tree(_ id: RepositoryID, revision: Revision) async throws(HubError) -> [TreeEntry] {
    let operation = HubOperation("list the files of \(id) at \(revision)", repository: id, revision: revision)
    let first = model(id, "tree", revision.name, query: ["recursive": "true", "expand": "false"])
    var entries: [TreeEntry] = []
    try await pages(of: [TreeEntry].self, from: first, operation) { (page) throws(HubError) in
      try check(page, operation)
      entries += page
      return true
    }
    return entries
  }

  /// The entries of some paths at a revision; what does not exist is left out.
  ///
  /// - Throws: `HubError`.
  public func pathsInfo(
    _ id: RepositoryID,
    revision: Revision,
    paths: [RepositoryPath]
  ) async throws(HubError) -> [TreeEntry] {
    let operation = HubOperation("look up files of \(id) at \(revision)", repository: id, revision: revision)
    var entries: [TreeEntry] = []
    // The Hub takes 1000 paths at most; its own client sends 500.
    for page in paths.pages(of: 500) {
      let form = page.map { "paths=\(WebURL.encode($0.text))" }.joined(separator: "&") + "&expand=false"
      let request = request(
        .post,
        model(id, "paths-info", revision.name),
        headers: ["Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"],
        body: .bytes(Array(form.utf8)),
        isIdempotent: true
      )
      let answer = try await call(request, operation, as: [TreeEntry].self)
      try check(answer, operation)
      let asked = Set(page.map(\.text))
      if let foreign = answer.first(where: { !asked.contains($0.path) }) {
        throw .malformedAnswer(operation, reason: "it names \(foreign.path), which was not asked for")
      }
      entries += answer
    }
    return entries
  }

  private func check(_ entries: [TreeEntry], _ operation: HubOperation) throws(HubError) {
    for entry in entries {
      guard RepositoryPath(entry.path) != nil else {
        throw .malformedAnswer(operation, reason: "the path \(ServerText.cleaned(entry.path)) is not one")
      }
      guard entry.type == "file" || entry.type == "directory", entry.size >= 0, (entry.lfs?.size ?? 0) >= 0 else {
        throw .malformedAnswer(operation, reason: "the entry \(entry.path) is neither a file nor a folder")
      }
    }
  }
}
