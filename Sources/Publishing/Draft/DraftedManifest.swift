import Documents
import Evaluation
import Publication
import Validation

/// The text of a first manifest.
struct DraftedManifest {
  var name: String
  var modelPath: String
  var statements: ModelStatements
  var hasLicenseText: Bool
  var examples: [String]
  var tests: [DraftedTest]
  var today: String

  var text: String {
    """
    # Drafted by hfpub on \(today) from the model's files. What can be read from its bytes or measured is not written here:
    # {{model.dimension}} in a text is the number that hfpub finds. Where \(UnsaidPlaces.mark) stands, only you know what to say, and
    # nothing is published before. `hfpub schema manifest` describes every key.
    version: 1
    name: \(YAMLWriter.scalar(name))
    title: \(quoted(name + ", {{model.dimension}} dimensions"))
    summary: \(unsaid("what the model is for, in one or two sentences"))

    model: \(YAMLWriter.scalar(modelPath))
    \(license)
    \(baseModel)
    \(list("languages", statements.languages, else: "languages of the texts that it is for, such as [en]"))
    library: model2vec
    task: sentence-similarity
    tags: \(flow(tags))
    \(statements.datasets.map { "datasets: \(flow($0.value))  # \($0.source)\n" } ?? "")
    # attribution: whom the licences ask to name, and what was changed

    # These hold for every static model; add what you know of this one.
    limitations:
      - The order of words does not count. "Dog bites man" and "man bites dog" have the same vector.
      - Idioms are read word by word, because a static model adds up the meanings of tokens.

    examples: \(flow(examples))
    documents: [README.md, BENCHMARKS.md, figures, claims.json]

    # English texts to begin with; put suites of your own beside them. A floor is what the model scored on
    # \(today), less a tenth, so that a damaged one fails. A suite without floors is only reported.
    smoke_tests:
    \(tests.map(entry).joined(separator: "\n"))

    """
  }

  private var tags: [String] {
    let own = statements.tags?.value ?? []
    return own + ["embeddings", "static-embeddings", "model2vec"].filter { !own.contains($0) }
  }

  private var license: String {
    var lines: [String] = []
    if let license = statements.license {
      lines.append("license: \(YAMLWriter.scalar(license.value))  # \(license.source)")
    } else {
      let found = statements.doubtfulLicense.map {
        "; the model's README.md says \($0), which model2vec writes into every card"
      }
      lines.append("license: \(unsaid("the Hub's id of its licence, such as apache-2.0\(found ?? "")"))")
    }
    lines.append(hasLicenseText ? "license_file: LICENSE" : "# license_file: the licence's text, to be shipped")
    return lines.joined(separator: "\n")
  }

  private var baseModel: String {
    guard let base = statements.baseModel else {
      return "# base_model: owner/name of the model that it was made from\n# base_license: that model's licence"
    }
    return """
      base_model: \(YAMLWriter.scalar(base.value))  # \(base.source)
      base_license: \(unsaid("the licence that the card of \(base.value) names"))
      """
  }

  private func list(_ key: String, _ statement: ModelStatements.Statement<[String]>?, else what: String) -> String {
    statement.map { "\(key): \(flow($0.value))  # \($0.source)" } ?? "# \(key): \(what)"
  }

  private func entry(_ test: DraftedTest) -> String {
    let line = "  - suite: \(YAMLWriter.scalar(test.path))"
    let floors = test.floors
    guard !floors.isEmpty else { return "  # \(test.assessment.verdict.rawValue): \(test.assessment.reason)\n\(line)" }
    let limits = floors.map { "\($0.metric.rawValue): \($0.minimum)" }.joined(separator: ", ")
    return "\(line)\n    at_least: {\(limits)}"
  }

  private func unsaid(_ what: String) -> String { quoted("\(UnsaidPlaces.mark) \(what)") }

  private func flow(_ values: [String]) -> String { "[\(values.map(quoted).joined(separator: ", "))]" }

  /// In a list of one line commas end plain texts, so that all but simple words are quoted.
  private func quoted(_ text: String) -> String {
    let isSimple = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_/.".contains($0)) }
    return isSimple ? YAMLWriter.scalar(text) : YAMLWriter.quoted(text)
  }
}
