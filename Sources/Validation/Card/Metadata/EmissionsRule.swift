import Documents
import Findings

/// Emissions are given in grams, and the number can be one.
///
/// A static model is made in seconds, so that a small number alone says nothing; where the energy is given too, grams
/// for a kilowatt-hour must be what some power grid emits.
struct EmissionsRule: CardRule {
  static let code = "HFP526"
  static let title = "emissions are plausible as grams"
  static let page = CheckPage(
    why: """
      The Hub reads the number as grams. Kilograms or tonnes written there have put models thousands of times above \
      or below what they took.
      """,
    fix: """
      Give the number in grams of CO₂ equivalent, with `source` and what was measured.
      """
  )

  /// More than any model is known to have emitted, by a factor of ten.
  static let maximumGrams = 1e11
  /// Below any grid on earth, in grams for a kilowatt-hour.
  static let minimumIntensity = 1.0
  /// Above any power station, in grams for a kilowatt-hour.
  static let maximumIntensity = 3000.0

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("co2_eq_emissions") else { return [] }
    switch node.value {
    case .scalar: return amount(node, energy: nil)
    case .sequence:
      return [Self.unreadable(node)]
    case .mapping:
      guard let keys = try? node.mapping(named: "co2_eq_emissions") else { return [] }
      guard let emissions = keys.optional("emissions") else {
        return [
          Self.finding(
            seen: "`co2_eq_emissions` without `emissions`",
            expected: "`emissions` with the grams",
            remedy: "Add the key.",
            at: node.location
          )
        ]
      }
      return amount(emissions, energy: keys.optional("energy_consumed").flatMap { try? $0.double() })
    }
  }

  private func amount(_ node: YAMLNode, energy: Double?) -> [Finding] {
    if node.isDisputed { return [] }
    guard case .scalar(let text, _) = node.value, let grams = try? node.double(), grams >= 0 else {
      return [Self.unreadable(node)]
    }
    let seen = "emissions of \(MetadataText.quoted(text)) grams"
    if grams > Self.maximumGrams {
      return [
        Self.implausible(seen, expected: "less than any large model has emitted (about 10000 tonnes)", at: node)
      ]
    }
    guard let energy, energy > 0, grams > 0 else { return [] }
    let intensity = grams / energy
    guard intensity < Self.minimumIntensity || intensity > Self.maximumIntensity else { return [] }
    let rounded = NumberFormat.decimal(intensity, places: intensity < 10 ? 3 : 0)
    return [
      Self.implausible(
        "\(seen), which are \(rounded) grams for a kilowatt-hour of `energy_consumed`",
        expected: "between 1 and 3000 grams for a kilowatt-hour",
        at: node
      )
    ]
  }

  private static func implausible(_ seen: String, expected: String, at node: YAMLNode) -> Finding {
    finding(
      .warning,
      seen: seen,
      expected: expected,
      remedy: "Check the unit: the Hub shows the number as grams, not kilograms.",
      at: node.location
    )
  }

  private static func unreadable(_ node: YAMLNode) -> Finding {
    finding(
      seen: "emissions that are \(MetadataText.described(node))",
      expected: "a number of grams, not negative and without a unit",
      remedy: "Write the number in decimal digits, such as 3.5 for three and a half grams.",
      at: node.location
    )
  }
}
