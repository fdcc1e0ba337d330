/// Small pieces of HTML; everything foreign passes through `escape`.
enum HTML {
  /// Text fit for content and for quoted attributes; control and direction characters become visible.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default:
        let isHidden =
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value) || scalar.value == 0x200E || scalar.value == 0x200F
        escaped.unicodeScalars.append(isHidden ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }

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
}
