import Documents
import Files
import Findings
import Publication

/// Nothing is left that `hfpub init` could not know.
struct UnsaidPlacesCheck: Check {
  static let code = "HFP305"
  static let title = "everything that only a person can say is said"
  static let page = CheckPage(
    why: """
      `hfpub init` writes what a model's files say, and marks with `\(UnsaidPlaces.mark)` what they do not: what the \
      model is for, and under which licence its base is. A mark on a card tells a reader that nobody has finished.
      """,
    fix: """
      Put your words in the place of the mark, or take the key out where there is nothing to say.
      """,
    isWaivable: false
  )
  static let covers: Set<String> = ["HFP517", "HFP518"]

  func run(_ context: CheckContext) throws -> [Finding] {
    let file = context.manifest.file
    return try UnsaidPlaces.find(in: try LocalFiles.readText(file, limit: 1 << 20), file: file).map { place in
      Self.error(
        seen: "`\(place.key)` is still to be said",
        expected: place.what,
        remedy: "Write it in the place of the mark.",
        at: place.location
      )
    }
  }
}

/// The places of a manifest that wait for a person.
package enum UnsaidPlaces {
  /// How the text of such a place begins.
  package static let mark = "SAY:"

  /// A place.
  package struct Place: Sendable {
    /// The key at the top of the manifest.
    package var key: String
    /// What is to be said.
    package var what: String
    /// Where.
    package var location: SourceLocation
  }

  /// Finds them, in the order of the file.
  ///
  /// - Throws: `DocumentError` when the text is no manifest.
  package static func find(in text: String, file: String) throws -> [Place] {
    try YAMLNode.parse(text, file: file).mapping(named: "the manifest").pairs
      .flatMap { pair in texts(pair.value).map { (pair.name, $0.text, $0.location) } }
      .filter { isUnsaid($0.1) }
      .map { key, text, location in
        Place(key: key, what: String(text.dropFirst(mark.count).drop { $0 == " " }), location: location)
      }
  }

  /// Whether a text waits for a person.
  static func isUnsaid(_ text: String) -> Bool { text.hasPrefix(mark) }

  private static func texts(_ node: YAMLNode) -> [(text: String, location: SourceLocation)] {
    switch node.value {
    case .scalar(let text, _): [(text, node.location)]
    case .sequence(let items): items.flatMap(texts)
    case .mapping(let pairs): pairs.flatMap { texts($0.value) }
    }
  }
}
