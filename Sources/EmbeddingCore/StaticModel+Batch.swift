import Dispatch
import Glibc
import Synchronization

extension StaticModel {
  /// The number of processors that this machine has online.
  public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The vectors of many texts, in their order, worked out by several threads.
  ///
  /// Equal to encoding each text alone, whatever the number of threads. No texts give a matrix without rows.
  ///
  /// - Parameters:
  ///   - texts: The texts.
  ///   - threads: The most threads to use; at least 1 is used, the calling one.
  ///   - rounding: With what arithmetic.
  /// - Returns: One row for every text.
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to, or `.changed`.
  public func encode(
    _ texts: [String],
    threads: Int = StaticModel.processorCount,
    rounding: Rounding = .float32
  ) throws(EmbeddingError) -> EmbeddingMatrix {
    let workers = max(1, min(threads, texts.count / 16 + 1))
    // Small enough that the last unit does not keep the others waiting, large enough that counting costs nothing.
    let unit = max(1, min(256, texts.count / (workers * 8)))
    let next = Atomic(0)
    let fault = Atomic(0)
    let values = [Float](unsafeUninitializedCapacity: texts.count * dimension) { buffer, count in
      // Every worker writes only the rows of the units it took, and all have ended before the buffer is handed on.
      nonisolated(unsafe) let rows = buffer
      let work: @Sendable (Int) -> Void = { _ in
        pool.withWorkspace { workspace in
          while true {
            let start = next.add(unit, ordering: .relaxed).oldValue
            guard start < texts.count, fault.load(ordering: .relaxed) == 0 else { return }
            for index in start..<min(start + unit, texts.count) {
              let row = UnsafeMutableBufferPointer(rebasing: rows[index * dimension..<(index + 1) * dimension])
              if let found = encode(texts[index], into: row, rounding: rounding, workspace: &workspace) {
                fault.store(found.rawValue, ordering: .relaxed)
                return
              }
            }
          }
        }
      }
      if workers == 1 { work(0) } else { DispatchQueue.concurrentPerform(iterations: workers, execute: work) }
      count = fault.load(ordering: .relaxed) == 0 ? buffer.count : 0
    }
    if let fault = EncodingFault(rawValue: fault.load(ordering: .relaxed)) { throw error(fault) }
    return EmbeddingMatrix(rows: texts.count, dimension: dimension, values: values)
  }
}
