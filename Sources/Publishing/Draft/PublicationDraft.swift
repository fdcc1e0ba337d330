import Documents
import EmbeddingCore
import Evaluation
import Files
import Findings
import Publication
import Validation

/// A first publication for a model: what its files say, floors from what it scores, and marked places for what only a
/// person can say.
public struct PublicationDraft: Sendable {
  /// What a draft begins with, whatever the model.
  public struct Starter: Sendable {
    /// Suites by path, in the order of the manifest.
    public var suites: [(path: String, text: String)]
    /// Example scripts by path.
    public var examples: [(path: String, text: String)]
    /// Texts of licences that are the same for everybody, by the Hub's id.
    public var licenses: [String: String]

    /// A starter.
    public init(
      suites: [(path: String, text: String)],
      examples: [(path: String, text: String)],
      licenses: [String: String]
    ) {
      self.suites = suites
      self.examples = examples
      self.licenses = licenses
    }
  }

  /// Something that was read from the model's folder.
  public struct Fact: Sendable, Hashable {
    /// What it is about: `licence`.
    public var subject: String
    /// What was found.
    public var value: String
    /// The file that says so.
    public var source: String
  }

  /// The files of the publication by path, `hfpub.yaml` first.
  public let files: [(path: String, text: String)]
  /// What was found in the model's folder.
  public let facts: [Fact]
  /// The keys whose values a person has to say, with their lines in the manifest.
  public let unsaid: [(key: String, line: Int)]
  /// What the suites say about the model.
  public let verdicts: [Verdict]
  /// The model.
  public let model: ModelFacts

  /// Looks at a model, runs the starter's suites on it, and drafts.
  ///
  /// - Parameters:
  ///   - name: The publication's name.
  ///   - modelFolder: The model, as the process sees it; it is only read.
  ///   - modelPath: The same as the manifest is to say it.
  ///   - starter: What a draft begins with.
  ///   - today: The day, as year-month-day.
  /// - Throws: `EmbeddingError` when it is no model that can be run; errors of the starter's suites.
  public init(name: String, modelFolder: String, modelPath: String, starter: Starter, today: String) throws {
    let model = try StaticModel(folder: modelFolder)
    let statements = ModelStatements(model)
    let evaluator = Evaluator(model: model)
    let tests = try starter.suites.map { path, text in
      DraftedTest(path: path, result: try evaluator.run(try SuiteReader.read(text, file: path)))
    }
    let license = statements.licenseText?.value ?? statements.license.flatMap { starter.licenses[$0.value] }
    let manifest = DraftedManifest(
      name: name,
      modelPath: modelPath,
      statements: statements,
      hasLicenseText: license != nil,
      examples: starter.examples.map(\.path),
      tests: tests,
      today: today
    )
    .text
    files =
      [(ManifestReader.fileName, manifest)] + (license.map { [("LICENSE", $0)] } ?? []) + starter.suites
      + starter.examples
    facts = Self.facts(statements)
    unsaid = try UnsaidPlaces.find(in: manifest, file: ManifestReader.fileName).map { ($0.key, $0.location.line) }
    verdicts = tests.map(\.assessment.verdict)
    self.model = model.facts
  }

  private static func facts(_ statements: ModelStatements) -> [Fact] {
    func fact(_ subject: String, _ statement: ModelStatements.Statement<String>?) -> Fact? {
      statement.map { Fact(subject: subject, value: $0.value, source: $0.source) }
    }
    func list(_ subject: String, _ statement: ModelStatements.Statement<[String]>?) -> Fact? {
      statement.map { Fact(subject: subject, value: $0.value.joined(separator: ", "), source: $0.source) }
    }
    return [
      fact("licence", statements.license), fact("base model", statements.baseModel),
      list("languages", statements.languages), list("datasets", statements.datasets), list("tags", statements.tags),
    ]
    .compactMap(\.self)
  }

  /// Writes the files into a new folder: all of them, or none.
  ///
  /// - Throws: `PublishingError` when something is there already, or when it would be inside the model's folder;
  ///   `FileError`.
  public func write(to folder: String) throws {
    try NewFolder.write(
      files.map { ($0.path, Array($0.text.utf8)) },
      to: folder,
      modelFolder: model.folder
    )
  }
}
