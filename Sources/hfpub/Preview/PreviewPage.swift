import Documents
import Findings
import Publication

/// A rendered card as the Hub would show it, in one file that loads nothing, with a panel that lists what was found and
/// where each number was born.
struct PreviewPage {
  /// The card's Markdown, front matter and all.
  var card: String
  /// Where its numbers were born.
  var claims: ClaimMap
  /// What was found about the publication.
  var findings: [Finding]
  /// The pictures it shows.
  var images: PreviewImages
  /// What the page is called: the repository or the publication.
  var title: String
  /// The page that relative links of the card mean, with a slash at its end; nil when that is not known.
  var linkBase: String?

  /// The whole page.
  var html: String {
    let origins = OriginList(claims)
    let rendered = CardHTML(
      card,
      options: .init(idPrefix: "card-", allowsDataImages: true, annotations: origins.annotations)
    ) { address, isImage in
      if isImage { return images.data(for: address) }
      let isRelative = !address.hasPrefix("#") && !address.hasPrefix("/") && !address.contains(":")
      return isRelative ? (linkBase ?? "") + address : address
    }
    let panel = PreviewPanel(
      origins: origins,
      missing: Set(rendered.body.missingAnnotations),
      findings: findings,
      problems: [rendered.metadata.problem, rendered.body.problem].compactMap { $0 }
    )
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <title>\(HTMLText.escape(title)): preview</title>
      <style>
      \(PreviewStyle.css)
      \(origins.css)
      </style>
      </head>
      <body>
      \(Self.switches)
      <div class="page">
      <header><p><strong>\(HTMLText.escape(title))</strong> <span class="soft">preview by hfpub</span></p>
      <p class="themes" aria-hidden="true">\(Self.labels)</p></header>
      <div class="columns">
      <main>
      \(rendered.metadata.html)<article class="card">
      \(rendered.body.html)</article>
      </main>
      \(panel.html)
      </div>
      </div>
      </body>
      </html>

      """
  }

  // Nothing is loaded and nothing runs; styles are those of the page and what the sanitizer left of the card's.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

  private static let themes = [("auto", "Auto"), ("light", "Light"), ("dark", "Dark")]

  /// Radio buttons in front of everything, so that style rules can follow them without a script.
  private static var switches: String {
    themes.map { name, label in
      let checked = name == "auto" ? " checked" : ""
      return "<input type=\"radio\" name=\"theme\" id=\"theme-\(name)\" aria-label=\"\(label) colours\"\(checked)>"
    }
    .joined(separator: "\n")
  }

  private static var labels: String {
    themes.map { name, label in "<label for=\"theme-\(name)\">\(label)</label>" }.joined()
  }
}
