import Files
import FoundationEssentials
import NIOHTTP1

/// The frame of every page: one small stylesheet inside, no script, and a policy that allows nothing else.
enum Page {
  /// A whole page; `content` is HTML already.
  static func html(title: String, status: HTTPResponseStatus = .ok, _ content: String) -> Response {
    let text = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.escape(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      <header><a href="/">Embedded hub</a></header>
      <main>
      \(content)
      </main>
      </body>
      </html>

      """
    return Response(
      status: status,
      headers: [
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
      ],
      body: .bytes(Array(text.utf8))
    )
  }

  /// The page for something that is not there or not allowed.
  static func failure(_ refusal: Refusal) -> Response {
    let hint =
      refusal.status == .unauthorized || refusal.code == .repository
      ? "<p>If it is private, \(HTML.link("sign in", "/login")) with your user name and your token as password.</p>"
      : ""
    var response = html(
      title: "\(refusal.status.code)",
      status: refusal.status,
      "<h1>\(refusal.status.code)</h1><p>\(HTML.escape(refusal.message))</p>\(hint)"
    )
    for header in refusal.headers { response.headers.add(name: header.name, value: header.value) }
    return response
  }

  // The hash lets exactly this stylesheet in, and no attribute or element that a card could smuggle.
  private static let policy: String = {
    var hash = StreamingHash(.sha256)
    hash.update(Array(style.utf8))
    let digest = Data(hash.finalize()).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(digest)'; img-src 'self'; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
  }()

  private static let style = """
    :root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --line: #d9d9e0; --back: #fff; --raised: #f7f7f9; \
    --link: #0b5fc4; }
    @media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --soft: #a8abb3; --line: #3a3d44; --back: #121316; \
    --raised: #1b1d21; --link: #7fb5ff; } }
    * { box-sizing: border-box; }
    body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
    header, main { max-width: 60rem; margin: 0 auto; padding: 0.75rem 1rem; }
    header { border-bottom: 1px solid var(--line); }
    header a { color: var(--ink); font-weight: 600; text-decoration: none; }
    h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin-top: 2rem; }
    h3 { font-size: 1rem; margin-top: 1.5rem; }
    a { color: var(--link); }
    a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    p, li { overflow-wrap: anywhere; }
    .soft { color: var(--soft); }
    .badge { font-size: 0.8rem; padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; white-space: nowrap; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); }
    th { white-space: nowrap; }
    td { overflow-wrap: break-word; }
    td:first-child a { overflow-wrap: anywhere; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
    pre { background: var(--raised); padding: 0.75rem; overflow-x: auto; border-radius: 6px; }
    .card { border: 1px solid var(--line); border-radius: 8px; padding: 0 1rem; overflow-x: auto; }
    .card img { max-width: 100%; }
    .card table { width: auto; }
    .card .table-scroll { overflow-x: auto; }
    .card blockquote, .card .alert { margin: 1rem 0; padding: 0 1rem; border-left: 4px solid var(--line); }
    .card .alert-title { font-weight: 600; }
    .card .alert-note, .card .alert-important { border-color: var(--link); }
    .card .alert-tip { border-color: #2a9d4a; }
    .card .alert-warning { border-color: #c98a06; }
    .card .alert-caution { border-color: #d1383d; }
    .card .hf-dark-mode-only { display: none; }
    @media (prefers-color-scheme: dark) {
    .card .hf-dark-mode-only { display: initial; }
    .card .hf-light-mode-only { display: none; }
    }
    .card [align=right] { text-align: right; }
    .card [align=center] { text-align: center; }
    @media (max-width: 40rem) {
    .list th { display: none; }
    .list tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
    .list td { border: 0; padding: 0; }
    .list td:first-child { flex-basis: 100%; }
    }
    """
}
