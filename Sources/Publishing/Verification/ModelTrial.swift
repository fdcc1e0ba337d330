import Documents
import EmbeddingCore
import Evaluation
import Files
import Findings
import Validation

/// Loads a fetched model and runs it.
struct ModelTrial {
  // Sums of the same numbers in the same order; another C library's square root may differ in the last place.
  private static let tolerance = 1e-9

  let folder: String
  let receipt: PublishReceipt?

  func run(_ report: inout VerificationReport) {
    let model: StaticModel
    do {
      model = try StaticModel(folder: folder)
    } catch {
      let reason = ReceiptRecorder.withoutFolders(error.reason)
      report.add("model", .failed, "it does not load as a static model: \(reason)")
      report.add("vectors", .notChecked, "the model does not load")
      return
    }
    let facts = model.facts
    report.model = .init(
      dimension: facts.dimension,
      rows: facts.rows,
      type: facts.tableTypeName,
      tokenizer: facts.tokenizerModel,
      size: facts.weightsFile.size
    )
    report.add(
      "model",
      .passed,
      "it loads: \(NumberFormat.count(facts.rows)) rows × \(facts.dimension) dimensions, \(facts.tableTypeName), "
        + facts.tokenizerModel
    )
    do {
      try tryVectors(model, &report)
      if let receipt {
        try compareVectors(model, receipt, &report)
        try compareScores(model, receipt, &report)
      }
    } catch {
      let reason = (error as? any ExplainedError)?.reason ?? "\(error)"
      report.add("vectors", .failed, "the model cannot be run: \(ReceiptRecorder.withoutFolders(reason))")
    }
    compareClaims(model, &report)
  }

  // MARK: What holds of any model

  private func tryVectors(_ model: StaticModel, _ report: inout VerificationReport) throws {
    let texts = ProbeTexts.sentences
    let first = try texts.map { try model.encode($0) }
    let again = try StaticModel(folder: folder)
    let isSame = try zip(texts, first).allSatisfy { text, vector in
      try again.encode(text).map(\.bitPattern) == vector.map(\.bitPattern)
    }
    let endless = first.count { !$0.allSatisfy(\.isFinite) }
    let empty = first.count { $0.allSatisfy { $0 == 0 } }
    guard endless == 0 else {
      return report.add("vectors", .failed, "\(endless) of \(texts.count) vectors hold numbers that are not finite")
    }
    guard empty < texts.count else { return report.add("vectors", .failed, "every vector is zero") }
    guard isSame else { return report.add("vectors", .failed, "the same text got another vector the second time") }
    let zero = empty == 0 ? "" : ", \(empty) of them zero"
    report.add("vectors", .passed, "finite and the same each time, of \(texts.count) sentences\(zero)")
  }

  // MARK: The receipt

  private func compareVectors(
    _ model: StaticModel,
    _ receipt: PublishReceipt,
    _ report: inout VerificationReport
  ) throws {
    guard !receipt.vectors.isEmpty else {
      return report.add("receipt vectors", .notChecked, "the receipt holds none")
    }
    let (vectors, all) = try VectorDigest.receipt(model, receipt.vectors.map(\.text))
    let differing = zip(vectors, receipt.vectors).filter { $0.sha256 != $1.sha256 }
    if let first = differing.first {
      let others = differing.count == 1 ? "" : " and of \(differing.count - 1) more"
      report.add(
        "receipt vectors",
        .failed,
        "another vector for “\(first.0.text.prefix(60))”\(others) than in the receipt"
      )
    } else if vectors.count != receipt.vectors.count || all.hex != receipt.vectorsSHA256 {
      report.add("receipt vectors", .failed, "the digest of all vectors is not that of the receipt")
    } else {
      report.add("receipt vectors", .passed, "the same bits as in the receipt, of \(vectors.count) texts")
    }
  }

  private func compareScores(
    _ model: StaticModel,
    _ receipt: PublishReceipt,
    _ report: inout VerificationReport
  ) throws {
    var count = 0
    var hasFailed = false
    for test in receipt.smokeTests {
      guard let suite = test.suite else {
        report.add("scores", .notChecked, "\(test.id): this version cannot run such a suite")
        continue
      }
      // Intervals are not compared, and cost most of the time.
      let result = try Evaluator(model: model, bootstrap: Bootstrap(resamples: 0)).run(suite)
      let now = Dictionary(
        result.scores.map { ($0.metric.rawValue, $0.value) },
        uniquingKeysWith: { first, _ in first }
      )
      for (metric, old) in test.scores.sorted(by: { $0.key < $1.key }) {
        guard let new = now[metric] else {
          report.add("scores", .notChecked, "\(test.id): this version does not know the metric \(metric)")
          continue
        }
        count += 1
        guard abs(new - old) > Self.tolerance || !new.isFinite else { continue }
        hasFailed = true
        report.add("scores", .failed, "\(test.id): \(metric) is \(new), in the receipt \(old)")
      }
    }
    if count == 0 {
      report.add("scores", .notChecked, "the receipt holds none")
    } else if !hasFailed {
      let tests = receipt.smokeTests.count
      report.add("scores", .passed, "\(count) scores of \(tests) smoke test\(tests == 1 ? "" : "s") as in the receipt")
    }
  }

  // MARK: What the files claim

  private func compareClaims(_ model: StaticModel, _ report: inout VerificationReport) {
    let facts = model.facts
    let name = facts.layout.configurationPath
    var claims = 0
    if let claimed = facts.configuration.hiddenDimension {
      claims += 1
      let isTrue = claimed == facts.dimension
      report.add(
        "hidden_dim",
        isTrue ? .passed : .failed,
        isTrue
          ? "\(claimed) in \(name), as the table has it" : "\(name) says \(claimed), the table has \(facts.dimension)"
      )
    }
    if let claimed = facts.configuration.embeddingDType {
      claims += 1
      // Formats have several names; a person sees whether these are the same.
      let isTrue = claimed == facts.tableTypeName
      report.add(
        "embedding_dtype",
        isTrue ? .passed : .note,
        isTrue
          ? "\(claimed) in \(name), as the table has it"
          : "\(name) says \(claimed), the table is \(facts.tableTypeName)"
      )
    }
    if claims == 0 { report.add("claims", .notChecked, "\(name) claims neither hidden_dim nor embedding_dtype") }
  }
}
