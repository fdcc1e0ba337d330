/// The segmentation with the highest sum of scores (Viterbi), as SentencePiece's unigram language model defines it.
///
/// Sums are doubles, taken in the reference's order; of two segmentations with equal sums the one whose last piece
/// begins first is kept.
///
/// A class, so that handing it on counts one reference and not one for every array inside.
final class Unigram: Sendable {
  let vocabulary: Vocabulary
  /// The number of pieces in the file, repeated ones included; added tokens are numbered from here.
  let pieceCount: Int
  /// The id that the file names for what is unknown; texts with unknown characters cannot be expressed without one.
  let unknownID: UInt32?
  private let unknownScore: Double
  private let trie: ByteTrie
  /// The id of every byte's own token; nil unless the model falls back to bytes.
  private let byteIDs: [UInt32?]?

  init(pieces: UnigramPieces, unknownID: UInt32?, fallsBackToBytes: Bool) throws(VocabularyFault) {
    pieceCount = pieces.scores.count
    if let unknownID, Int(unknownID) >= pieceCount {
      throw VocabularyFault(reason: "unk_id is \(unknownID), and there are \(pieceCount) pieces")
    }
    self.unknownID = unknownID
    unknownScore = (pieces.scores.min() ?? .infinity) - 10
    trie = pieces.builder.withTokens { ByteTrie(blob: $0, offsets: $1, scores: pieces.scores) }
    vocabulary = try pieces.builder.finished(repeated: .lastWins)
    if fallsBackToBytes {
      let vocabulary = vocabulary
      byteIDs = (0...255).map { vocabulary.id(of: ByteToken.name(of: UInt8($0))) }
    } else {
      byteIDs = nil
    }
  }

  /// Appends the ids of a piece of text in valid UTF-8.
  ///
  /// - Returns: false at an unknown character where the model names no unknown token.
  func tokenize(_ text: UnsafeBufferPointer<UInt8>, _ workspace: inout TokenizerWorkspace) -> Bool {
    guard !text.isEmpty else { return true }
    guard findBestPath(text, &workspace.bestPath) else { return false }
    // Pieces are found from the end; ids are turned round afterwards.
    let start = workspace.count
    workspace.reserve(text.count)
    var end = text.count
    while end > 0 {
      let node = workspace.bestPath[end]
      var begin = Int(node.start)
      guard node.id == unknownID else {
        workspace.append(node.id)
        end = begin
        continue
      }
      while begin > 0, workspace.bestPath[begin].id == unknownID {
        begin = Int(workspace.bestPath[begin].start)
      }
      guard appendUnknown(UnsafeBufferPointer(rebasing: text[begin..<end]), &workspace) else { return false }
      end = begin
    }
    workspace.storage.withUnsafeMutableBufferPointer { $0[start..<workspace.count].reverse() }
    return true
  }

  /// A place in the text, and the last piece of the best way there.
  struct PathNode {
    var score: Double
    /// Where the last piece begins; nothing ends here yet while it is the largest number.
    var start: UInt32
    var id: UInt32
    static let unreached = PathNode(score: 0, start: .max, id: 0)
  }

  private func findBestPath(_ text: UnsafeBufferPointer<UInt8>, _ path: inout [PathNode]) -> Bool {
    let count = text.count
    if path.count <= count {
      path.append(contentsOf: repeatElement(.unreached, count: max(count + 1, path.count * 2) - path.count))
    }
    return path.withUnsafeMutableBufferPointer { path in
      path[0...count].update(repeating: .unreached)
      return trie.withWalker { walker in
        var start = 0
        while start < count {
          let reached = path[start].score
          let scalarEnd = min(start &+ ScalarReader.length(text[start]), count)
          var isScalarPiece = false
          var node = walker.start(text[start])
          var end = start &+ 1
          while node != 0 {
            let id = walker.id(node)
            if id != ByteTrie.noPiece {
              let score = walker.score(node) + reached
              if path[end].start == .max || score > path[end].score {
                path[end] = PathNode(score: score, start: UInt32(truncatingIfNeeded: start), id: id)
              }
              if end == scalarEnd { isScalarPiece = true }
            }
            guard end < count else { break }
            node = walker.step(node, text[end])
            end &+= 1
          }
          if !isScalarPiece {
            let score = unknownScore + reached
            if path[scalarEnd].start == .max || score > path[scalarEnd].score {
              guard let unknownID else { return false }
              path[scalarEnd] = PathNode(score: score, start: UInt32(truncatingIfNeeded: start), id: unknownID)
            }
          }
          start = scalarEnd
        }
        return true
      }
    }
  }

  /// Appends, in reverse, the ids of neighbouring unknown pieces, which count as one.
  private func appendUnknown(_ run: UnsafeBufferPointer<UInt8>, _ workspace: inout TokenizerWorkspace) -> Bool {
    if let id = vocabulary.id(of: run) {
      workspace.append(id)
      return true
    }
    if let byteIDs, run.allSatisfy({ byteIDs[Int($0)] != nil }) {
      for byte in run.reversed() { if let id = byteIDs[Int(byte)] { workspace.append(id) } }
      return true
    }
    guard let unknownID else { return false }
    workspace.append(unknownID)
    return true
  }
}

/// The pieces of a unigram model as the file lists them.
struct UnigramPieces {
  var builder = VocabularyBuilder()
  var scores: [Double] = []
}

/// The tokens that stand for single bytes.
enum ByteToken {
  /// `<0x0A>` for 10.
  static func name(of byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]] + [UInt8(ascii: ">")]
  }
}
