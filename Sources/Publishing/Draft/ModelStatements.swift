import Documents
import EmbeddingCore
import Files
import HubAPI
import Validation

/// What the texts in a model's folder say about it, each with the file that says so.
struct ModelStatements: Sendable {
  /// Something that a file says.
  struct Statement<Value: Sendable>: Sendable {
    var value: Value
    /// The file's name.
    var source: String
  }

  /// The Hub's id of the licence.
  var license: Statement<String>?
  /// The licence's text as it lies in the folder.
  var licenseText: Statement<String>?
  var baseModel: Statement<String>?
  var languages: Statement<[String]>?
  var tags: Statement<[String]>?
  var datasets: Statement<[String]>?
  /// A licence in a card that may be none of the model's: model2vec writes its own library's into every card.
  var doubtfulLicense: String?

  private static let licenseNames = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING"]
  private static let card = "README.md"

  /// Reads what is there; what cannot be read counts as not said.
  init(_ model: StaticModel) {
    let folder = model.facts.folder
    for name in Self.licenseNames {
      guard licenseText == nil, let text = try? LocalFiles.readText("\(folder)/\(name)", limit: 1 << 20),
        !text.allSatisfy(\.isWhitespace)
      else { continue }
      licenseText = Statement(value: text, source: name)
      license = LicenseText.id(ofText: text).map { Statement(value: $0, source: name) }
    }
    readCard(folder)
    // A path of the machine that made the model is no model on the Hub.
    if baseModel == nil, let name = model.facts.tokenizerName, RepositoryID(name) != nil {
      baseModel = Statement(value: name, source: model.facts.layout.configurationPath)
    }
  }

  private mutating func readCard(_ folder: String) {
    guard let text = try? LocalFiles.readText("\(folder)/\(Self.card)", limit: 1 << 20),
      let fields = CardMetadata(FrontMatter.split(text)).values
    else { return }
    func said(_ key: String) -> Statement<[String]>? {
      fields[key].flatMap { $0.isEmpty ? nil : Statement(value: $0, source: Self.card) }
    }
    func saidOnce(_ key: String) -> Statement<String>? {
      said(key).flatMap { $0.value.count == 1 ? Statement(value: $0.value[0], source: $0.source) : nil }
    }
    languages = said("language")
    tags = said("tags")
    datasets = said("datasets")
    baseModel = saidOnce("base_model").flatMap { RepositoryID($0.value) == nil ? nil : $0 }
    guard license == nil, let found = saidOnce("license") else { return }
    if found.value == "mit", saidOnce("library_name")?.value == "model2vec" {
      doubtfulLicense = found.value
    } else {
      license = found
    }
  }
}

extension CardMetadata {
  /// The fields by key; nil where the front matter cannot be read.
  fileprivate var values: [String: [String]]? {
    guard problem == nil else { return nil }
    return Dictionary(fields.map { ($0.key, $0.values) }, uniquingKeysWith: { first, _ in first })
  }
}
