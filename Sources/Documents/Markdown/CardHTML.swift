/// A model card as a page shows it: the metadata in a box, the Markdown as HTML.
public struct CardHTML: Sendable {
  /// What the front matter says.
  public var metadata: CardMetadata
  /// The rest of the card; missing annotations are indices into those that were given.
  public var body: MarkdownHTML.Rendering

  /// Renders a whole card; lines of annotations are lines of the card, and those in its front matter are missing from
  /// the body.
  public init(
    _ card: String,
    options: MarkdownHTML.Options = .init(),
    address: (_ address: String, _ isImage: Bool) -> String = { a, _ in a }
  ) {
    let matter = FrontMatter.split(card)
    metadata = CardMetadata(matter)
    var options = options
    for index in options.annotations.indices {
      // A line that is none stays none.
      options.annotations[index].line = max(0, options.annotations[index].line) - (matter.bodyStartLine - 1)
    }
    body = MarkdownHTML.render(matter.body, options: options, address: address)
  }
}
