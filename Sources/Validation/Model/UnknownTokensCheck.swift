import EmbeddingCore
import Evaluation
import Findings
import Publication

/// The vocabulary knows the languages that the card names.
struct UnknownTokensCheck: Check {
  static let code = "HFP206"
  static let title = "the vocabulary knows the texts it is measured on"
  static let page = CheckPage(
    why: """
      Unknown tokens are dropped before the mean is taken, so that a text of them has the zero vector and is like \
      nothing. A tokenizer without its normaliser takes every capital letter for unknown, and a vocabulary cut to one \
      language does so with all others.
      """,
    fix: """
      Look at the tokens of a text. If the tokenizer is the wrong one, put the right one beside the table; if the \
      language is beyond the model, take it out of `languages`.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model, model.facts.unknownTokenID != nil else { return [] }
    var findings: [Finding] = []
    var texts = Self.texts(context.manifest)
    if texts.isEmpty, context.manifest.languages.contains("en") { texts["en"] = ProbeTexts.sentences }
    for (language, texts) in texts.sorted(by: { $0.key < $1.key }) {
      let coverage = try texts.map { try model.coverage(of: $0) }
      let total = coverage.reduce(TokenCoverage(), +)
      // In a handful of tokens one name is a large share.
      guard total.total >= 40, total.unknownShare > 0.05,
        let worst = zip(texts, coverage).max(by: { $0.1.unknown < $1.1.unknown })
      else { continue }
      findings.append(
        Finding(
          code: Self.code,
          severity: total.unknownShare > 0.5 ? .error : .warning,
          location: SourceLocation(file: "\(model.facts.folder)/\(model.facts.layout.tokenizerPath)"),
          seen:
            "\(total.unknown) of \(total.total) tokens (\(Int((total.unknownShare * 100).rounded())) %) of the suites' texts"
            + "\(language.isEmpty ? "" : " in \(language)") are unknown, \(worst.1.unknown) of \(worst.1.total) in \"\(ShownName.of(worst.0))\"",
          expected: "at most 5 %; unknown tokens are dropped",
          remedy: "Check that tokenizer.json is whole and belongs to this table."
        )
      )
    }
    return findings
  }

  /// The suites' texts by language; the empty key holds those of which no language is said.
  ///
  /// A language that the manifest does not claim may be unknown to the model: suites measure that on purpose.
  private static func texts(_ manifest: Manifest) -> [String: [String]] {
    var texts: [String: [String]] = [:]
    var seen: Set<String> = []
    for suite in manifest.smokeTests.map(\.suite) {
      for pair in suite.pairs {
        for text in [pair.a] + pair.distractors where seen.insert(text).inserted { texts["", default: []].append(text) }
        let language = pair.language ?? ""
        guard language.isEmpty || isClaimed(language, manifest), seen.insert(pair.b).inserted else { continue }
        texts[language, default: []].append(pair.b)
      }
      for text in suite.topics.flatMap(\.texts) where seen.insert(text).inserted { texts["", default: []].append(text) }
    }
    return texts
  }

  private static func isClaimed(_ language: String, _ manifest: Manifest) -> Bool {
    let primary = language.split(separator: "-").first.map { $0.lowercased() } ?? language
    return manifest.languages.contains {
      $0 == "multilingual" || $0.lowercased().split(separator: "-").first.map(String.init) == primary
    }
  }
}
