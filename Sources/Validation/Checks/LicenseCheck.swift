import Findings
import Publication

/// The licence is one that the Hub knows; the Hub refuses a card with any other.
struct LicenseCheck: Check {
  static let code = "HFP301"
  static let title = "the licence is one of the Hub's"
  static let page = CheckPage(
    why: """
      The Hub shows the licence as a badge and filters by it. It refuses a card whose licence it does not know, \
      after everything was uploaded.
      """,
    fix: """
      Write the identifier that the Hub knows, such as `apache-2.0`. For a licence of one's own write `other`, and \
      ship its text.
      """
  )
  static let covers: Set<String> = ["HFP517", "HFP518"]

  func run(_ context: CheckContext) throws -> [Finding] {
    let license = context.manifest.license
    guard !LicenseNames.known.contains(license), !UnsaidPlaces.isUnsaid(license) else { return [] }
    let suggestion =
      NearestName.suggestion(for: license, among: LicenseNames.all).map { " Did you mean `\($0)`?" } ?? ""
    return [
      Self.error(
        seen: "the licence `\(license)`",
        expected: "a licence id of the Hub, such as apache-2.0, mit or other",
        remedy: "Use the Hub's id.\(suggestion)",
        at: context.manifest.licenseLocation
      )
    ]
  }
}
