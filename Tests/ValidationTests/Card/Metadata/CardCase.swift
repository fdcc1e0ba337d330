import Findings
import HubAPI
import Testing

@testable import Validation

/// What a finding must be: all but its advice.
struct Expected: Equatable, CustomStringConvertible {
  var code: String
  var severity: Severity
  var line: Int
  var column: Int
  var seen: String

  init(_ code: String, _ severity: Severity, _ line: Int, _ column: Int, _ seen: String) {
    self.code = code
    self.severity = severity
    self.line = line
    self.column = column
    self.seen = seen
  }

  init(_ finding: Finding) {
    self.init(
      finding.code,
      finding.severity,
      finding.location?.line ?? 0,
      finding.location?.column ?? 0,
      finding.seen
    )
  }

  var description: String { "\(code) \(severity) \(line):\(column) \(seen)" }
}

/// Cards for tests of the rules about metadata.
enum CardCase {
  /// What a card needs so that no rule asks for more; three lines.
  static let needed = "license: mit\nlibrary_name: model2vec\n"

  /// The findings of the metadata's rules about a whole card.
  static func findings(
    _ text: String,
    repository: String? = nil,
    shippedPaths: PublishedPaths? = nil
  ) -> [Finding] {
    let card = CardDocument(
      text: text,
      file: "README.md",
      repository: repository.flatMap { RepositoryID($0) },
      shippedPaths: shippedPaths
    )
    return CardRuleRegistry.metadata.flatMap { $0.init().run(card) }
  }

  /// The findings about a card with these metadata below the ones that every card needs: they begin on line 4.
  static func of(
    _ metadata: String,
    repository: String? = nil,
    shippedPaths: PublishedPaths? = nil
  ) -> [Expected] {
    findings("---\n\(needed)\(metadata)\n---\n\n# A card\n", repository: repository, shippedPaths: shippedPaths)
      .map(Expected.init)
  }

  /// The findings about a body, which begins on line 6.
  static func ofBody(_ body: String) -> [Expected] {
    findings("---\n\(needed)---\n\n\(body)\n").map(Expected.init)
  }
}
