import Synchronization

/// How much of each of several files has come or gone.
final class TransferTally: Sendable {
  let total: Int
  private let bytes = Mutex<[String: Int]>([:])

  init(total: Int) { self.total = total }

  /// Notes the bytes of a file; the sum, which never falls when one is sent or fetched again.
  func note(_ path: String, _ count: Int) -> Int {
    bytes.withLock { bytes in
      bytes[path] = max(bytes[path] ?? 0, count)
      return bytes.values.reduce(0, +)
    }
  }
}
