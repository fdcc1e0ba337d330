import Documents
import Findings

/// `inference` is true, false or holds parameters.
struct InferenceRule: CardRule {
  static let code = "HFP532"
  static let title = "inference is a truth value or holds parameters"
  static let page = CheckPage(
    why: """
      A value of another kind is ignored, and the widget stays on or off against the author's wish.
      """,
    fix: """
      Write true or false, or the parameters as a mapping.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("inference") else { return [] }
    switch node.value {
    case .scalar:
      if ScalarReading(node) == .other(.boolean) || node.isDisputed { return [] }
    case .mapping:
      guard let keys = try? node.mapping(named: "inference"), keys.optional("parameters") == nil else { return [] }
      return [
        Self.finding(
          .warning,
          seen: "`inference` without `parameters`",
          expected: "`parameters` with the values below it",
          remedy: "Put the values under `parameters`."
            + MetadataText.suggestion(for: "parameters", among: keys.keys.map { String($0.prefix(48)) }),
          at: node.location
        )
      ]
    case .sequence: break
    }
    return [
      Self.finding(
        .warning,
        seen: "`inference` with \(MetadataText.described(node))",
        expected: "true, false or a mapping with `parameters`",
        remedy: "Write false, without quotes, to hide the widget.",
        at: node.location
      )
    ]
  }
}
