import Documents
import HubAPI

/// Small pieces of HTML; everything foreign passes through `escape`.
enum HTML {
  /// Text fit for content and for quoted attributes; control and direction characters become visible.
  static func escape(_ text: String) -> String { HTMLText.escape(text) }

  /// A link; both parts are escaped here.
  static func link(_ text: String, _ address: String) -> String {
    "<a href=\"\(escape(address))\">\(escape(text))</a>"
  }

  /// A size in decimal units: `512 B`, `1.5 kB`, `20.0 MB`.
  static func size(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var tenths = (bytes + 50) / 100
    var unit = 0
    while tenths >= 10_000, unit < 4 {
      tenths = (tenths + 500) / 1000
      unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(["kB", "MB", "GB", "TB", "PB"][unit])"
  }

  /// A number with its noun: `1 file`, `2 files`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// The hash of a file: SHA-256 in storage, else the id of its git blob.
  static func hash(_ file: StoredFile) -> String {
    "<code class=\"hash\">\(file.kind == .lfs ? "sha256:" : "")\(escape(file.oid))</code>"
  }
}
