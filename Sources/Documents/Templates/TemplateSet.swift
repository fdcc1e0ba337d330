import Findings

/// Templates in a strict subset of Mustache, which may include one another.
///
/// Variables, dotted names, the current item `.`, sections, inverted sections, partials with indentation, comments and
/// other delimiters work as the Mustache specification says, down to the lines that tags have for themselves. What
/// differs, on purpose:
///
/// - Nothing is escaped: `{{x}}`, `{{{x}}}` and `{{&x}}` all print the text as it is, because the output is Markdown.
/// - A name without a value, a template that does not exist and an unknown kind of tag are errors with a place.
/// - Only texts can be printed; a list, an object or a truth value as a variable is an error.
/// - There are no lambdas, no inheritance and no dynamic names.
///
/// A section over a text renders once, with the text as `.`, unless the text is empty.
public struct TemplateSet: Sendable {
  /// Limits of one rendering.
  public struct Limits: Sendable {
    /// The largest output in bytes.
    public var outputBytes = 16 << 20
    /// The deepest inclusion of templates.
    public var depth = 32
    /// The most parts of templates that are visited, so that nested empty loops end too.
    public var steps = 5_000_000

    /// The usual limits: 16 MiB of output, 32 levels, five million steps.
    public init() {}
  }

  private let templates: [String: Template]

  /// The names of the templates, sorted.
  public var names: [String] { templates.keys.sorted() }

  /// Parses all templates; `sources` holds their texts by name.
  ///
  /// - Throws: `DocumentError` with template, line and column: `.templateSyntax`, or `.unknownTemplate` for a partial
  ///   that is not in the set, also where it would not be reached.
  public init(sources: [String: String]) throws(DocumentError) {
    var templates: [String: Template] = [:]
    // In the order of names, so that of several errors always the same one is told.
    for (name, text) in sources.sorted(by: { $0.key < $1.key }) {
      templates[name] = try Template(name: name, text: text)
    }
    self.templates = templates
    for name in templates.keys.sorted() {
      guard let template = templates[name] else { continue }
      for partial in template.partials where templates[partial.name] == nil {
        throw unknown(partial.name, location: template.location(of: partial.offset))
      }
    }
  }

  /// Renders a template with a value, mostly an object.
  ///
  /// - Throws: `DocumentError` with template, line and column: `.unknownName`, `.notPrintable`, `.unknownTemplate`,
  ///   `.templateRecursion` or `.tooLarge`.
  public func render(
    _ name: String,
    with value: TemplateValue,
    limits: Limits = Limits()
  ) throws(DocumentError) -> String {
    guard let template = templates[name] else { throw unknown(name, location: nil) }
    var renderer = TemplateRenderer(templates: templates, limits: limits, value: value)
    try renderer.render(template, indentation: "", depth: 1)
    return renderer.output
  }

  private func unknown(_ name: String, location: SourceLocation?) -> DocumentError {
    let nearest = NearestName.suggestion(for: name, among: names)
    return DocumentError(
      .unknownTemplate,
      problem: "cannot render \(location?.file ?? TextEscape.printable(name))",
      reason: "there is no template \(TextEscape.quoted(name))",
      remedy: nearest.map { "Did you mean `\($0)`?" } ?? "Known templates: \(names.joined(separator: ", ")).",
      location: location
    )
  }
}
