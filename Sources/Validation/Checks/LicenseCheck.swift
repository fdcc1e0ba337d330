import Findings
import Publication

/// The licence is one that the Hub knows; the Hub refuses a card with any other.
struct LicenseCheck: Check {
  static let code = "HFP301"
  static let title = "the licence is one of the Hub's"
  static let covers: Set<String> = ["HFP517", "HFP518"]

  func run(_ context: CheckContext) throws -> [Finding] {
    let license = context.manifest.license
    guard !LicenseNames.known.contains(license) else { return [] }
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
