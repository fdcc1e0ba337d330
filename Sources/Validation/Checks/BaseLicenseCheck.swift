import Findings
import Publication

/// The licence gives away nothing that the base model's keeps.
struct BaseLicenseCheck: Check {
  static let code = "HFP304"
  static let title = "the licence is one that the base model's allows"
  static let page = CheckPage(
    why: """
      A table of token vectors that was distilled from a model is made from it, and may be given away only as that \
      model's licence allows. Small models of one family can be under other terms than large ones: of Qwen2.5, the \
      3-billion one is for research while its neighbours are under apache-2.0. A card that says mit then promises what \
      nobody has allowed.
      """,
    fix: """
      Read the base model's card. Where its licence goes along, use the same; where you have a permission of your own, \
      waive this with it as the reason. Only the ids are compared here, no text: this is no legal advice.
      """
  )

  func run(_ context: CheckContext) -> [Finding] {
    let manifest = context.manifest
    guard manifest.baseModel != nil else { return [] }
    guard let base = manifest.baseLicense else {
      return [
        Finding(
          code: Self.code,
          severity: .note,
          location: SourceLocation(file: manifest.file),
          seen: "base_license is not given, so that the licence was not compared with the base model's",
          expected: "base_license",
          remedy: "Copy it from the base model's card."
        )
      ]
    }
    // Another check names what is not said yet.
    guard !UnsaidPlaces.isUnsaid(base), !UnsaidPlaces.isUnsaid(manifest.license) else { return [] }
    guard LicenseNames.known.contains(base) else {
      let suggestion = NearestName.suggestion(for: base, among: LicenseNames.all).map { " Did you mean `\($0)`?" } ?? ""
      return [
        Self.error(
          seen: "base_license is `\(base)`",
          expected: "a licence id of the Hub, such as apache-2.0, mit or other",
          remedy: "Copy the id from the base model's card.\(suggestion)",
          at: SourceLocation(file: manifest.file)
        )
      ]
    }
    guard base != manifest.license, manifest.license != "other",
      let expected = Self.expected(after: base, of: manifest.license)
    else { return [] }
    return [
      Self.error(
        seen: "the licence `\(manifest.license)` on what was made from a model under `\(base)`",
        expected: expected,
        remedy: "Use the base model's licence, or `other` with the text that applies.",
        at: manifest.licenseLocation
      )
    ]
  }

  /// What must follow a base model's licence; nil when this one may.
  private static func expected(after base: String, of license: String) -> String? {
    guard let terms = LicenseTerms(base) else { return nil }
    let own = LicenseTerms(license)
    switch terms {
    case .permissive: return nil
    case .noDerivatives: return "no derivative: `\(base)` allows none to be passed on"
    case .noncommercial:
      return own == .noncommercial || own == .noDerivatives ? nil : "a licence without use for money, as `\(base)` asks"
    case .shareAlike: return own == .shareAlike ? nil : "the same kind of licence, as `\(base)` asks"
    case .ownTerms: return "`\(base)`, whose terms go along"
    }
  }
}
