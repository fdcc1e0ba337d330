import Documents
import Findings

extension ValueBook {
  /// The words with every `{{name}}` replaced by its number, marked with its origin.
  ///
  /// A number that is not of this run says so: `0.950 (recorded 2025-10-19)`.
  ///
  /// - Throws: `PublicationError` for a name that nothing has, and for braces that are not closed.
  public func expand(_ prose: Prose, marks: inout Marks) throws -> String {
    var text = ""
    var rest = Substring(prose.text)
    while let open = rest.firstRange(of: "{{") {
      text += rest[..<open.lowerBound]
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else {
        throw PublicationError(
          .invalidValue,
          problem: "cannot expand \"\(TextEscape.printable(prose.text))\"",
          reason: "{{ is not closed",
          remedy: "Close it with }}.",
          location: prose.location
        )
      }
      let name = rest[..<close.lowerBound].filter { $0 != " " }
      rest = rest[close.upperBound...]
      guard let value = self[name] else {
        let place = prose.location ?? SourceLocation(file: "the manifest")
        throw PublicationError.unknownName("value", name, among: names, at: place)
      }
      text += marks.mark(value.text, value.origin)
      if case .recorded(let date) = value.basis { text += " (recorded \(date))" }
    }
    return text + rest
  }
}
