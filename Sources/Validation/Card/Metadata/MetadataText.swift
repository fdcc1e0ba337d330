import Documents
import Findings

/// The words of findings about metadata.
enum MetadataText {
  /// Foreign text in back quotes, safe to print and cut to a length that a line can hold.
  static func quoted(_ text: String, limit: Int = 60) -> String {
    let head = text.unicodeScalars.prefix(limit + 1)
    let shown = head.count > limit ? String(String.UnicodeScalarView(head.prefix(limit))) + "…" : text
    return "`\(TextEscape.printable(shown))`"
  }

  /// What a node is: "the text `x`", "the number `3`", "a list".
  static func described(_ node: YAMLNode) -> String {
    switch node.value {
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping: "a mapping"
    case .scalar(let text, _):
      switch ScalarReading(node) {
      case .other(.null): "nothing"
      case .other(.boolean): "the truth value \(quoted(text))"
      case .other(.integer), .other(.number): "the number \(quoted(text))"
      case .other, .text, .disputed, nil: "the text \(quoted(text))"
      }
    }
  }

  /// " Did you mean `x`?" for the candidate that is near enough to be meant, or nothing.
  static func suggestion(for name: String, among candidates: [String]) -> String {
    nearest(name, among: candidates).map { " Did you mean `\($0)`?" } ?? ""
  }

  /// The candidate that differs from `name` by a slip of the pen: two edits, or one in a short word.
  ///
  /// Stricter than `NearestName.suggestion`, because here the guess decides how much a finding weighs.
  static func nearest(_ name: String, among candidates: [String]) -> String? {
    // No candidate is longer than this, and the search takes time in proportion to the length.
    guard (2...48).contains(name.utf8.count) else { return nil }
    let plain = name.lowercased()
    var best: (distance: Int, name: String)?
    for candidate in candidates where abs(candidate.utf8.count - plain.utf8.count) <= 2 {
      let distance = NearestName.editDistance(plain, candidate.lowercased())
      let allowed = min(plain.utf8.count, candidate.utf8.count) < 6 ? 1 : 2
      if distance <= allowed, distance < best?.distance ?? 3 { best = (distance, candidate) }
    }
    return best?.name
  }
}

extension [Finding] {
  /// At most `maximum` findings; the last one kept says how many more there are, so that a spoilt file stays readable.
  func limited(to maximum: Int = 50) -> [Finding] {
    guard count > maximum else { return self }
    var kept = Array(prefix(maximum))
    kept[maximum - 1].remedy += " There are \(count - maximum) more like this one."
    return kept
  }
}
