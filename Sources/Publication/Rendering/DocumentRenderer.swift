import Documents
import Files
import Findings
import Templates

/// Renders a publication's files from templates, the manifest, the evidence, the measured scores and the facts read
/// from bytes.
///
/// The output is a function of its inputs: no clock, no locale, LF, one final newline.
public struct DocumentRenderer {
  /// The documents that have an embedded template, and whether they are shipped.
  public static let documents: [String: Bool] = [
    "README.md": true, "BENCHMARKS.md": true, "LIMITATIONS.md": true, "PUBLISHING.md": false,
    "CITATION.cff": true,
  ]
  /// The file that says of every number where it was born.
  public static let claimsFile = "claims.json"

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

  /// The files that the manifest asks for, in its order; `claims.json` last.
  ///
  /// - Throws: `DocumentError` with template, line and column for a name that the view does not have;
  ///   `PublicationError` for a document without a template and for a name in the manifest's words without a value.
  public func render(_ inputs: CardInputs) throws -> [RenderedFile] {
    if inputs.manifest.documents.contains("CITATION.cff"), inputs.manifest.authors.isEmpty {
      throw PublicationError.invalidValue(
        "documents",
        "CITATION.cff",
        expected: "`authors` beside it, whom the citation names",
        at: SourceLocation(file: inputs.manifest.file)
      )
    }
    let view = try CardView(inputs)
    let names = inputs.manifest.documents
    var files: [RenderedFile] = []
    for name in names where name != Self.claimsFile && name != CardFigures.folder {
      guard templates.names.contains(name) else {
        throw PublicationError.unknownName(
          "document",
          name,
          among: Self.documents.keys.sorted() + [Self.claimsFile, CardFigures.folder],
          at: SourceLocation(file: inputs.manifest.file)
        )
      }
      let (text, claims) = view.marks.extract(from: try templates.render(name, with: view.value))
      files.append(
        RenderedFile(path: name, text: text, claims: claims, isShipped: Self.documents[name] ?? true)
      )
    }
    files += view.figures.files
    if names.contains(Self.claimsFile) {
      files.append(
        RenderedFile(
          path: Self.claimsFile,
          text: ClaimsFile.text(files.filter { $0.isShipped && !$0.claims.entries.isEmpty })
        )
      )
    }
    return files
  }
}
