/// Writes an SVG that any viewer shows alike: native text, no script, no style sheet, nothing from outside.
///
/// Coordinates have two digits after the point, so that the same data give the same bytes on every machine.
struct SVGCanvas {
  enum Anchor: String { case start, middle, end }

  let palette: FigurePalette
  let width: Double
  /// May grow while the figure is drawn.
  var height: Double
  private var body = ""

  init(width: Double, height: Double, palette: FigurePalette) {
    self.width = width
    self.height = height
    self.palette = palette
  }

  mutating func rectangle(_ box: FigureBox, fill: String, stroke: String? = nil, radius: Double = 0) {
    let outline = stroke.map { " stroke=\"\($0)\" stroke-width=\"1.50\"" } ?? ""
    let corner = radius > 0 ? " rx=\"\(Self.number(radius))\"" : ""
    body += """
      <rect x="\(Self.number(box.left))" y="\(Self.number(box.top))" width="\(Self.number(box.width))" \
      height="\(Self.number(box.height))"\(corner) fill="\(fill)"\(outline)/>

      """
  }

  mutating func line(
    _ points: [(x: Double, y: Double)],
    stroke: String,
    width: Double = 1,
    dashes: String? = nil
  ) {
    let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    let dash = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    body += """
      <polyline points="\(places)" fill="none" stroke="\(stroke)" stroke-width="\(Self.number(width))"\(dash)/>

      """
  }

  mutating func polygon(_ points: [(x: Double, y: Double)], fill: String, stroke: String) {
    let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    body += "<polygon points=\"\(places)\" fill=\"\(fill)\" stroke=\"\(stroke)\" stroke-width=\"2.00\"/>\n"
  }

  mutating func circle(x: Double, y: Double, radius: Double, fill: String, stroke: String) {
    body += """
      <circle cx="\(Self.number(x))" cy="\(Self.number(y))" r="\(Self.number(radius))" fill="\(fill)" \
      stroke="\(stroke)" stroke-width="2.00"/>

      """
  }

  /// Text that stands on `y`; a halo in the colour of the background keeps it legible above lines.
  mutating func text(
    _ text: String,
    x: Double,
    y: Double,
    size: Double = 13,
    fill: String? = nil,
    anchor: Anchor = .start,
    isBold: Bool = false,
    hasHalo: Bool = false
  ) {
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    let weight = isBold ? " font-weight=\"600\"" : ""
    let halo =
      hasHalo
      ? " stroke=\"\(palette.back)\" stroke-width=\"4.00\" stroke-linejoin=\"round\" paint-order=\"stroke\"" : ""
    body += """
      <text x="\(Self.number(x))" y="\(Self.number(y))" font-size="\(Self.number(size))"\(place)\(weight) \
      fill="\(fill ?? palette.ink)"\(halo)>\(FigureText.escape(text))</text>

      """
  }

  /// The whole file; the texts are cleaned already.
  func document(title: String, description: String, digest: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(Self.number(width))" height="\(Self.number(height))" \
    viewBox="0 0 \(Self.number(width)) \(Self.number(height))" font-family="system-ui, -apple-system, 'Segoe UI', \
    Roboto, 'Helvetica Neue', Arial, sans-serif">
    <title>\(FigureText.escape(title))</title>
    <desc>\(FigureText.escape(description))</desc>
    <metadata>data sha256:\(digest)</metadata>
    <rect x="0.00" y="0.00" width="\(Self.number(width))" height="\(Self.number(height))" rx="8.00" \
    fill="\(palette.back)"/>
    \(body)</svg>

    """
  }

  /// A coordinate: two digits after the point, always.
  static func number(_ value: Double) -> String { NumberFormat.decimal(value, places: 2) }
}

/// A rectangle on the canvas.
struct FigureBox: Sendable, Hashable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }

  func overlaps(_ other: FigureBox) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  func contains(_ other: FigureBox) -> Bool {
    left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
  }
}
