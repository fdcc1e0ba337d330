/// Tokens and their ids, packed: one blob of bytes, offsets into it, and an open-addressing index over it.
struct Vocabulary: Sendable {
  private let blob: [UInt8]
  /// Start of every token in `blob`, in order of ids, and the end of the last.
  private let offsets: [UInt32]
  /// The ids in increasing order; nil when they are 0, 1, 2….
  private let sparseIDs: [UInt32]?
  /// Fingerprint in the upper half, entry + 1 in the lower; 0 is an empty slot.
  private let slots: [UInt64]
  private let shift: UInt64
  /// Where hashing starts; random, so that no file can be made to collide on purpose.
  let seed: UInt64
  /// The length of the longest token in bytes.
  let longestToken: Int

  /// The number of tokens.
  var count: Int { offsets.count - 1 }

  /// One more than the largest id.
  var idBound: Int { (sparseIDs?.last).map { Int($0) + 1 } ?? count }

  /// What is made of a token that is listed more than once.
  enum Repetition {
    /// It is an error.
    case refused
    /// It has the id that is listed last; the others stand for nothing.
    case lastWins
  }

  fileprivate init(
    blob: [UInt8],
    offsets: [UInt32],
    ids: [UInt32],
    repeated: Repetition
  ) throws(VocabularyFault) {
    let seed = UInt64.random(in: 1...UInt64.max)
    let bits = max(4, Int.bitWidth - (ids.count &+ ids.count / 2).leadingZeroBitCount)
    let shift = UInt64(64 - bits)
    var slots = [UInt64](repeating: 0, count: 1 << bits)
    var longest = 0
    var dropped: [Int] = []
    blob.withUnsafeBufferPointer { blob in
      offsets.withUnsafeBufferPointer { offsets in
        slots.withUnsafeMutableBufferPointer { slots in
          // Some at a time: their slots are asked for before the first is needed, so that the waits overlap.
          var hashes = [UInt64](repeating: 0, count: 64)
          var touched: UInt64 = 0
          for first in stride(from: 0, to: ids.count, by: hashes.count) {
            let entries = first..<min(first + hashes.count, ids.count)
            for entry in entries {
              let token = UnsafeBufferPointer(rebasing: blob[Int(offsets[entry])..<Int(offsets[entry + 1])])
              longest = max(longest, token.count)
              let hash = Vocabulary.finish(Vocabulary.hash(token, from: seed))
              hashes[entry - first] = hash
              touched |= slots[Int(truncatingIfNeeded: hash &>> shift)]
            }
            for entry in entries {
              let hash = hashes[entry - first]
              var slot = Int(truncatingIfNeeded: hash &>> shift)
              while slots[slot] != 0 {
                if slots[slot] >> 32 == hash & 0xFFFF_FFFF {
                  let token = blob[Int(offsets[entry])..<Int(offsets[entry + 1])]
                  let other = Int(slots[slot] & 0xFFFF_FFFF) - 1
                  if blob[Int(offsets[other])..<Int(offsets[other + 1])].elementsEqual(token) {
                    dropped.append(other)
                    break
                  }
                }
                slot = (slot + 1) & (slots.count - 1)
              }
              slots[slot] = (hash & 0xFFFF_FFFF) << 32 | UInt64(entry + 1)
            }
          }
          // Used, so that the reads ahead are not left out as useless.
          longest = touched == .max ? longest + 1 : longest
        }
      }
    }
    if let first = dropped.first {
      guard repeated == .lastWins else {
        let token = blob[Int(offsets[first])..<Int(offsets[first + 1])]
        throw VocabularyFault(reason: "the token \"\(String(decoding: token, as: UTF8.self))\" is listed twice")
      }
      self = try VocabularyBuilder(blob: blob, offsets: offsets, ids: ids, without: Set(dropped)).finished()
      return
    }
    self.blob = blob
    self.offsets = offsets
    let isDense = ids.last.map { Int($0) + 1 == ids.count } ?? true
    sparseIDs = isDense ? nil : ids
    self.slots = slots
    self.shift = shift
    self.seed = seed
    longestToken = longest
  }

  /// One step of the hash; `finish` ends it.
  @inline(__always)
  static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// The hash proper, from what `step` gathered.
  @inline(__always)
  static func finish(_ hash: UInt64) -> UInt64 { (hash ^ hash &>> 32) &* 0x9E37_79B9_7F4A_7C15 }

  static func hash(_ bytes: UnsafeBufferPointer<UInt8>, from start: UInt64) -> UInt64 {
    var hash = start
    for byte in bytes { hash = step(hash, byte) }
    return hash
  }

  /// The id of the token `prefix` + `bytes`, whose gathered hash is `hash`.
  @inline(__always)
  func id(
    prefix: UnsafeBufferPointer<UInt8>,
    bytes: UnsafeBufferPointer<UInt8>,
    gathered hash: UInt64
  ) -> UInt32? {
    let hash = Vocabulary.finish(hash)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    return slots.withUnsafeBufferPointer { slots in
      while slots[slot] != 0 {
        if slots[slot] &>> 32 == hash & 0xFFFF_FFFF {
          let entry = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1
          if isEntry(entry, prefix, bytes) { return sparseIDs.map { $0[entry] } ?? UInt32(entry) }
        }
        slot = (slot &+ 1) & mask
      }
      return nil
    }
  }

