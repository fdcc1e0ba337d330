import EmbeddingCore

/// Reads texts in batches, encodes them on all cores, and writes in input order; memory holds one batch.
struct EncodingRun {
  /// Texts a batch: enough to keep the cores busy, few enough to stay small.
  static let batchSize = 2_048
  /// Bytes a batch: long texts make smaller batches.
  static let batchBytes = 4 << 20

  let model: StaticModel
  var source: any TextSource
  let vectors: VectorOutput
  let tokens: OutputStream?

  init(model: StaticModel, source: any TextSource, vectors: VectorOutput, tokens: OutputStream?) {
    self.model = model
    self.source = source
    self.vectors = vectors
    self.tokens = tokens
  }

  consuming func run() throws {
    while true {
      var batch: [String] = []
      var bytes = 0
      while batch.count < Self.batchSize, bytes < Self.batchBytes, let text = try source.next() {
        batch.append(text)
        bytes += text.utf8.count
      }
      guard !batch.isEmpty else { break }
      let matrix = try model.encode(batch)
      for row in 0..<matrix.rows { try vectors.write(matrix[row]) }
      if let tokens {
        for text in batch {
          let ids = try model.tokenIDs(text).map { "\($0)" }
          try tokens.write("[\(ids.joined(separator: ","))]\n".utf8)
        }
      }
    }
    try vectors.finish()
    try tokens?.finish()
  }
}
