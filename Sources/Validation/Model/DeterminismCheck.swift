import EmbeddingCore
import Findings

/// A text's vector depends on nothing but the text.
struct DeterminismCheck: Check {
  static let code = "HFP208"
  static let title = "a text has the same vector however it is encoded"
  static let page = CheckPage(
    why: """
      An index is built by many threads in large batches, and asked with one text at a time. If the bits differ, the \
      same text is not found at distance zero, and no number of a card can be measured twice.
      """,
    fix: """
      This is a fault of hfpub, or a file that changes while it is read. Report it with the model's name.
      """,
    isWaivable: false
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model else { return [] }
    let texts = ProbeTexts.all(context.manifest, limit: 128)
    let alone = try texts.map { try model.encode($0) }
    let reversed = try model.encode(texts.reversed(), threads: 2)
    let ways: [(String, [[Float]])] = [
      ("a second time", try texts.map { try model.encode($0) }),
      ("in one batch", try Self.rows(model.encode(texts, threads: 1))),
      ("by two threads in another order", Self.rows(reversed).reversed()),
    ]
    return ways.compactMap { way, vectors in Self.finding(texts, alone, vectors, way) }
  }

  /// What stands against the vectors of texts encoded in another way.
  static func finding(_ texts: [String], _ alone: [[Float]], _ vectors: [[Float]], _ way: String) -> Finding? {
    let place = zip(alone, vectors).enumerated().first { _, pair in
      !pair.0.elementsEqual(pair.1) { $0.bitPattern == $1.bitPattern }
    }
    guard let place else { return nil }
    return error(
      seen: "\"\(ShownName.of(texts[place.offset]))\" has other bits when it is encoded \(way)",
      expected: "the same bits every time",
      remedy: "Report this as a fault of hfpub, with the model's name."
    )
  }

  private static func rows(_ matrix: EmbeddingMatrix) -> [[Float]] {
    (0..<matrix.rows).map { Array(matrix[$0]) }
  }
}
