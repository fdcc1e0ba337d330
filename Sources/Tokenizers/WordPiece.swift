/// Greedy longest match from the left; a word with a part that is in no vocabulary is unknown as a whole.
struct WordPiece: Sendable {
  let vocabulary: Vocabulary
  let unknownToken: String
  /// nil when the vocabulary lacks the unknown token; then only known words can be expressed.
  let unknownID: UInt32?
  private let continuingPrefix: [UInt8]
  private let maximumScalars: Int
  private let continuingSeed: UInt64

  init(vocabulary: Vocabulary, unknownToken: String, continuingPrefix: String, maximumScalars: Int) {
    self.vocabulary = vocabulary
    self.unknownToken = unknownToken
    unknownID = vocabulary.id(of: Array(unknownToken.utf8))
    self.continuingPrefix = Array(continuingPrefix.utf8)
    self.maximumScalars = maximumScalars
    continuingSeed = self.continuingPrefix.withUnsafeBufferPointer { Vocabulary.hash($0, from: vocabulary.seed) }
  }

  /// Appends the ids of `workspace.word`.
  ///
  /// - Returns: false when the word is unknown and there is no token for that.
  func tokenizeWord(_ workspace: inout TokenizerWorkspace) -> Bool {
    let length = workspace.word.count
    workspace.reserve(max(length, 1))
    if workspace.hashes.count < length {
      workspace.hashes.append(contentsOf: repeatElement(0, count: length * 2 - workspace.hashes.count))
    }
    let start = workspace.count
    let added = workspace.word.withUnsafeBufferPointer { word in
      workspace.hashes.withUnsafeMutableBufferPointer { hashes in
        workspace.storage.withUnsafeMutableBufferPointer { ids in
          tokenize(word, hashes: hashes, into: UnsafeMutableBufferPointer(rebasing: ids[start...]))
        }
      }
    }
    workspace.count += max(added, 0)
    return added >= 0
  }

  /// Writes the ids of a word, which has at most as many as bytes; `hashes` is overwritten up to the word's length.
  ///
  /// - Returns: the number of ids, or -1 when the word is unknown and there is no token for that.
  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>,
    hashes: UnsafeMutableBufferPointer<UInt64>,
    into ids: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    guard !word.isEmpty else { return 0 }
    guard hasFewEnoughScalars(word) else { return writeUnknown(ids) }
    return continuingPrefix.withUnsafeBufferPointer { prefix in
      var start = 0
      var count = 0
      while start < word.count {
        let isFirst = start == 0
        let longest = vocabulary.longestToken - (isFirst ? 0 : prefix.count)
        var end = min(word.count, start + max(longest, 0))
        var hash = isFirst ? vocabulary.seed : continuingSeed
        for index in start..<end {
          hash = Vocabulary.step(hash, word[index])
          hashes[index] = hash
        }
        var found: UInt32?
        while end > start {
          if end == word.count || word[end] & 0xC0 != 0x80 {
            found = vocabulary.id(
              prefix: isFirst ? UnsafeBufferPointer(start: nil, count: 0) : prefix,
              bytes: UnsafeBufferPointer(rebasing: word[start..<end]),
              gathered: hashes[end - 1]
            )
            if found != nil { break }
          }
          end -= 1
        }
        guard let found else { return writeUnknown(ids) }
        ids[count] = found
        count += 1
        start = end
      }
      return count
    }
  }

  private func hasFewEnoughScalars(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    if word.count <= maximumScalars { return true }
    var scalars = 0
    for byte in word where byte & 0xC0 != 0x80 { scalars += 1 }
    return scalars <= maximumScalars
  }

  private func writeUnknown(_ ids: UnsafeMutableBufferPointer<UInt32>) -> Int {
    guard let unknownID else { return -1 }
    ids[0] = unknownID
    return 1
  }
}
