import Documents
import Findings

/// Days as text, year-month-day, which compare as they follow each other.
enum Day {
  /// Reads a day; in quotes or not.
  static func read(_ node: YAMLNode) throws -> String {
    guard case .scalar(let text, _) = node.value, isDay(text) else {
      throw PublicationError.invalidValue(
        "date",
        (try? node.string()) ?? "",
        expected: "a day as year-month-day, such as 2026-01-31",
        at: node.location
      )
    }
    return text
  }

  /// Whether the text is a day that can be.
  static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }
}
