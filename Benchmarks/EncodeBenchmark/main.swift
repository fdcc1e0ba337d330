// Measures encoding in one process and prints one JSON object; called by encode.py, which measures the peers.
//
// encode-benchmark MODEL TEXTS ROUNDS [VECTORS]: TEXTS holds one text a line. With VECTORS, the vectors in the library's
// own bits are written there as raw float32, and nothing is measured.

import CAllocations
import EmbeddingCore
import Files
import Glibc

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Anonymous resident memory in megabytes: what the process does not share with the page cache.
func privateMegabytes() throws -> Double {
  // Files of the kernel have no size, so that they must be read to their end.
  guard let file = fopen("/proc/self/status", "r") else { throw Usage() }
  defer { fclose(file) }
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  let count = fread(&buffer, 1, buffer.count, file)
  let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
  guard let kilobytes = lines.first(where: { $0.hasPrefix("RssAnon") }).flatMap({ Double($0.filter(\.isNumber)) })
  else {
    throw Usage()
  }
  return kilobytes * 1024 / 1e6
}

func run() throws {
  let arguments = CommandLine.arguments
  guard arguments.count >= 4, let rounds = Int(arguments[3]) else {
    throw Usage()
  }
  let start = seconds(CLOCK_PROCESS_CPUTIME_ID)
  let model = try StaticModel(folder: arguments[1])
  let loading = seconds(CLOCK_PROCESS_CPUTIME_ID) - start
  var texts = String(decoding: try LocalFiles.read(arguments[2], limit: 1 << 30), as: UTF8.self)
    .split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      var line = String(line)
      line.makeContiguousUTF8()
      return line
    }
  if texts.last == "" { texts.removeLast() }
  if arguments.count > 4 {
    let matrix = try model.encode(texts, threads: 1, rounding: .asStored)
    guard let file = fopen(arguments[4], "wb") else { throw Usage() }
    matrix.values.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
    return
  }

  var workspace = Workspace()
  var vector = [Float](repeating: 0, count: model.dimension)
  func pass() throws -> Double {
    let start = seconds(CLOCK_THREAD_CPUTIME_ID)
    for text in texts {
      var span = vector.mutableSpan
      try model.encode(text, into: &span, workspace: &workspace)
    }
    return seconds(CLOCK_THREAD_CPUTIME_ID) - start
  }
  let cold = try pass()
  let memory = try privateMegabytes()
  var warm: [Double] = []
  for _ in 0..<rounds { warm.append(try pass()) }
  let before = hfpub_allocation_count()
  _ = try pass()
  let allocations = hfpub_allocation_count() - before

  var single: [Double] = []
  for text in texts.prefix(20_000) {
    let start = seconds(CLOCK_MONOTONIC)
    var span = vector.mutableSpan
    try model.encode(text, into: &span, workspace: &workspace)
    single.append(seconds(CLOCK_MONOTONIC) - start)
  }
  func batch(_ threads: Int) throws -> Double {
    try median(
      (0..<rounds).map { _ in
        let start = seconds(CLOCK_MONOTONIC)
        _ = try model.encode(texts, threads: threads)
        return seconds(CLOCK_MONOTONIC) - start
      }
    )
  }
  _ = try batch(2)
  let one = try batch(1)
  let two = try batch(2)
  let count = Double(texts.count)
  print(
    """
    {"load": \(loading), "cold": \(count / cold), "warm": \(count / (warm.min() ?? cold)), \
    "single": \(median(single)), "batch1": \(count / one), "batch2": \(count / two), \
    "memory": \(memory), "allocations": \(Double(allocations) / count)}
    """
  )
}

struct Usage: Error {}

do {
  try run()
} catch {
  let message = Array("encode-benchmark: \(error)\n".utf8)
  _ = write(2, message, message.count)
  exit(1)
}
