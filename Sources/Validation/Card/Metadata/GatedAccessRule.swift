import Documents
import Findings

/// The questions of a gated model have forms that the Hub can show.
struct GatedAccessRule: CardRule {
  static let code = "HFP533"
  static let title = "the questions of a gated model have the Hub's form"
  static let page = CheckPage(
    why: """
      A question in another form is not asked: the model is open to everybody while its author thinks that it is \
      gated.
      """,
    fix: """
      Follow the form of the Hub's documentation on gated models: a mapping from question to kind of answer.
      """
  )

  private static let texts = [
    "extra_gated_heading", "extra_gated_description", "extra_gated_prompt", "extra_gated_button_content",
  ]
  /// The kinds of question that the Hub's documentation lists, as of 2026-08-22.
  private static let kinds = ["text", "checkbox", "date_picker", "country", "ip_location"]

  func run(_ card: CardDocument) -> [Finding] {
    var findings: [Finding] = []
    for key in Self.texts {
      guard let node = card.metadataValue(key), node.textOrDisputed == nil else { continue }
      findings.append(Self.wrong(key, node, expected: "a text", remedy: "Write it in quotes."))
    }
    if let node = card.metadataValue("extra_gated_eu_disallowed"), ScalarReading(node) != .other(.boolean),
      !node.isDisputed
    {
      findings.append(
        Self.wrong("extra_gated_eu_disallowed", node, expected: "true or false", remedy: "Write it without quotes.")
      )
    }
    guard let node = card.metadataValue("extra_gated_fields") else { return findings }
    guard case .mapping(let fields) = node.value else {
      return findings + [
        Self.wrong(
          "extra_gated_fields",
          node,
          expected: "a mapping of questions to their kinds",
          remedy: "Write `Question: text` lines, indented below it."
        )
      ]
    }
    return (findings + fields.compactMap(Self.field)).limited()
  }

  private static func field(_ field: YAMLPair) -> Finding? {
    var node = field.value
    if case .mapping = node.value, let keys = try? node.mapping(named: "the question") {
      guard let kind = keys.optional("type") else {
        return wrong(
          field.name,
          node,
          expected: "`type`",
          remedy: "Add `type`: \(kinds.joined(separator: ", ")) or select."
        )
      }
      if kind.scalarText == "select" {
        if case .sequence(let options)? = keys.optional("options")?.value, !options.isEmpty { return nil }
        return wrong(
          field.name,
          keys.optional("options") ?? kind,
          expected: "`options` with a list of answers",
          remedy: "Add the answers."
        )
      }
      node = kind
    }
    if let kind = node.scalarText, kinds.contains(kind) { return nil }
    return wrong(
      field.name,
      node,
      expected: "one of \(kinds.joined(separator: ", ")), or a mapping with type select",
      remedy: "Correct the kind." + (node.scalarText.map { MetadataText.suggestion(for: $0, among: kinds) } ?? "")
    )
  }

  private static func wrong(_ name: String, _ node: YAMLNode, expected: String, remedy: String) -> Finding {
    finding(
      seen: "\(MetadataText.quoted(name)) with \(MetadataText.described(node))",
      expected: expected,
      remedy: remedy,
      at: node.location
    )
  }
}
