/// Scalars that stand for sequences of scalars.
struct SequenceTable: Sendable {
  private(set) var keys: [UInt32] = []
  private var starts: [UInt32] = []
  private let table: [UInt32]

  /// Reads key, length, scalars, key, length, scalars….
  init(_ table: [UInt32]) {
    self.table = table
    var index = 0
    while index < table.count {
      keys.append(table[index])
      starts.append(UInt32(index + 1))
      index += 2 + Int(table[index + 1])
    }
  }

  func appendSequence(of key: UInt32, to output: inout [UInt32]) -> Bool {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low] == key else { return false }
    let start = Int(starts[low])
    for index in start + 1...start + Int(table[start]) { output.append(table[index]) }
    return true
  }
}
