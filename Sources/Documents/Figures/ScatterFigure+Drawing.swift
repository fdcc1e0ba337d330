extension ScatterFigure {
  /// A point's shape tells whether it is emphasised, its inside whether it is on the frontier.
  private enum Mark {
    static let radius = 6.0
    static let emphasisedRadius = 8.0
  }

  private static let width = 760.0

  func draw(_ palette: FigurePalette) -> String {
    let width = Self.width
    let title = FigureText.wrap(
      FigureText.clean(titles.figure),
      to: width - 48,
      size: 17,
      isBold: true,
      limit: 2
    )
    let top = 36 + Double(title.count) * 23 + 18
    let plot = FigureBox(left: 72, top: top, width: width - 72 - 28, height: 300)
    var canvas = SVGCanvas(width: width, height: plot.bottom, palette: palette)
    for (number, line) in title.enumerated() {
      canvas.text(line, x: 24, y: 34 + Double(number) * 23, size: 17, isBold: true)
    }
    let sizes = FigureAxis.bytes(points.map(\.bytes))
    let values = FigureAxis.linear(points.map(\.value) + (floor.map { [$0.value] } ?? []), format: format)
    let places = points.map { point in
      (
        x: plot.left + sizes.position(Double(point.bytes)) * plot.width,
        y: plot.bottom - values.position(point.value) * plot.height
      )
    }
    drawAxes(sizes, values, in: plot, on: &canvas)
    var taken = zip(points, places).map { point, place in
      let radius = (point.isEmphasised ? Mark.emphasisedRadius : Mark.radius) + 1
      return FigureBox(left: place.x - radius, top: place.y - radius, width: 2 * radius, height: 2 * radius)
    }
    if let floor { taken.append(drawFloor(floor, values, in: plot, on: &canvas)) }
    let stairs = stairs(places, in: plot)
    canvas.line(stairs, stroke: palette.accent, width: 1.5, dashes: "6 4")
    let room = FigureBox(
      left: plot.left + 4,
      top: plot.top - 8,
      width: width - 8 - plot.left - 4,
      height: plot.height + 4
    )
    var placement = LabelPlacement(
      area: room,
      taken: taken,
      avoided: zip(stairs, stairs.dropFirst()).map { from, to in
        // The line with the room that keeps text off it.
        FigureBox(
          left: min(from.x, to.x) - 3,
          top: min(from.y, to.y) - 3,
          width: abs(to.x - from.x) + 6,
          height: abs(to.y - from.y) + 6
        )
      }
    )
    let unnamed = drawLabels(places, in: &placement, on: &canvas)
    for (index, place) in places.enumerated() {
      drawMark(at: place, isEmphasised: points[index].isEmphasised, isBest: frontier.contains(index), on: &canvas)
    }
    let legend = legend(unnamed: unnamed)
    legend.draw(top: plot.bottom + 60, on: &canvas)
    canvas.height = plot.bottom + 76 + legend.height
    return canvas.document(
      title: FigureText.clean(titles.figure),
      description: altText,
      digest: digest
    )
  }

  private func drawAxes(_ sizes: FigureAxis, _ values: FigureAxis, in plot: FigureBox, on canvas: inout SVGCanvas) {
    let palette = canvas.palette
    for tick in values.ticks {
      let y = plot.bottom - values.position(tick.value) * plot.height
      canvas.line([(plot.left, y), (plot.right, y)], stroke: palette.grid)
      canvas.text(tick.label, x: plot.left - 10, y: y + 4, size: 12, fill: palette.soft, anchor: .end)
    }
    for tick in sizes.ticks {
      let x = plot.left + sizes.position(tick.value) * plot.width
      canvas.line([(x, plot.top), (x, plot.bottom)], stroke: palette.grid)
      canvas.text(tick.label, x: x, y: plot.bottom + 20, size: 12, fill: palette.soft, anchor: .middle)
    }
    canvas.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], stroke: palette.soft)
    let room = plot.width
    let value = FigureText.cut("↑ \(FigureText.clean(titles.value))", to: room, size: 13)
    canvas.text(value, x: 24, y: plot.top - 18, fill: palette.soft)
    let size = FigureText.cut("\(FigureText.clean(titles.size)), logarithmic scale →", to: room, size: 13)
    canvas.text(size, x: plot.right, y: plot.bottom + 44, fill: palette.soft, anchor: .end)
  }

  /// Draws the control's line; gives the place of its label.
  private func drawFloor(
    _ floor: Floor,
    _ values: FigureAxis,
    in plot: FigureBox,
    on canvas: inout SVGCanvas
  )
    -> FigureBox
  {
    let y = plot.bottom - values.position(floor.value) * plot.height
    canvas.line([(plot.left, y), (plot.right, y)], stroke: canvas.palette.control, width: 2, dashes: "2 4")
    let label = "\(FigureText.clean(floor.label)) \(format.text(floor.value))"
    let text = FigureText.cut(label, to: plot.width / 2, size: 12)
    // Below the line where there is room, so that it does not stand among the points.
    let isBelow = y + 18 < plot.bottom
    canvas.text(
      text,
      x: plot.right - 4,
      y: isBelow ? y + 14 : y - 6,
      size: 12,
      fill: canvas.palette.control,
      anchor: .end,
      hasHalo: true
    )
    let width = FigureText.width(text, size: 12)
    return FigureBox(left: plot.right - 4 - width, top: isBelow ? y : y - 18, width: width, height: 18)
  }

  /// The best score to be had up to each size: a staircase through the points on the frontier.
  private func stairs(_ places: [(x: Double, y: Double)], in plot: FigureBox) -> [(x: Double, y: Double)] {
    guard let first = frontier.first else { return [] }
    var path = [(x: places[first].x, y: places[first].y)]
    for index in frontier.dropFirst() {
      path.append((places[index].x, path[path.count - 1].y))
      path.append(places[index])
    }
    return path + [(plot.right, path[path.count - 1].y)]
  }

  /// Writes the names; gives how many found no room.
  private func drawLabels(
    _ places: [(x: Double, y: Double)],
    in placement: inout LabelPlacement,
    on canvas: inout SVGCanvas
  ) -> Int {
    // What the figure is about first, then what is best; the rest takes the room that is left.
    let order = points.indices.sorted { a, b in
      func rank(_ index: Int) -> Int { points[index].isEmphasised ? 0 : frontier.contains(index) ? 1 : 2 }
      return (rank(a), a) < (rank(b), b)
    }
    let showsNumbers = points.count <= 12
    var unnamed = 0
    for index in order {
      let point = points[index]
      let isBold = point.isEmphasised
      let name = FigureText.cut(FigureText.clean(point.label), to: 230, size: 13, isBold: isBold)
      let numbers = showsNumbers ? "\(format.text(point.value)) · \(NumberFormat.bytes(point.bytes))" : ""
      let width = max(
        FigureText.width(name, size: 13, isBold: isBold),
        FigureText.width(numbers, size: 11)
      )
      let height = showsNumbers ? 30.0 : 17
      let (x, y) = places[index]
      // On the side of the frontier's line where the point is.
      let isBelow = !frontier.contains(index)
      guard let place = placement.place(width: width, height: height, around: x, y, belowFirst: isBelow) else {
        unnamed += 1
        continue
      }
      let box = place.box
      // Text holds to the side where its point is, as its true width may be less than what was kept for it.
      let anchor: SVGCanvas.Anchor = box.left >= x ? .start : box.right <= x ? .end : .middle
      let textX = anchor == .start ? box.left : anchor == .end ? box.right : (box.left + box.right) / 2
      if place.isRemote {
        let nearX = min(max(x, box.left), box.right)
        let nearY = min(max(y, box.top), box.bottom)
        canvas.line([(x, y), (nearX, nearY)], stroke: canvas.palette.soft)
      }
      canvas.text(name, x: textX, y: box.top + 13, anchor: anchor, isBold: isBold, hasHalo: true)
      guard showsNumbers else { continue }
      canvas.text(
        numbers,
        x: textX,
        y: box.top + 27,
        size: 11,
        fill: canvas.palette.soft,
        anchor: anchor,
        hasHalo: true
      )
    }
    return unnamed
  }

  private func drawMark(
    at place: (x: Double, y: Double),
    isEmphasised: Bool,
    isBest: Bool,
    on canvas: inout SVGCanvas
  ) {
    let palette = canvas.palette
    let fill = isBest ? palette.accent : palette.back
    let stroke = isBest ? palette.accent : palette.soft
    guard isEmphasised else {
      canvas.circle(x: place.x, y: place.y, radius: Mark.radius - 1, fill: fill, stroke: stroke)
      return
    }
    let radius = Mark.emphasisedRadius
    canvas.polygon(
      [
        (place.x, place.y - radius), (place.x + radius, place.y), (place.x, place.y + radius),
        (place.x - radius, place.y),
      ],
      fill: fill,
      stroke: isBest ? palette.accent : palette.ink
    )
  }

  private func legend(unnamed: Int) -> FigureLegend {
    var items: [FigureLegend.Item] = []
    if let index = points.indices.first(where: { points[$0].isEmphasised }) {
      let isBest = frontier.contains(index)
      items.append(
        .init(text: titles.emphasis, markWidth: 24) { x, y, canvas in
          drawMark(at: (x + 9, y), isEmphasised: true, isBest: isBest, on: &canvas)
        }
      )
    }
    items.append(
      .init(text: "frontier: none smaller and better", markWidth: 36) { x, y, canvas in
        canvas.line([(x, y), (x + 30, y)], stroke: canvas.palette.accent, width: 1.5, dashes: "6 4")
        drawMark(at: (x + 15, y), isEmphasised: false, isBest: true, on: &canvas)
      }
    )
    if frontier.count < points.count {
      items.append(
        .init(text: "beaten by one on the frontier", markWidth: 20) { x, y, canvas in
          drawMark(at: (x + 7, y), isEmphasised: false, isBest: false, on: &canvas)
        }
      )
    }
    if unnamed > 0 {
      items.append(.init(text: "\(unnamed) without room for a name: see the table", markWidth: 0) { _, _, _ in })
    }
    return FigureLegend(items, width: Self.width)
  }
}
