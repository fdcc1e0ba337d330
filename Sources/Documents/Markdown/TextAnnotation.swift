/// A note on a piece of a Markdown text, which its HTML carries as a `span` around that piece.
public struct TextAnnotation: Sendable, Hashable {
  /// The line of the Markdown, from 1.
  public var line: Int
  /// The column of the first character, from 1, in characters.
  public var column: Int
  /// The piece as it stands in the Markdown.
  public var text: String
  /// What a reader sees who points at it.
  public var title: String
  /// The classes of the `span`.
  public var classes: [String]

  /// A note on a piece of text.
  public init(line: Int, column: Int, text: String, title: String, classes: [String]) {
    self.line = line
    self.column = column
    self.text = text
    self.title = title
    self.classes = classes
  }

  /// The opening tag; it can be reached by keyboard and by touch.
  var tag: String {
    HTMLText.tag("span", [("class", classes.joined(separator: " ")), ("title", title), ("tabindex", "0")])
  }
}
