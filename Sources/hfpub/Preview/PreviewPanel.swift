import Documents
import Findings
import Publication

/// The panel beside the card.
struct PreviewPanel {
  var origins: OriginList
  /// The claims that are not in the card's text, as indices.
  var missing: Set<Int>
  var findings: [Finding]
  /// Why the card or its metadata is not shown as it is meant.
  var problems: [DocumentError]

  var html: String {
    """
    <aside aria-label="What hfpub knows about this card">
    \(originPart)\(findingsPart)\(numbersPart)</aside>
    """
  }

  /// The place where a number's origin appears.
  private var originPart: String {
    guard !origins.entries.isEmpty else { return "" }
    let boxes = origins.entries.enumerated().map { number, entry in
      "<div class=\"origin\" id=\"origin-\(number)\">\(Self.text(entry))</div>\n"
    }
    return """
      <section class="pointed" aria-live="polite">
      <h2>Origin</h2>
      <p class="hint">Point at an underlined number, tap it, or reach it with Tab.</p>
      \(boxes.joined())</section>

      """
  }

  private var findingsPart: String {
    let order: [Severity] = [.error, .warning, .note]
    let sorted = order.flatMap { severity in findings.filter { $0.severity == severity } }
    let items = problems.map(Self.item) + sorted.map(Self.item)
    let counts = order.compactMap { severity -> String? in
      let count = sorted.count { $0.severity == severity } + (severity == .error ? problems.count : 0)
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    return """
      <section>
      <h2>Findings\(counts.isEmpty ? "" : " <span class=\"soft\">\(counts.joined(separator: ", "))</span>")</h2>
      \(items.isEmpty ? "<p class=\"soft\">Nothing was found.</p>" : "<ul class=\"findings\">\n\(items.joined())</ul>")
      </section>

      """
  }

  private var numbersPart: String {
    guard !origins.entries.isEmpty else {
      return "<section>\n<h2>Numbers</h2>\n<p class=\"soft\">No origins were given for this text.</p>\n</section>\n"
    }
    let shown = origins.numbers.count - missing.count
    var sentence = "\(shown) numbers in the text have an origin."
    if !missing.isEmpty { sentence += " \(missing.count) more stand in metadata, addresses or pictures." }
    let kinds = Origin.Kind.allCases.compactMap { kind -> String? in
      let count = origins.numbers.count { origins.entries[$0].origin.kind == kind }
      return count == 0
        ? nil : "<li><span class=\"claim-\(kind.rawValue)\">\(count)</span> \(OriginList.words(for: kind))</li>"
    }
    let all = origins.entries.map { "<li>\(Self.text($0))</li>\n" }
    return """
      <section>
      <h2>Numbers</h2>
      <p>\(sentence)</p>
      <ul class="kinds">\(kinds.joined())</ul>
      <details><summary>All origins</summary>
      <ul class="origins">
      \(all.joined())</ul>
      </details>
      </section>

      """
  }

  private static func text(_ entry: OriginList.Entry) -> String {
    let texts = entry.texts.prefix(12).map { "<b>\(HTMLText.escape($0))</b>" }.joined(separator: ", ")
    let more = entry.texts.count > 12 ? " and \(entry.texts.count - 12) more" : ""
    return """
      <p>\(texts)\(more) <span class="kind claim-\(entry.origin.kind.rawValue)">\
      \(OriginList.words(for: entry.origin.kind))</span></p>
      <p>\(HTMLText.escape(entry.origin.detail))</p>
      <p class="soft"><code>\(HTMLText.escape(entry.origin.id))</code></p>
      """
  }

  private static func item(_ finding: Finding) -> String {
    let rest =
      finding.severity == .note
      ? "" : "<p>Expected: \(HTMLText.escape(finding.expected))</p><p>Fix: \(HTMLText.escape(finding.remedy))</p>"
    return item(finding.severity, finding.code, finding.seen, finding.location, rest)
  }

  private static func item(_ problem: DocumentError) -> String {
    item(
      .error,
      problem.codeName,
      "\(problem.problem): \(problem.reason)",
      problem.location,
      "<p>Fix: \(HTMLText.escape(problem.remedy))</p>"
    )
  }

  private static func item(
    _ severity: Severity,
    _ code: String,
    _ seen: String,
    _ location: SourceLocation?,
    _ rest: String
  ) -> String {
    let place = location.map { "<p class=\"soft\"><code>\(HTMLText.escape($0.description))</code></p>" } ?? ""
    return """
      <li class="\(severity.rawValue)"><p><b>\(severity.rawValue)</b> <code>\(HTMLText.escape(code))</code></p>\
      <p>\(HTMLText.escape(seen))</p>\(rest)\(place)</li>

      """
  }
}
