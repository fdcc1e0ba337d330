import Documents
import Findings

/// The relation to the base model is one that the Hub knows.
struct BaseModelRelationRule: CardRule {
  static let code = "HFP522"
  static let title = "the relation to the base model is one of the Hub's"
  static let page = CheckPage(
    why: """
      The Hub shows a model in the tree of its base as fine-tuned, quantised, merged or an adapter. An unknown word \
      leaves it out.
      """,
    fix: """
      Write finetune, quantized, merge or adapter, beside `base_model`.
      """
  )

  /// The relations that the Hub's documentation lists, as of 2026-08-22.
  static let known = ["adapter", "merge", "quantized", "finetune"]

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("base_model_relation") else { return [] }
    let text = node.scalarText
    guard let text, Self.known.contains(text) else {
      return [
        Self.finding(
          seen: "the relation \(text.map { MetadataText.quoted($0) } ?? MetadataText.described(node))",
          expected: "one of \(Self.known.joined(separator: ", "))",
          remedy: "Use one of these, or remove the key: the Hub then finds out by itself."
            + (text.map { MetadataText.suggestion(for: $0, among: Self.known) } ?? ""),
          at: node.location
        )
      ]
    }
    guard card.metadata?.optional("base_model") == nil else { return [] }
    return [
      Self.finding(
        .warning,
        seen: "the relation `\(text)` without a base model",
        expected: "`base_model` beside it",
        remedy: "Add `base_model`, or remove the relation.",
        at: node.location
      )
    ]
  }
}
