import Documents
import Findings

/// The library is named, and the Hub knows it: the Hub does not find out by itself how a static model is loaded.
struct LibraryNameRule: CardRule {
  static let code = "HFP520"
  static let title = "the library is named and known"
  static let page = CheckPage(
    why: """
      The library decides which example code the page offers and which files count as downloads. Without it a \
      model's downloads may not be counted at all.
      """,
    fix: """
      Write `library_name: model2vec` or `sentence-transformers`, as the files are made.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let metadata = card.metadata else { return [] }
    guard let node = metadata.optional("library_name") else {
      guard !UnknownKeys(metadata).misspelt.contains(where: { $0.meant == "library_name" }) else { return [] }
      return [
        Self.finding(
          .warning,
          seen: "no library",
          expected: "`library_name`, such as model2vec or sentence-transformers",
          remedy: "Add the key; the Hub shows how to load the model by it.",
          at: card.metadataStart
        )
      ]
    }
    guard !node.isNull, !node.isDisputed else { return [] }
    let text = node.textOrDisputed
    if let text, LibraryNames.known.contains(text) || text.allSatisfy({ $0 == " " }) { return [] }
    return [
      Self.finding(
        .warning,
        seen: text.map { "the library \(MetadataText.quoted($0))" } ?? MetadataText.described(node),
        expected: "a library that the Hub knows (list of \(LibraryNames.asOf))",
        remedy: "Check the name; the Hub shows no way to load a model of a library that it does not know."
          + (text.map(Self.suggestion) ?? ""),
        at: node.location
      )
    ]
  }

  private static func suggestion(_ text: String) -> String {
    let joined = String(text.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
    return MetadataText.suggestion(for: joined, among: LibraryNames.all)
  }
}
