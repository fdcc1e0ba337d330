import Findings
import Publication

/// Claims rest on something that exists, and have not expired.
struct ClaimEvidenceCheck: Check {
  static let code = "HFP405"
  static let title = "claims rest on evidence and have not expired"
  static let page = CheckPage(
    why: """
      A claim that names no evidence cannot be checked by anybody, and one that has expired is not known to hold.
      """,
    fix: """
      Name the value or the source that the claim rests on, and look again at what has expired.
      """
  )
  static let needs: CheckNeed? = .documents

  func run(_ context: CheckContext) throws -> [Finding] {
    context.manifest.claims.flatMap { claim in
      var findings: [Finding] = []
      let sources = context.manifest.evidence.sources.map(\.id)
      for name in claim.evidence where context.values[name] == nil && !sources.contains(name) {
        findings.append(
          Self.error(
            seen: "the claim `\(claim.id)` rests on `\(name)`, which does not exist",
            expected: "the name of a value or of a source",
            remedy: "Correct the name, or take the claim out.",
            at: claim.location
          )
        )
      }
      if claim.kind != .qualitative, claim.evidence.isEmpty {
        findings.append(
          Self.error(
            seen: "the claim `\(claim.id)` of type \(claim.kind.rawValue) without evidence",
            expected: "the values or sources that it rests on",
            remedy: "Name them in `evidence`, or take the claim out.",
            at: claim.location
          )
        )
      }
      if let expires = claim.expires, expires < context.today {
        findings.append(
          Self.error(
            seen: "the claim `\(claim.id)` expired on \(expires)",
            expected: "a day that is still to come",
            remedy: "Look whether it still holds, then set as_of and expires anew.",
            at: claim.location
          )
        )
      }
      return findings
    }
  }
}
