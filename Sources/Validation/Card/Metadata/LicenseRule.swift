import Documents
import Findings

/// The licence is one of the Hub's; the Hub refuses a card with another.
struct LicenseRule: CardRule {
  static let code = "HFP517"
  static let title = "the licence is one of the Hub's"
  static let page = CheckPage(
    why: """
      The Hub refuses a card with a licence that is not in its list. Without one nobody may use the model, whatever \
      the text of the card says.
      """,
    fix: """
      Write the identifier from the Hub's list, such as `apache-2.0` or `mit`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let metadata = card.metadata else { return [] }
    guard let license = metadata.optional("license") else {
      // A slip for the key is reported where it stands.
      guard !UnknownKeys(metadata).misspelt.contains(where: { $0.meant == "license" }) else { return [] }
      return [
        Self.finding(
          .warning,
          seen: "no licence",
          expected: "`license` with an id of the Hub, such as apache-2.0 or mit",
          remedy: "Add the key; without it nobody may use the model.",
          at: card.metadataStart
        )
      ]
    }
    return license.listed.compactMap { item in
      if let text = item.scalarText, LicenseNames.known.contains(text) || text.allSatisfy({ $0 == " " }) { return nil }
      return Self.finding(
        seen: "the licence \(item.scalarText.map { MetadataText.quoted($0) } ?? MetadataText.described(item))",
        expected: "one of the Hub's \(LicenseNames.all.count) licence ids (list of \(LicenseNames.asOf))",
        remedy: "Use the Hub's id, or `other` with license_name and license_link."
          + (item.scalarText.map(Self.suggestion) ?? ""),
        at: item.location
      )
    }.limited()
  }

  private static func suggestion(_ text: String) -> String {
    let plain = text.lowercased()
    if LicenseNames.known.contains(plain) { return " Did you mean `\(plain)`?" }
    // SPDX tells versions apart that are one id to the Hub.
    for ending in ["-or-later", "-only", "+"] where plain.hasSuffix(ending) {
      let short = String(plain.dropLast(ending.count))
      if LicenseNames.known.contains(short) { return " Did you mean `\(short)`?" }
    }
    let joined = String(plain.map { $0 == " " || $0 == "_" ? "-" : $0 })
    if LicenseNames.known.contains(joined) { return " Did you mean `\(joined)`?" }
    return MetadataText.suggestion(for: joined, among: LicenseNames.all)
  }
}
