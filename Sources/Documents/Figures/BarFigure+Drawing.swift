extension BarFigure {
  func draw(_ palette: FigurePalette) -> String {
    let width = 760.0
    let row = 40.0
    let title = FigureText.wrap(
      FigureText.clean(titles.figure),
      to: width - 48,
      size: 17,
      isBold: true,
      limit: 2
    )
    let names = bars.map { bar in
      FigureText.cut(FigureText.clean(bar.label), to: 250, size: 13, isBold: bar.isEmphasised)
    }
    let counts = bars.map { bar in bar.count.map { "n = \(NumberFormat.count($0))" } ?? "" }
    let widths = zip(zip(bars, names), counts).map { pair, count in
      max(
        FigureText.width(pair.1, size: 13, isBold: pair.0.isEmphasised),
        FigureText.width(count, size: 11)
      )
    }
    let labels = max(60, widths.max() ?? 0)
    let numbers = bars.map { FigureText.width(format.text($0.value), size: 13, isBold: true) }.max() ?? 0
    let top = 36 + Double(title.count) * 23 + 14
    let left = 24 + labels + 16
    let plot = FigureBox(left: left, top: top, width: width - left - numbers - 34, height: row * Double(bars.count))
    var canvas = SVGCanvas(width: width, height: plot.bottom, palette: palette)
    for (number, line) in title.enumerated() {
      canvas.text(line, x: 24, y: 34 + Double(number) * 23, size: 17, isBold: true)
    }
    let axis = self.axis
    drawAxis(axis, in: plot, on: &canvas)
    for (index, bar) in bars.enumerated() {
      let middle = plot.top + (Double(index) + 0.5) * row
      let hasCount = bar.count != nil
      canvas.text(
        names[index],
        x: plot.left - 14,
        y: hasCount ? middle - 1 : middle + 5,
        anchor: .end,
        isBold: bar.isEmphasised
      )
      if hasCount {
        canvas.text(counts[index], x: plot.left - 14, y: middle + 13, size: 11, fill: palette.soft, anchor: .end)
      }
      draw(bar, axis, at: middle, in: plot, on: &canvas)
    }
    // The base is drawn last: bars stand on it.
    let base = plot.left + axis.position(floor) * plot.width
    canvas.line([(base, plot.top), (base, plot.bottom)], stroke: palette.ink, width: 1.5)
    let legend = legend
    legend.draw(top: plot.bottom + 54, on: &canvas)
    canvas.height = plot.bottom + (legend.height > 0 ? 70 : 58) + legend.height
    return canvas.document(title: FigureText.clean(titles.figure), description: altText, digest: digest)
  }

  /// From the floor, or below it where a number is, to a little beyond the largest number.
  private var axis: FigureAxis {
    let all = bars.flatMap { bar in
      [bar.value] + (bar.control.map { [$0] } ?? []) + (bar.interval.map { [$0.low, $0.high] } ?? [])
    }
    var axis = FigureAxis.linear(all + [floor], format: format)
    if all.allSatisfy({ $0 >= floor }) { axis.low = floor }
    if all.allSatisfy({ $0 <= floor }) { axis.high = floor }
    if axis.low == axis.high { axis.high += 1 }
    axis.ticks.removeAll { $0.value < axis.low || $0.value > axis.high }
    return axis
  }

  private func drawAxis(_ axis: FigureAxis, in plot: FigureBox, on canvas: inout SVGCanvas) {
    for tick in axis.ticks {
      let x = plot.left + axis.position(tick.value) * plot.width
      canvas.line([(x, plot.top), (x, plot.bottom)], stroke: canvas.palette.grid)
      canvas.text(tick.label, x: x, y: plot.bottom + 18, size: 12, fill: canvas.palette.soft, anchor: .middle)
    }
    // A bar's length misleads where the axis does not begin at nothing, so that is said.
    let text = FigureText.clean(titles.value) + (floor == 0 ? " →" : ", from \(format.text(floor)) →")
    let title = FigureText.cut(text, to: canvas.width - 48, size: 13)
    canvas.text(title, x: canvas.width - 24, y: plot.bottom + 40, fill: canvas.palette.soft, anchor: .end)
  }

  private func draw(
    _ bar: Bar,
    _ axis: FigureAxis,
    at middle: Double,
    in plot: FigureBox,
    on canvas: inout SVGCanvas
  ) {
    let palette = canvas.palette
    func x(_ value: Double) -> Double { plot.left + axis.position(value) * plot.width }
    let (from, to) = (min(x(floor), x(bar.value)), max(x(floor), x(bar.value)))
    canvas.rectangle(
      FigureBox(left: from, top: middle - 9, width: to - from, height: 18),
      fill: bar.isEmphasised ? palette.shade : palette.tint,
      stroke: palette.accent
    )
    if let control = bar.control {
      let place = x(control)
      canvas.line([(place, middle - 15), (place, middle + 15)], stroke: palette.back, width: 6)
      canvas.line([(place, middle - 15), (place, middle + 15)], stroke: palette.control, width: 3)
    }
    if let interval = bar.interval { drawWhisker(from: x(interval.low), to: x(interval.high), at: middle, on: &canvas) }
    let end = max(to, bar.interval.map { x($0.high) } ?? to, bar.control.map { x($0) + 2 } ?? to)
    canvas.text(format.text(bar.value), x: end + 8, y: middle + 5, isBold: true, hasHalo: true)
  }

  private func drawWhisker(from low: Double, to high: Double, at middle: Double, on canvas: inout SVGCanvas) {
    let ink = canvas.palette.ink
    canvas.line([(low, middle), (high, middle)], stroke: ink, width: 1.5)
    for end in [low, high] { canvas.line([(end, middle - 5), (end, middle + 5)], stroke: ink, width: 1.5) }
  }

  private var legend: FigureLegend {
    var items: [FigureLegend.Item] = []
    if hasControls {
      items.append(
        .init(text: titles.control, markWidth: 12) { x, y, canvas in
          canvas.line([(x + 2, y - 8), (x + 2, y + 8)], stroke: canvas.palette.control, width: 3)
        }
      )
    }
    if hasIntervals {
      items.append(
        .init(text: titles.interval, markWidth: 32) { x, y, canvas in
          drawWhisker(from: x, to: x + 24, at: y, on: &canvas)
        }
      )
    }
    return FigureLegend(items, width: 760)
  }
}
