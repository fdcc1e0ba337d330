/// A file that was rendered, with the origins of its numbers.
public struct RenderedFile: Sendable, Hashable {
  /// Its path in the publication and in the repository.
  public var path: String
  /// Its text.
  public var text: String
  /// Where its numbers were born.
  public var claims: ClaimMap
  /// Whether it goes to the repository; the publication guide stays at home.
  public var isShipped: Bool

  /// A rendered file.
  public init(path: String, text: String, claims: ClaimMap = ClaimMap(), isShipped: Bool = true) {
    self.path = path
    self.text = text
    self.claims = claims
    self.isShipped = isShipped
  }

  /// Whether it is prose, whose every number must have an origin.
  public var isMarkdown: Bool { path.hasSuffix(".md") }
}
