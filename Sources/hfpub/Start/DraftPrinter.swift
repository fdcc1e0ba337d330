import Documents
import EmbeddingCore
import Evaluation
import Publication
import Publishing

/// Says what a first publication holds, and what is left to do.
struct DraftPrinter {
  let draft: PublicationDraft
  let folder: String

  func show() {
    let model = draft.model
    Console.step(
      "Reading",
      "\(model.folder): \(model.tokenizerModel), \(NumberFormat.count(model.rows)) × \(model.dimension) "
        + "\(model.tableTypeName), \(NumberFormat.bytes(model.weightsFile.size))"
    )
    for fact in draft.facts { Console.step("Found", "\(fact.subject): \(fact.value) (\(fact.source))") }
    let counts = Verdict.allCases.reversed().compactMap { verdict -> String? in
      let count = draft.verdicts.count { $0 == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    Console.step("Measuring", "\(draft.verdicts.count) suites: \(counts.joined(separator: ", "))")
    let single = draft.files.map(\.path).filter { !$0.contains("/") }
    Console.step("Writing", "\(folder): \(single.joined(separator: ", ")), \(draft.verdicts.count) suites, an example")
    let manifest = "\(folder)/\(ManifestReader.fileName)"
    let places = draft.unsaid.map { "\($0.key) (line \($0.line))" }.joined(separator: ", ")
    if !places.isEmpty { Console.step("Left to say", "in \(manifest): \(places)") }
    Self.showNext(folder)
  }

  /// Says what comes next, and on standard output where the manifest is.
  static func showNext(_ folder: String) {
    Console.step("Next", "hfpub validate \(folder)")
    Console.step("", "hfpub upload \(folder) --rehearse")
    Console.result("\(folder)/\(ManifestReader.fileName)")
  }
}
