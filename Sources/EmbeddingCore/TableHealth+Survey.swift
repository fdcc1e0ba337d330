import CKernels
import Dispatch
import Glibc
import SafeTensors
import Synchronization

/// The one pass over a table that gathers everything about it.
extension EmbeddingTable {
  /// Below that many bytes a thread costs more than it saves.
  private static let bytesPerThread = 4 << 20

  /// What a look at every number of the tensors found; several threads share a large table.
  ///
  /// Beside the table it takes 8 bytes a row, and a megabyte or so for each thread.
  func health() -> TableHealth {
    var health = TableHealth(rows: rows)
    health.weights = weightsHealth()
    health.mappedRowCount = mappedRowCount()
    let reference = hfpub_first_nonzero_row(storage.base, format, stride, dimension, rows)
    let threads = max(1, min(StaticModel.processorCount, 4, rows * dimension * elementSize / Self.bytesPerThread))
    let surveys = (0..<threads).map { TableSurvey(self, thread: $0, of: threads) }
    var keys = [UInt64](unsafeUninitializedCapacity: rows) { buffer, count in
      // Every thread writes the keys of its own rows only.
      nonisolated(unsafe) let keys = buffer
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        surveys[thread].run(reference: min(reference, rows - 1), keys: keys.baseAddress)
      }
      count = 0
      for survey in surveys {
        let written = UnsafeMutableBufferPointer(rebasing: buffer[survey.rows].prefix(survey.keyCount))
        for key in written {
          buffer[count] = key
          count += 1
        }
      }
    }
    for survey in surveys { survey.add(to: &health) }
    health.norms = Self.norms(surveys)
    (health.zeroColumns, health.constantColumns) = TableSurvey.columns(surveys, elementSize: elementSize)
    keys.sort()
    health.duplicates = duplicates(keys)
    return health
  }

  var elementSize: Int { dtype.bits / 8 }

  /// The bits that hold a row's number.
  var rowBits: UInt32 { UInt32(Int.bitWidth - (rows - 1).leadingZeroBitCount) }

  private static func norms(_ surveys: [TableSurvey]) -> TableHealth.Norms? {
    var histogram = NormHistogram()
    for survey in surveys { histogram.add(survey) }
    return histogram.norms
  }

  /// Rows with equal keys, which stand together, are compared byte by byte, as different rows may share one.
  private func duplicates(_ keys: [UInt64]) -> TableHealth.Duplicates {
    var found = TableHealth.Duplicates()
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end] >> rowBits == keys[start] >> rowBits { end += 1 }
      if end - start > 1 { compare(keys[start..<end], &found) }
      start = end
    }
    return found
  }

  private func compare(_ keys: ArraySlice<UInt64>, _ found: inout TableHealth.Duplicates) {
    guard let base = storage.base else { return }
    let mask = (UInt64(1) << rowBits) - 1
    let size = dimension * elementSize
    var different: [(row: Int, count: Int)] = []
    for key in keys {
      let row = Int(key & mask)
      let bytes = base + row * stride * elementSize
      // Rows of one hash that differ are all but impossible, so that a few are enough to remember.
      let twin = different.firstIndex { other in
        memcmp(base + other.row * stride * elementSize, bytes, size) == 0
      }
      guard let twin else {
        if different.count < 8 { different.append((row, 1)) }
        continue
      }
      different[twin].count += 1
      found.count += 1
      found.largestGroup = max(found.largestGroup, different[twin].count)
      if found.first.map({ row < $0 }) ?? true {
        found.first = row
        found.twin = different[twin].row
      }
    }
  }

  private func weightsHealth() -> WeightsHealth? {
    guard let weights else { return nil }
    var health = WeightsHealth(count: weights.shape[0])
    for token in 0..<health.count {
      let weight = weight(of: token)
      if weight == 0 { health.zeroCount += 1 }
      guard !weight.isFinite else { continue }
      health.nonFiniteCount += 1
      health.firstNonFinite = health.firstNonFinite ?? token
    }
    return health
  }

  private func mappedRowCount() -> Int? {
    guard let mapping else { return nil }
    var seen = [Bool](repeating: false, count: rows)
    for token in 0..<mapping.shape[0] { seen[row(of: token)] = true }
    return seen.count { $0 }
  }
}

/// Where the answer of the one pass is kept; copies of a model share it.
final class TableHealthCache: Sendable {
  private let health = Mutex<TableHealth?>(nil)

  /// What was found before, or what `look` finds now.
  func value(_ look: () -> TableHealth) -> TableHealth {
    health.withLock { known in
      if let known { return known }
      let found = look()
      known = found
      return found
    }
  }
}
