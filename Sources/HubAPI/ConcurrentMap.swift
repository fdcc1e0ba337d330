extension Collection where Self: Sendable, Element: Sendable {
  /// What `transform` makes of each element, in order; at most `count` at once.
  ///
  /// - Throws: The first error, after which the others are cancelled.
  func mapConcurrently<Result: Sendable>(
    atMost count: Int,
    _ transform: @escaping @Sendable (Element) async throws(HubError) -> Result
  ) async throws(HubError) -> [Result] {
    var results: [Int: Result] = [:]
    var failure: HubError?
    await withTaskGroup(of: (Int, Swift.Result<Result, HubError>).self) { group in
      var waiting = enumerated().makeIterator()
      func add() {
        guard failure == nil, let (index, element) = waiting.next() else { return }
        group.addTask {
          do throws(HubError) {
            return (index, .success(try await transform(element)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      for _ in 0..<count { add() }
      for await (index, result) in group {
        switch result {
        case .success(let value): results[index] = value
        case .failure(let error):
          // Later ones only report that they were cancelled.
          failure = failure ?? error
          group.cancelAll()
        }
        add()
      }
    }
    if let failure { throw failure }
    return results.sorted { $0.key < $1.key }.map(\.value)
  }
}
