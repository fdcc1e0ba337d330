import Documents
import Findings

/// The card is small enough for the Hub to check and for people to read.
struct SizeRule: CardRule {
  static let code = "HFP507"
  static let title = "the card is not too large"
  static let page = CheckPage(
    why: """
      A card is loaded by everybody who opens the page and by every tool that lists models. Servers refuse a request \
      that is too large, with an answer that names no reason.
      """,
    fix: """
      Move long tables to a file of their own, such as BENCHMARKS.md, and pictures to files.
      """
  )

  /// Above this the finding is a warning; a long card with every result in its metadata stays below.
  static let warningBytes = 256 << 10

  func run(_ card: CardDocument) -> [Finding] {
    let size = card.text.utf8.count
    guard size > Self.warningBytes else { return [] }
    let isError = size > CardDocument.maximumBytes
    return [
      Self.finding(
        isError ? .error : .warning,
        seen: "\(NumberFormat.count(size)) bytes",
        expected: isError
          ? "at most \(NumberFormat.count(CardDocument.maximumBytes)) bytes"
          : "at most \(NumberFormat.count(Self.warningBytes)) bytes",
        remedy: "Move long tables and results to files beside the card; the Hub refuses to check large cards"
          + " (its limit is not published).",
        at: card.start
      )
    ]
  }
}
