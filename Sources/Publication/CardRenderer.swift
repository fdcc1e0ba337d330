import Documents
import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Templates

/// Renders the model card from templates, the manifest, the measured scores and the facts read from bytes.
///
/// The output is a function of its inputs: no clock, no locale, LF, one final newline.
public struct CardRenderer {
  private let templates: TemplateSet

  /// A renderer with the embedded templates, overridden by name by `*.mustache` files of `folder`.
  ///
  /// - Throws: `DocumentError` for a malformed template; `FileError` for an unreadable one.
  public init(overriddenBy folder: String? = nil) throws {
    var sources = EmbeddedTemplates.sources
    if let folder {
      for (name, kind) in try LocalFiles.list(folder) where kind == .file && name.hasSuffix(".mustache") {
        sources[String(name.dropLast(".mustache".count))] = try LocalFiles.readText("\(folder)/\(name)")
      }
    }
    templates = try TemplateSet(sources: sources)
  }

  /// The text of `README.md`.
  ///
  /// - Throws: `DocumentError` with template, line and column for a name that the view does not have.
  public func render(_ view: CardView) throws -> String {
    try templates.render("README.md", with: view.value)
  }
}
