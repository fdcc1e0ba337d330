import Findings
import Publication

/// "The first", "unique", "the best": only in an exclusive claim that says of what, as of when, and until when.
struct ExclusiveWordingCheck: Check {
  static let code = "HFP404"
  static let title = "words that exclude others stand in a claim with scope and day"
  static let page = CheckPage(
    why: """
      The first, the only and the best are claims about everybody else, and they end when somebody publishes \
      tomorrow.
      """,
    fix: """
      Put the sentence into a claim of kind `exclusive` with `scope`, `as_of` and `expires`, or say what was \
      measured instead.
      """
  )
  static let needs: CheckNeed? = .documents

  func run(_ context: CheckContext) throws -> [Finding] {
    let backed = context.manifest.claims.filter {
      $0.kind == .exclusive && $0.scope != nil && $0.asOf != nil && $0.expires != nil
    }
    var findings = context.manifest.claims.filter { claim in
      claim.kind == .exclusive && !backed.contains { $0.id == claim.id }
    }.map { claim in
      Self.error(
        seen: "the exclusive claim `\(claim.id)` without scope, as_of or expires",
        expected: "all three, because others publish too",
        remedy: "Say what it is true of, the day it was looked up, and the day to look again.",
        at: claim.location
      )
    }
    for document in context.documents where document.isMarkdown && document.isShipped {
      var isCode = false
      for (index, line) in document.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        // Titles of cited works keep their words.
        if line.hasPrefix("```") { isCode.toggle() }
        guard !isCode else { continue }
        for hit in Wording.hits(in: String(line))
        where hit.kind != .exclusive || !backed.contains(where: { Self.holds($0, line) }) {
          let at = SourceLocation(file: document.path, line: index + 1, column: hit.offset + 1)
          findings.append(Self.finding(hit, at: at))
        }
      }
    }
    return findings
  }

  private static func finding(_ hit: Wording.Hit, at location: SourceLocation) -> Finding {
    switch hit.kind {
    case .exclusive:
      error(
        seen: "\"\(hit.word)\"",
        expected: "no word that excludes others outside a claim of type exclusive",
        remedy: "Leave the word out, or make it a claim with scope, as_of and expires.",
        at: location
      )
    case .causal:
      error(
        seen: "\"\(hit.word)\", which names a cause",
        expected: "a control model that was measured beside this one",
        remedy: "Say what was measured, without the cause.",
        at: location
      )
    case .puffery:
      warning(
        seen: "\"\(hit.word)\"",
        expected: "words that a measurement can support",
        remedy: "Say what was measured instead.",
        at: location
      )
    }
  }

  /// Whether the line prints the claim: a piece of its words that is long enough to be no accident.
  private static func holds(_ claim: Manifest.Claim, _ line: Substring) -> Bool {
    let pieces = claim.text.text.split(separator: "{{").map { piece in
      piece.firstRange(of: "}}").map { piece[$0.upperBound...] } ?? piece
    }
    return pieces.contains { $0.count >= 20 && Wording.contains(String($0), in: String(line)) }
  }
}
