import Evaluation
import Findings
import HubAPI

/// What a person says about a publication, from `hfpub.yaml`: identity, intent and pointers.
///
/// Numbers that can be read from bytes or measured are not in it; the reader refuses keys it does not know.
public struct Manifest: Sendable {
  /// The short name: letters, digits, `-`, `_` and `.`; names output files.
  public var name: String
  /// The repository that the publication belongs to; nil when it may go anywhere, as a sample may.
  public var repository: RepositoryID?
  /// The heading of the card.
  public var title: Prose
  /// The first paragraph of the card.
  public var summary: Prose
  /// The model's folder, absolute or relative to the working directory; nil when the model is elsewhere.
  public var modelFolder: String?
  /// The Hub's licence id, such as `apache-2.0`.
  public var license: String
  /// Where `license` stands, for findings about it.
  public var licenseLocation: SourceLocation
  /// The licence's text, relative to the publication.
  public var licenseFile: String?
  /// The licence's own name, where `license` is `other`.
  public var licenseName: String?
  /// Where the licence's text is: an address, or a file that is shipped.
  public var licenseLink: String?
  /// The repository of the model that this one was made from.
  public var baseModel: String?
  /// The licence of that model, as its card says it.
  public var baseLicense: String?
  /// How it was made from it, as the Hub names it: `finetune`, `quantized`, `merge` or `adapter`.
  public var baseModelRelation: String?
  /// Repositories of the data that it was trained on.
  public var datasets: [String]
  /// Language codes.
  public var languages: [String]
  /// The Hub's `library_name`.
  public var library: String
  /// The Hub's `pipeline_tag`.
  public var task: String
  /// The Hub's tags.
  public var tags: [String]
  /// Who must be named.
  public var attribution: Prose?
  /// What the model cannot do, one sentence or two each.
  public var limitations: [Limitation]
  /// Checks that are not to stand in the way.
  public var waivers: [Waiver]
  /// Example scripts, relative to the publication.
  public var examples: [String]
  /// Further files to ship, relative to the publication.
  public var files: [String]
  /// A folder of templates that override the embedded ones by name.
  public var templatesFolder: String?
  /// The suites to score, with thresholds.
  public var smokeTests: [SmokeTest]
  /// The numbers that the publication speaks of.
  public var metrics: [MetricDefinition] = []
  /// Weighted sums of them.
  public var composites: [CompositeDefinition] = []
  /// Numbers computed from others.
  public var derivations: [Derivation] = []
  /// Figures of one protocol side by side.
  public var comparisons: [Comparison] = []
  /// What others measured, or what was recorded earlier.
  public var evidence = Evidence()
  /// This model's name in the evidence.
  public var evidenceModel: String
  /// Statements with what they rest on.
  public var claims: [Claim] = []
  /// An earlier text about the model, sentence by sentence, which is checked and answered but not repeated.
  public var statements: [Statement] = []
  /// What must not be said, and what must.
  public var messaging = Messaging()
  /// Who made the publication, as a citation names them.
  public var authors: [String] = []
  /// Whether the card begins with badges of licence and library.
  public var hasBadges = false
  /// Whom the model is for.
  public var audience: [Prose] = []
  /// When to use it, and when not.
  public var useCases: [UseCase] = []
  /// How the model was made and measured, a paragraph each.
  public var method: [Prose] = []
  /// A BibTeX file, relative to the publication.
  public var citationsFile: String?
  /// The text of that file.
  public var citations: String?
  /// Links.
  public var links: [Link] = []
  /// The files that are rendered.
  public var documents: [String] = ["README.md"]
  /// The manifest file.
  public var file: String

  /// The model's folder.
  ///
  /// - Throws: `PublicationError` `.noModel` when there is none.
  public func requiredModelFolder() throws -> String {
    guard let modelFolder else { throw PublicationError.noModel(self) }
    return modelFolder
  }

  /// Every text of every suite, each once and in order: what checks and verification encode.
  public var smokeTexts: [String] {
    // Told apart by their bytes: an accent may be written in two ways, and a tokenizer may see two texts.
    var seen: Set<[UInt8]> = []
    return smokeTests.flatMap(\.suite.texts).filter { seen.insert(Array($0.utf8)).inserted }
  }
}
