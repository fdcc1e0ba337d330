import HTTP

extension HubClient {
  /// Every file and folder of a repository at a revision, in the Hub's order.
  ///
  /// Paths are checked by the rules of `RepositoryPath`.
  ///
  /// - Throws: `HubError`.
  public func tree(_ id: RepositoryID, revision: Revision) async throws(HubError) -> [TreeEntry] {
    let operation = HubOperation("list the files of \(id) at \(revision)", repository: id, revision: revision)
    var next: WebURL? = model(id, "tree", revision.name, query: ["recursive": "true", "expand": "false"])
    var entries: [TreeEntry] = []
    var visited: Set<WebURL> = []
    while let url = next {
      guard visited.insert(url).inserted, visited.count <= 1000 else {
        throw .malformedAnswer(operation, reason: "its pages have no end")
      }
      let response = try await send(request(.get, url, isIdempotent: true), operation)
      guard response.isSuccess else { throw failure(response, operation) }
      let page = try decode([TreeEntry].self, from: response, operation)
      try check(page, operation)
      entries += page
      next = try nextPage(after: response, operation)
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

  // `Link: <https://…>; rel="next"`.
  func nextPage(after response: HTTPResponse, _ operation: HubOperation) throws(HubError) -> WebURL? {
    // Each link begins with `<`; splitting at commas would break URLs that hold one.
    for link in response.headers.all("Link").flatMap({ $0.split(separator: "<") }) {
      let target = link.prefix { $0 != ">" }
      let parameters = link[target.endIndex...].split { $0 == ";" || $0 == "," || $0 == ">" || $0 == " " }
      guard parameters.contains("rel=\"next\"") || parameters.contains("rel=next") else { continue }
      var url: WebURL
      do {
        url = try response.url.resolving(String(target))
      } catch {
        throw .malformedAnswer(operation, reason: "the URL of its next page: \(error.reason)")
      }
      if HubEndpoint.ownOrigins.contains(url.origin), !HubEndpoint.ownOrigins.contains(endpoint.origin) {
        url = url.moved(to: endpoint.url)
      }
      guard url.origin == endpoint.origin else {
        throw .malformedAnswer(operation, reason: "its next page is on another server, \(url.origin)")
      }
      return url
    }
    return nil
  }
}

extension Array {
  /// The elements in order, in arrays of at most `size`.
  func pages(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
