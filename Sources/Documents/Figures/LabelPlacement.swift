/// Finds room for the labels of points: greedy, in the order given, the same on every machine.
struct LabelPlacement {
  /// Where a label went.
  struct Place {
    var box: FigureBox
    /// Whether the label is so far from its point that a line must join them.
    var isRemote: Bool
  }

  /// Where labels may stand.
  let area: FigureBox
  private var taken: [FigureBox]
  private let avoided: [FigureBox]

  /// `taken` are marks that no label may cover, `avoided` lines that a label covers only when it must.
  init(area: FigureBox, taken: [FigureBox], avoided: [FigureBox]) {
    self.area = area
    self.taken = taken
    self.avoided = avoided
  }

  /// The first free place for a label around its point: beside it, above, below (or below first), then farther away;
  /// nil when there is none.
  mutating func place(width: Double, height: Double, around x: Double, _ y: Double, belowFirst: Bool) -> Place? {
    let tries = [(13.0, true), (26, true), (13, false), (26, false), (44, true), (44, false), (64, true), (64, false)]
    for (distance, isStrict) in tries {
      for (dx, up) in Self.directions {
        let dy = belowFirst ? -up : up
        // The middle of the side that faces the point; diagonals touch with a corner.
        let left = dx > 0 ? x + distance * dx : dx < 0 ? x + distance * dx - width : x - width / 2
        let top = dy > 0 ? y + distance * dy : dy < 0 ? y + distance * dy - height : y - height / 2
        let box = FigureBox(left: left, top: top, width: width, height: height)
        guard area.contains(box), !taken.contains(where: { $0.overlaps(box) }) else { continue }
        if isStrict, avoided.contains(where: { $0.overlaps(box) }) { continue }
        taken.append(box)
        return Place(box: box, isRemote: distance > 13)
      }
    }
    return nil
  }

  private static let directions: [(Double, Double)] = [
    (1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8),
  ]
}
