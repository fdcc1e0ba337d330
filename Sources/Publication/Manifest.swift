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
  public var title: String
  /// The first paragraph of the card.
  public var summary: String
  /// The model's folder, absolute or relative to the working directory.
  public var modelFolder: String
  /// The Hub's licence id, such as `apache-2.0`.
  public var license: String
  /// Where `license` stands, for findings about it.
  public var licenseLocation: SourceLocation
  /// The licence's text, relative to the publication.
  public var licenseFile: String?
  /// The repository of the model that this one was made from.
  public var baseModel: String?
  /// Language codes.
  public var languages: [String]
  /// The Hub's `library_name`.
  public var library: String
  /// The Hub's `pipeline_tag`.
  public var task: String
  /// The Hub's tags.
  public var tags: [String]
  /// Who must be named.
  public var attribution: String?
  /// What the model cannot do, one sentence or two each.
  public var limitations: [String]
  /// Example scripts, relative to the publication.
  public var examples: [String]
  /// Further files to ship, relative to the publication.
  public var files: [String]
  /// A folder of templates that override the embedded ones by name.
  public var templatesFolder: String?
  /// The suites to score, with thresholds.
  public var smokeTests: [SmokeTest]
  /// The manifest file.
  public var file: String

  /// Every text of every suite, in order: what checks and verification encode.
  public var smokeTexts: [String] { smokeTests.flatMap(\.suite.texts) }
}
