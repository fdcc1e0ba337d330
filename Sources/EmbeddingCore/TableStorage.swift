import SafeTensors

/// Where the elements of a table are: in the mapped file, or in memory that was filled when the model was opened.
enum TableStorage: Sendable {
  case mapped(SafeTensorsFile, TensorEntry)
  case owned(OwnedMemory)

  /// The first element; valid for as long as the storage is held.
  var base: UnsafeRawPointer? {
    switch self {
    case .mapped(let file, let tensor): file.bytes(of: tensor).baseAddress
    case .owned(let memory): memory.base
    }
  }
}

/// A piece of memory of its own, written once.
final class OwnedMemory: @unchecked Sendable {
  // Invariant: `start` is an allocation of `count` bytes that only `init` writes to and only `deinit` gives back.
  // Hence sharing between threads is safe.
  private let start: UnsafeMutableRawPointer
  let count: Int

  /// Memory of `count` bytes, all of which `fill` writes.
  init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
    self.count = count
    start = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 64)
    let bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
    fill(bytes)
  }

  deinit { start.deallocate() }

  var base: UnsafeRawPointer { UnsafeRawPointer(start) }
}
