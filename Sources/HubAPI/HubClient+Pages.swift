import HTTP

extension HubClient {
  /// Goes through a list that comes in pages, until `body` has enough or there are no more.
  ///
  /// - Parameters:
  ///   - type: What a page holds.
  ///   - first: The first page.
  ///   - operation: What errors say was tried.
  ///   - body: Takes a page; false when it has enough.
  /// - Throws: `HubError`, also for pages that lead round and round or to another server.
  func pages<Page: Decodable>(
    of type: Page.Type,
    from first: WebURL,
    _ operation: HubOperation,
    _ body: (Page) throws(HubError) -> Bool
  ) async throws(HubError) {
    var next: WebURL? = first
    var visited: Set<WebURL> = []
    while let url = next {
      guard visited.insert(url).inserted, visited.count <= 1000 else {
        throw .malformedAnswer(operation, reason: "its pages have no end")
      }
      let response = try await send(request(.get, url, isIdempotent: true), operation)
      guard response.isSuccess else { throw failure(response, operation) }
      guard try body(decode(type, from: response, operation)) else { return }
      next = try nextPage(after: response, operation)
    }
  }

  // `Link: <https://…>; rel="next"`.
  private func nextPage(after response: HTTPResponse, _ operation: HubOperation) throws(HubError) -> WebURL? {
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