  /// The id of a token.
  func id(of token: [UInt8]) -> UInt32? { token.withUnsafeBufferPointer { id(of: $0) } }

  /// The id of a token.
  func id(of token: UnsafeBufferPointer<UInt8>) -> UInt32? {
    id(prefix: .init(start: nil, count: 0), bytes: token, gathered: Vocabulary.hash(token, from: seed))
  }

  /// The id of a token whose gathered hash is `hash`.
  @inline(__always)
  func id(of token: UnsafeBufferPointer<UInt8>, gathered hash: UInt64) -> UInt32? {
    id(prefix: .init(start: nil, count: 0), bytes: token, gathered: hash)
  }

  /// Whether the token with that id is `token`.
  func isToken(_ id: UInt32, _ token: UnsafeBufferPointer<UInt8>) -> Bool {
    entry(of: id).map { isEntry($0, .init(start: nil, count: 0), token) } ?? false
  }

  /// Reads memory that looking a token up will read, so that many such reads wait for memory together.
  ///
  /// - Returns: a number for `touch(_:)`, the next step.
  @inline(__always)
  func touch(gathered hash: UInt64) -> UInt32 {
    let slot = slots[Int(truncatingIfNeeded: Vocabulary.finish(hash) &>> shift)]
    return slot == 0 ? 0 : UInt32(truncatingIfNeeded: slot) &- 1
  }

  /// The next step: reads where the token stands, and its first byte.
  @inline(__always)
  func touch(_ entry: UInt32) -> UInt8 {
    let start = Int(offsets[Int(entry)])
    return start < blob.count ? blob[start] : 0
  }

  /// The bytes of the token with that id.
  func token(_ id: UInt32) -> ArraySlice<UInt8>? {
    guard let entry = entry(of: id) else { return nil }
    return blob[Int(offsets[entry])..<Int(offsets[entry + 1])]
  }

  /// Calls `body` with the bytes of every token, in order of ids.
  func forEachToken(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    blob.withUnsafeBufferPointer { blob in
      for entry in 0..<count {
        body(UnsafeBufferPointer(rebasing: blob[Int(offsets[entry])..<Int(offsets[entry + 1])]))
      }
    }
  }

  private func isEntry(
    _ entry: Int,
    _ prefix: UnsafeBufferPointer<UInt8>,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let start = Int(offsets[entry])
    guard Int(offsets[entry + 1]) - start == prefix.count + bytes.count else { return false }
    return blob.withUnsafeBufferPointer { blob in
      for index in 0..<prefix.count where blob[start + index] != prefix[index] { return false }
      for index in 0..<bytes.count where blob[start + prefix.count + index] != bytes[index] { return false }
      return true
    }
  }

  private func entry(of id: UInt32) -> Int? {
    guard let ids = sparseIDs else { return Int(id) < count ? Int(id) : nil }
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }
}

/// A contradiction in a vocabulary.
struct VocabularyFault: Error {
  var reason: String
}

/// Gathers tokens in the order of a file.
struct VocabularyBuilder {
  /// The bytes of all tokens so far; append a token's bytes, then call `endToken`.
  var blob: [UInt8] = []
  private var offsets: [UInt32] = [0]
  private var ids: [UInt32] = []
  private var isSorted = true

  init() {}

  /// The tokens of another list but those at `dropped`.
  fileprivate init(
    blob: [UInt8],
    offsets: [UInt32],
    ids: [UInt32],
    without dropped: Set<Int>
  ) throws(VocabularyFault) {
    for entry in ids.indices where !dropped.contains(entry) {
      self.blob.append(contentsOf: blob[Int(offsets[entry])..<Int(offsets[entry + 1])])
      try endToken(id: ids[entry])
    }
  }

  /// Calls `body` with the bytes of all tokens, and where each begins and the last ends.
  func withTokens<Result>(_ body: (UnsafeBufferPointer<UInt8>, [UInt32]) -> Result) -> Result {
    blob.withUnsafeBufferPointer { body($0, offsets) }
  }

  /// Ends the token whose bytes were appended to `blob`.
  mutating func endToken(id: UInt32) throws(VocabularyFault) {
    guard let end = UInt32(exactly: blob.count) else {
      throw VocabularyFault(reason: "it has more than 4 GiB of tokens")
    }
    if let last = ids.last, last >= id { isSorted = false }
    offsets.append(end)
    ids.append(id)
  }

  /// The vocabulary, with its tokens in order of ids.
  consuming func finished(repeated: Vocabulary.Repetition = .refused) throws(VocabularyFault) -> Vocabulary {
    guard !isSorted else { return try Vocabulary(blob: blob, offsets: offsets, ids: ids, repeated: repeated) }
    let order = ids.indices.sorted { ids[$0] < ids[$1] }
    var sorted = VocabularyBuilder()
    sorted.blob.reserveCapacity(blob.count)
    for entry in order {
      if let last = sorted.ids.last, last == ids[entry] {
        let token = blob[Int(offsets[entry])..<Int(offsets[entry + 1])]
        throw VocabularyFault(
          reason: "the id \(last) is given to \"\(String(decoding: token, as: UTF8.self))\" and to another token"
        )
      }
      sorted.blob.append(contentsOf: blob[Int(offsets[entry])..<Int(offsets[entry + 1])])
      try sorted.endToken(id: ids[entry])
    }
    return try Vocabulary(blob: sorted.blob, offsets: sorted.offsets, ids: sorted.ids, repeated: repeated)
  }
}
