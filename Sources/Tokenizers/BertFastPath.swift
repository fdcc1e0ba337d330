/// BertNormalizer, BertPreTokenizer and WordPiece in one pass, for texts without normalized added tokens.
///
/// ASCII is read byte by byte through a table of 128 classes. At a byte above that, the text from the beginning of the
/// current word to the next blank is given to the general code; a blank is one that no option removes, so that neither
/// decomposition, reordering nor the spacing of Chinese characters can reach across it.
///
/// A class, so that handing it on counts one reference and not one for every array inside.
final class BertFastPath: Sendable {
  /// Classes in `table`; smaller numbers are the byte that a character becomes in a word.
  private enum Class {
    static let dropped: UInt8 = 0x80
    static let separator: UInt8 = 0x81
    static let punctuation: UInt8 = 0x82
    static let notASCII: UInt8 = 0x83
  }

  private let normalizer: BertNormalizer
  fileprivate let model: WordPiece
  private let identity: TokenizerIdentity
  private let table: [UInt8]

  init(normalizer: BertNormalizer, model: WordPiece, identity: TokenizerIdentity) {
    self.normalizer = normalizer
    self.model = model
    self.identity = identity
    var scratch: [UInt32] = []
    table = (0...255).map { (byte: UInt8) in
      guard byte < 0x80 else { return Class.notASCII }
      var scalars: [UInt32] = []
      withUnsafePointer(to: byte) {
        normalizer.normalize(UnsafeBufferPointer(start: $0, count: 1), into: &scalars, scratch: &scratch)
      }
      guard let scalar = scalars.first else { return Class.dropped }
      let flags = UnicodeData.shared.flags(scalar)
      if flags.contains(.whitespace) { return Class.separator }
      return flags.contains(.punctuation) ? Class.punctuation : UInt8(truncatingIfNeeded: scalar)
    }
  }

  /// Appends the ids of a text, at least until there are `limit`.
  ///
  /// - Returns: false at an unknown word for which there is no token.
  func tokenize(_ text: UnsafeBufferPointer<UInt8>, limit: Int, workspace: inout TokenizerWorkspace) -> Bool {
    workspace.cache.prepare(for: identity)
    var position = 0
    while position < text.count, workspace.count < limit {
      guard let stop = tokenizeASCII(text, from: position, limit: limit, workspace: &workspace) else { return false }
      guard stop < text.count, workspace.count < limit else { return true }
      let end = endOfChunk(text, from: stop)
      let chunk = UnsafeBufferPointer(rebasing: text[stop..<end])
      guard tokenizeChunk(chunk, limit: limit, workspace: &workspace) else { return false }
      position = end
    }
    return true
  }

  /// The next blank that ends a chunk, or the end of the text.
  private func endOfChunk(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = start
    while end < text.count {
      let byte = text[end]
      if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { break }
      end += 1
    }
    return end
  }

  /// Appends the ids of the ASCII text from `start` on.
  ///
  /// - Returns: the length of the text, or the beginning of the word in which another character stands; nil at an
  ///   unknown word for which there is no token.
  private func tokenizeASCII(
    _ text: UnsafeBufferPointer<UInt8>,
    from start: Int,
    limit: Int,
    workspace: inout TokenizerWorkspace
  ) -> Int? {
    let length = text.count - start
    workspace.reserve(length + 4)
    // A word is read 16 bytes at a time.
    let room = length + 16
    if workspace.asciiWord.count < room {
      workspace.asciiWord.append(contentsOf: repeatElement(0, count: room - workspace.asciiWord.count))
    }
    if workspace.hashes.count < room {
      workspace.hashes.append(contentsOf: repeatElement(0, count: room - workspace.hashes.count))
    }
    var count = workspace.count
    let stop: Int? = table.withUnsafeBufferPointer { table in
      workspace.asciiWord.withUnsafeMutableBufferPointer { word in
        workspace.hashes.withUnsafeMutableBufferPointer { hashes in
          workspace.storage.withUnsafeMutableBufferPointer { ids in
            workspace.cache.withSlots { slots in
              var words = WordSink(path: self, word: word, hashes: hashes, ids: ids, slots: slots, count: count)
              defer { count = words.count }
              return scan(text, from: start, limit: limit, table: table, into: &words)
            }
          }
        }
      }
    }
    workspace.count = count
    return stop
  }

