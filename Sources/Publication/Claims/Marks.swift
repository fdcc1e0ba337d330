/// Private marks around values while a text is rendered, so that afterwards every value is known by its place.
///
/// A marked value is U+E000, the index of its origin in decimal digits, U+E001, the text, U+E002. Templates pass it
/// through as they pass any text; `extract` takes the marks out again.
public struct Marks: Sendable {
  private static let begin: Unicode.Scalar = "\u{E000}"
  private static let middle: Unicode.Scalar = "\u{E001}"
  private static let end: Unicode.Scalar = "\u{E002}"

  private var origins: [Origin] = []

  /// No marks yet.
  public init() {}

  /// The text between marks that lead to its origin.
  public mutating func mark(_ text: String, _ origin: Origin) -> String {
    origins.append(origin)
    return "\(Self.begin)\(origins.count - 1)\(Self.middle)\(text)\(Self.end)"
  }

  /// The text without marks, and where each value stands in it.
  public func extract(from marked: String) -> (text: String, claims: ClaimMap) {
    var text = String.UnicodeScalarView()
    var claims = ClaimMap()
    var line = 1
    var column = 1
    var index = 0
    var open: (origin: Int, line: Int, column: Int, value: String.UnicodeScalarView)?
    var isInIndex = false
    for scalar in marked.unicodeScalars {
      switch scalar {
      case Self.begin:
        isInIndex = true
        index = 0
      case Self.middle:
        isInIndex = false
        open = (index, line, column, .init())
      case Self.end:
        if let open, origins.indices.contains(open.origin) {
          let value = String(open.value)
          claims.entries.append(
            .init(line: open.line, column: open.column, text: value, origin: origins[open.origin])
          )
        }
        open = nil
      case _ where isInIndex: index = min(index * 10 + Int(scalar.value) - 48, 1 << 40)
      default:
        text.append(scalar)
        open?.value.append(scalar)
        if scalar == "\n" {
          line += 1
          column = 1
        } else {
          column += 1
        }
      }
    }
    return (String(text), claims)
  }

  /// Whether somebody's own text holds a mark, which would confuse the map; such texts are refused.
  public static func isFree(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0 == begin || $0 == middle || $0 == end }
  }
}
