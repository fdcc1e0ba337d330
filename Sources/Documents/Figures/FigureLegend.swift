/// Says what the marks mean: items side by side, in as many lines as they need.
struct FigureLegend {
  /// A mark with its meaning.
  struct Item {
    var text: String
    /// The room for the mark before the text.
    var markWidth: Double
    /// Draws the mark; the place is its left end, at half the height of the text.
    var mark: (_ x: Double, _ y: Double, inout SVGCanvas) -> Void
  }

  private static let left = 24.0
  private static let lineHeight = 22.0
  private static let size = 12.0

  private var lines: [[Item]] = []

  /// Lays the items out in a width; each text is cleaned here and cut to a line.
  init(_ items: [Item], width: Double) {
    var used = width
    for var item in items {
      let room = width - 2 * Self.left - item.markWidth
      item.text = FigureText.cut(FigureText.clean(item.text), to: room, size: Self.size)
      let needed = Self.width(of: item)
      if used + needed > width - Self.left {
        lines.append([])
        used = Self.left
      }
      lines[lines.count - 1].append(item)
      used += needed + 20
    }
  }

  var height: Double { Double(lines.count) * Self.lineHeight }

  func draw(top: Double, on canvas: inout SVGCanvas) {
    for (number, line) in lines.enumerated() {
      let y = top + (Double(number) + 0.5) * Self.lineHeight
      var x = Self.left
      for item in line {
        item.mark(x, y, &canvas)
        canvas.text(item.text, x: x + item.markWidth, y: y + 4, size: Self.size, fill: canvas.palette.soft)
        x += Self.width(of: item) + 20
      }
    }
  }

  private static func width(of item: Item) -> Double {
    item.markWidth + FigureText.width(item.text, size: size)
  }
}
