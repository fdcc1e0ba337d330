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
      <style>\(PageStyle.text)</style>
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
    hash.update(Array(PageStyle.text.utf8))
    let digest = Data(hash.finalize()).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(digest)'; img-src 'self'; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
  }()
}
