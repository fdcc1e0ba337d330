import Documents
import Findings

/// Results are numbers as people write them, not what a program left behind.
struct ModelIndexValuesRule: CardRule {
  static let code = "HFP528"
  static let title = "results are numbers without leftovers of a program"
  static let page = CheckPage(
    why: """
      `None`, `nan` and 0.30000000000000004 are leftovers of the program that wrote the card. They show that nobody \
      has looked at it.
      """,
    fix: """
      Write the number as it was measured, rounded to the digits that it carries.
      """
  )

  private static let nothings: Set<String> = [
    "none", "null", "nan", ".nan", "inf", "-inf", ".inf", "-.inf", "+.inf", "+inf", "n/a", "undefined",
  ]

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("model-index") else { return [] }
    var walk = ModelIndexWalk()
    walk.models(node)
    return walk.values.compactMap(Self.finding).limited()
  }

  private static func finding(_ value: YAMLNode) -> Finding? {
    guard case .scalar(let text, let style) = value.value else { return nil }
    if value.isNull || text.allSatisfy({ $0 == " " }) || nothings.contains(String(text.prefix(16)).lowercased()) {
      return finding(
        seen: value.isNull ? "a result without a value" : "the result \(MetadataText.quoted(text))",
        expected: "a number",
        remedy: "Give the number, or leave the metric out.",
        at: value.location
      )
    }
    guard style == .plain, let short = withoutNoise(text) else { return nil }
    return finding(
      .warning,
      seen: "the result \(MetadataText.quoted(text)) with the rounding error of a program",
      expected: "`\(short)`",
      remedy: "Round it.",
      at: value.location
    )
  }

  /// The number without the rounding error at its end: 0.30000000000000004 gives 0.3; nil when there is none.
  ///
  /// Digits that were computed to the end are not noise. Noise is what disappears for a far shorter number when the
  /// last few of at least fifteen digits are rounded away.
  static func withoutNoise(_ text: String) -> String? {
    guard text.utf8.count <= 40, text.contains("."), !text.contains(where: { $0 == "e" || $0 == "E" }),
      let number = Double(text)
    else { return nil }
    let digits = text.filter(\.isNumber).drop { $0 == "0" }
    guard digits.count >= 15, let dot = text.firstIndex(of: ".") else { return nil }
    let whole = text[..<dot].filter(\.isNumber).drop { $0 == "0" }.count
    let places = max(0, 13 - whole)
    var short = NumberFormat.decimal(number, places: places)
    while short.hasSuffix("0") { short.removeLast() }
    if short.hasSuffix(".") { short += "0" }
    return short.filter(\.isNumber).count <= digits.count - 5 && short.filter(\.isNumber).count <= 11 ? short : nil
  }
}
