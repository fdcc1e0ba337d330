import Findings
import Publication

/// Waivers name checks that exist, may be waived, and still hold.
struct WaiversCheck: Check {
  static let code = "HFP303"
  static let title = "waivers are for checks that may be waived, and have not ended"
  static let page = CheckPage(
    why: """
      A waiver is a decision with a reason and a day. One for a code that does not exist waives nothing, and secrets in \
      clear are never a matter of opinion.
      """,
    fix: """
      Correct the code, look at the finding again when the day has come, or take the waiver out.
      """,
    isWaivable: false
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    context.manifest.waivers.compactMap { waiver in
      guard let entry = CheckCatalogue.entry(waiver.code) else {
        let nearest = NearestName.suggestion(for: waiver.code, among: CheckCatalogue.all.map(\.code))
        return Self.error(
          seen: "a waiver for \(waiver.code), and no such check",
          expected: "the code of a check",
          remedy: nearest.map { "Did you mean \($0)?" } ?? "Take the code from the finding.",
          at: waiver.location
        )
      }
      guard entry.page.isWaivable else {
        return Self.error(
          seen: "a waiver for \(waiver.code), \"\(entry.title)\"",
          expected: "a check that may be waived",
          remedy: "Take the waiver out and mend what the check finds.",
          at: waiver.location
        )
      }
      guard let until = waiver.until, until < context.today else { return nil }
      return Self.warning(
        seen: "the waiver for \(waiver.code) ended on \(until)",
        expected: "a day that is to come",
        remedy: "Look at the finding again; then give a later day, or take the waiver out.",
        at: waiver.location
      )
    }
  }
}
