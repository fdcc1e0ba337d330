import Findings
import Publication

/// The model opens and runs: everything that is measured begins here.
struct LoadableModelCheck: Check {
  static let code = "HFP100"
  static let title = "the model can be loaded and run"
  static let page = CheckPage(
    why: """
      A file that no library opens is of use to nobody, and a half-written one often has the right size. hfpub reads \
      strictly: what it refuses, some reader somewhere takes for something else.
      """,
    fix: """
      The finding names the file, the place and what was expected there. Save the model again with the library that \
      made it.
      """,
    isWaivable: false
  )

  static let needs: CheckNeed? = .modelFolder

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let failure = context.loadFailure else { return [] }
    return [
      Self.error(
        seen: "\(failure.problem): \(failure.reason)",
        expected: "a model that can be loaded",
        remedy: failure.remedy,
        at: failure.location
      )
    ]
  }
}