  @inline(__always)
  private func scan(
    _ text: UnsafeBufferPointer<UInt8>,
    from start: Int,
    limit: Int,
    table: UnsafeBufferPointer<UInt8>,
    into words: inout WordSink
  ) -> Int? {
    var position = start
    var length = 0
    var wordStart = start
    while position < text.count {
      let character = table[Int(text[position])]
      if character < 0x80 {
        if length == 0 { wordStart = position }
        words.word[length] = character
        length += 1
        position += 1
        continue
      }
      if character == Class.dropped {
        position += 1
        continue
      }
      if character == Class.notASCII { return length == 0 ? position : wordStart }
      if length > 0 {
        guard words.endWord(length) else { return nil }
        length = 0
      }
      if character == Class.punctuation {
        words.word[0] = text[position]
        guard words.endWord(1) else { return nil }
      }
      position += 1
      if words.count >= limit { return text.count }
    }
    guard length == 0 || words.endWord(length) else { return nil }
    return text.count
  }

  /// Appends the ids of a chunk of any characters.
  private func tokenizeChunk(
    _ chunk: UnsafeBufferPointer<UInt8>,
    limit: Int,
    workspace: inout TokenizerWorkspace
  ) -> Bool {
    workspace.normalized.removeAll(keepingCapacity: true)
    normalizer.normalize(chunk, into: &workspace.normalized, scratch: &workspace.scalars)
    let unicode = UnicodeData.shared
    workspace.word.removeAll(keepingCapacity: true)
    for index in workspace.normalized.indices {
      let scalar = workspace.normalized[index]
      let flags = unicode.flags(scalar)
      let isPunctuation = flags.contains(.punctuation)
      guard isPunctuation || flags.contains(.whitespace) else {
        workspace.word.append(scalar: scalar)
        continue
      }
      guard endWord(&workspace) else { return false }
      if isPunctuation {
        workspace.word.append(scalar: scalar)
        guard endWord(&workspace) else { return false }
      }
      if workspace.count >= limit { return true }
    }
    return endWord(&workspace)
  }

  private func endWord(_ workspace: inout TokenizerWorkspace) -> Bool {
    guard !workspace.word.isEmpty else { return true }
    defer { workspace.word.removeAll(keepingCapacity: true) }
    return model.tokenizeWord(&workspace)
  }
}

/// Takes words out of a buffer and puts their ids into another, through the cache.
private struct WordSink {
  let path: BertFastPath
  let word: UnsafeMutableBufferPointer<UInt8>
  let hashes: UnsafeMutableBufferPointer<UInt64>
  let ids: UnsafeMutableBufferPointer<UInt32>
  let slots: UnsafeMutablePointer<WordCache.Slot>
  var count: Int

  /// Writes the ids of the first `length` bytes of `word`.
  ///
  /// - Returns: false when the word is unknown and there is no token for that.
  @inline(__always)
  mutating func endWord(_ length: Int) -> Bool {
    guard length < 16 else { return lookUp(length) >= 0 }
    let raw = UnsafeRawPointer(word.baseAddress.unsafelyUnwrapped)
    var low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    var high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    if length < 8 {
      low &= (1 &<< UInt64(length &* 8)) &- 1
      high = 0
    } else {
      high &= (1 &<< UInt64((length &- 8) &* 8)) &- 1
    }
    high |= UInt64(length) &<< 56
    let slot = slots + WordCache.place(low, high)
    if slot.pointee.low == low, slot.pointee.high == high {
      // All three are written, which costs less than asking how many; the buffer has room for them.
      ids[count] = slot.pointee.first
      ids[count &+ 1] = slot.pointee.second
      ids[count &+ 2] = slot.pointee.third
      count &+= Int(slot.pointee.count)
      return true
    }
    let start = count
    let added = lookUp(length)
    guard added >= 0 else { return false }
    if added <= 3 {
      slot.pointee = WordCache.Slot(
        low: low,
        high: high,
        first: ids[start],
        second: added > 1 ? ids[start + 1] : 0,
        third: added > 2 ? ids[start + 2] : 0,
        count: UInt32(added)
      )
    }
    return true
  }

  private mutating func lookUp(_ length: Int) -> Int {
    let added = path.model.tokenize(
      UnsafeBufferPointer(rebasing: word[..<length]),
      hashes: hashes,
      into: UnsafeMutableBufferPointer(rebasing: ids[count...])
    )
    count += max(added, 0)
    return added
  }
}
