import Foundation
import TestKit
import Testing

@testable import Documents

@Suite("The Pareto frontier")
struct FiguresFrontierTests {
  @Test(
    "nothing on the frontier is beaten in both",
    arguments: [
      ([], []),
      ([(1.0, 1.0)], [0]),
      ([(1, 1), (2, 2), (3, 1)], [0, 1]),
      // The same cost: only the better one; the same value: only the cheaper one.
      ([(1, 1), (1, 2)], [1]),
      ([(2, 1), (1, 1)], [1]),
      // Equal points: both, in the order given.
      ([(1, 1), (1, 1)], [0, 1]),
      ([(2, 2), (1, 1), (2, 2), (2, 1)], [1, 0, 2]),
      ([(3, -1), (2, -2), (1, -3)], [2, 1, 0]),
    ] as [([(Double, Double)], [Int])]
  )
  func cases(points: [(Double, Double)], expected: [Int]) {
    #expect(ParetoFrontier.indices(of: points.map { (cost: $0.0, value: $0.1) }) == expected)
  }

  @Test("the frontier is the set of points that no point dominates, for any points")
  func definition() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      // Few distinct numbers, so that there are ties of every kind.
      let points = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        (
          cost: Double(Int.random(in: 0...4, using: &generator)),
          value: Double(Int.random(in: 0...4, using: &generator))
        )
      }
      let expected = points.indices.filter { index in
        let point = points[index]
        return !points.contains { other in
          other.cost <= point.cost && other.value >= point.value
            && (other.cost < point.cost || other.value > point.value)
        }
      }
      #expect(ParetoFrontier.indices(of: points).sorted() == expected)
    }
  }

  @Test("text and marks stand out from the background in both modes", arguments: [FigurePalette.light, .dark])
  func contrast(palette: FigurePalette) {
    for text in [palette.ink, palette.soft, palette.control] { #expect(ratio(text, palette.back) >= 4.5, "\(text)") }
    for inside in [palette.tint, palette.shade] { #expect(ratio(palette.ink, inside) >= 4.5, "\(inside)") }
    for mark in [palette.accent, palette.control] { #expect(ratio(mark, palette.back) >= 3, "\(mark)") }
  }

  private func ratio(_ a: String, _ b: String) -> Double {
    func luminance(_ color: String) -> Double {
      let number = Int(color.dropFirst(), radix: 16) ?? 0
      let parts = [16, 8, 0].map { shift -> Double in
        let share = Double((number >> shift) & 255) / 255
        guard share > 0.04045 else { return share / 12.92 }

        return pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }
}
