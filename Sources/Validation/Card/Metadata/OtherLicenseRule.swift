import Documents
import Findings

/// A licence that is not in the Hub's list has a name and a text.
struct OtherLicenseRule: CardRule {
  static let code = "HFP518"
  static let title = "a licence of one's own has a name and a text"
  static let page = CheckPage(
    why: """
      `other` alone tells a reader nothing about what is allowed, and no tool can look it up.
      """,
    fix: """
      Give `license_name`, and `license_link` with the address or the path of the text, and ship that text.
      """
  )

  /// Names of a licence's file that the Hub links to.
  private static let usualFiles = ["LICENSE", "LICENSE.md", "LICENSE.txt"]

  func run(_ card: CardDocument) -> [Finding] {
    guard let license = card.metadataValue("license") else { return [] }
    var findings: [Finding] = []
    if let other = license.listed.first(where: { $0.scalarText == "other" }) {
      if card.metadataValue("license_name") == nil {
        findings.append(
          Self.finding(
            seen: "the licence `other` without `license_name`",
            expected: "`license_name` with a name for it, such as my-license-1.0",
            remedy: "Add `license_name`; readers are shown it in place of `other`.",
            at: other.location
          )
        )
      }
      if card.metadataValue("license_link") == nil, let finding = missingLink(card, at: other) {
        findings.append(finding)
      }
    }
    if let finding = deadLink(card) { findings.append(finding) }
    return findings
  }

  private func missingLink(_ card: CardDocument, at other: YAMLNode) -> Finding? {
    if let paths = card.shippedPaths?.files, Self.usualFiles.contains(where: paths.contains) { return nil }
    return Self.finding(
      // Without knowing what else is published, a file with the text may be there.
      card.shippedPaths == nil ? .warning : .error,
      seen: "the licence `other` without `license_link`",
      expected: "`license_link`, or a file LICENSE beside the card",
      remedy: "Add `license_link` with LICENSE, LICENSE.md or a URL.",
      at: other.location
    )
  }

  private func deadLink(_ card: CardDocument) -> Finding? {
    guard let node = card.metadataValue("license_link"), let link = node.scalarText,
      let paths = card.shippedPaths?.files,
      !link.contains("://"), !paths.contains(link)
    else { return nil }
    return Self.finding(
      seen: "`license_link` with \(MetadataText.quoted(link)), which is not published",
      expected: "a file that is published beside the card, or a URL",
      remedy: "Add the file to what is published, or give the address of the text.",
      at: node.location
    )
  }
}
