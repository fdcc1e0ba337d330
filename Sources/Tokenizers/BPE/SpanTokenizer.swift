/// Gives pieces to a BPE model, short ones by way of the workspace's cache, and gathers their ids.
///
/// Only what the merges made is ever cached: with some vocabularies a token cannot be reached by merging.
struct SpanTokenizer {
  /// How pieces are written.
  enum Form: Sendable {
    /// In the characters of the vocabulary.
    case text
    /// As raw bytes, for a vocabulary in the byte alphabet.
    case bytes
    /// The same, and a space goes before every piece that does not begin with one.
    case prefixedBytes
  }

  private let model: BPE
  private let form: Form
  private let slots: UnsafeMutablePointer<SpanCache.Slot>

  @inline(__always)
  init(_ model: BPE, _ form: Form, slots: UnsafeMutablePointer<SpanCache.Slot>) {
    self.model = model
    self.form = form
    self.slots = slots
  }

  /// Writes the ids of the piece `start..<end` of a text at `ids[count...]` and counts them.
  ///
  /// `ids` has room for one id per byte of the piece and four more.
  ///
  /// - Returns: false when the piece holds something unknown for which there is no token.
  @inline(__always)
  func add(
    _ text: UnsafeBufferPointer<UInt8>,
    _ start: Int,
    _ end: Int,
    _ ids: UnsafeMutablePointer<UInt32>,
    _ count: inout Int,
    _ merger: inout SymbolMerger,
    _ scratch: inout [UInt8]
  ) -> Bool {
    let length = end &- start
    guard length < 16 else {
      return merge(UnsafeBufferPointer(rebasing: text[start..<end]), ids, &count, &merger, &scratch)
    }
    let (low, high) = SpanTokenizer.key(text, start, length)
    let slot = slots + SpanCache.place(low, high)
    if slot.pointee.low == low, slot.pointee.high == high {
      // All three are written, which costs less than asking how many.
      ids[count] = slot.pointee.first
      ids[count &+ 1] = slot.pointee.second
      ids[count &+ 2] = slot.pointee.third
      count &+= Int(slot.pointee.count)
      return true
    }
    return addRare(text, start, end, low, high, slot, ids, &count, &merger, &scratch)
  }

  /// The same for a piece that is not in the first place.
  @inline(never)
  private func addRare(
    _ text: UnsafeBufferPointer<UInt8>,
    _ start: Int,
    _ end: Int,
    _ low: UInt64,
    _ high: UInt64,
    _ slot: UnsafeMutablePointer<SpanCache.Slot>,
    _ ids: UnsafeMutablePointer<UInt32>,
    _ count: inout Int,
    _ merger: inout SymbolMerger,
    _ scratch: inout [UInt8]
  ) -> Bool {
    let older = slot + 1
    if older.pointee.low == low, older.pointee.high == high {
      ids[count] = older.pointee.first
      ids[count &+ 1] = older.pointee.second
      ids[count &+ 2] = older.pointee.third
      count &+= Int(older.pointee.count)
      swap(&slot.pointee, &older.pointee)
      return true
    }
    let before = count
    guard merge(UnsafeBufferPointer(rebasing: text[start..<end]), ids, &count, &merger, &scratch) else { return false }
    let added = count &- before
    if added <= 3 {
      older.pointee = slot.pointee
      slot.pointee = SpanCache.Slot(
        low: low,
        high: high,
        first: added > 0 ? ids[before] : 0,
        second: added > 1 ? ids[before + 1] : 0,
        third: added > 2 ? ids[before + 2] : 0,
        count: UInt32(added)
      )
    }
    return true
  }

  /// The bytes of a piece of at most 15 as a number, with its length in the top byte.
  @inline(__always)
  private static func key(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> (UInt64, UInt64) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    if start &+ 16 <= text.count {
      let raw = UnsafeRawPointer(text.baseAddress.unsafelyUnwrapped) + start
      low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      if length < 8 {
        low &= (1 &<< UInt64(length &* 8)) &- 1
        high = 0
      } else {
        high &= (1 &<< UInt64((length &- 8) &* 8)) &- 1
      }
    } else {
      // Nothing may be read behind the end of the text.
      for index in 0..<min(length, 8) { low |= UInt64(text[start &+ index]) &<< UInt64(index &* 8) }
      for index in 8..<max(length, 8) { high |= UInt64(text[start &+ index]) &<< UInt64((index &- 8) &* 8) }
    }
    return (low, high | UInt64(length) &<< 56)
  }

  @inline(never)
  private func merge(
    _ piece: UnsafeBufferPointer<UInt8>,
    _ ids: UnsafeMutablePointer<UInt32>,
    _ count: inout Int,
    _ merger: inout SymbolMerger,
    _ scratch: inout [UInt8]
  ) -> Bool {
    switch form {
    case .text: guard model.tokenize(piece, &merger, scratch: &scratch) else { return false }
    case .bytes: model.tokenizeRaw(piece, prefixed: false, &merger, scratch: &scratch)
    case .prefixedBytes: model.tokenizeRaw(piece, prefixed: piece.first != 0x20, &merger, scratch: &scratch)
    }
    merger.copy(to: ids + count)
    count += merger.count
    return true
  }
}
