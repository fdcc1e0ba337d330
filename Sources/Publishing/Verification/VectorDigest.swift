import EmbeddingCore
import Files

/// Names vectors by their bits.
enum VectorDigest {
  /// The SHA-256 of a vector as little-endian float32.
  static func of(_ vector: [Float]) -> SHA256Digest {
    var hash = StreamingHash(.sha256)
    hash.update(bytes(vector))
    return hash.finalizeSHA256()
  }

  /// The vectors of some texts, and the digest of all of them.
  static func receipt(
    _ model: StaticModel,
    _ texts: [String]
  ) throws(EmbeddingError) -> (vectors: [PublishReceipt.Vector], all: SHA256Digest) {
    var vectors: [PublishReceipt.Vector] = []
    var all = StreamingHash(.sha256)
    for text in texts {
      let vector = try model.encode(text)
      vectors.append(.init(text: text, sha256: of(vector).hex))
      all.update(bytes(vector))
    }
    return (vectors, all.finalizeSHA256())
  }

  private static func bytes(_ vector: [Float]) -> [UInt8] {
    vector.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
  }
}
