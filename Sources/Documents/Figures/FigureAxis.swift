import Glibc

/// An axis: the range of the data it shows, and where its marks stand.
struct FigureAxis: Sendable {
  var low: Double
  var high: Double
  var isLogarithmic: Bool
  var ticks: [(value: Double, label: String)]

  /// Where a value stands between the ends, from 0 to 1.
  func position(_ value: Double) -> Double {
    isLogarithmic ? log10(value / low) / log10(high / low) : (value - low) / (high - low)
  }

  /// An axis for scores: a little wider than the data, with four to eight round marks.
  static func linear(_ values: [Double], format: FigureFormat, marks: Double = 6) -> FigureAxis {
    var low = values.min() ?? 0
    var high = values.max() ?? 1
    // Values that are all but equal still need a range.
    let smallest = max(1, abs(low), abs(high)) * 1e-6
    let pad = high - low > smallest ? (high - low) * 0.06 : max(0.05, abs(high) * 0.1)
    low -= pad
    high += pad
    let rough = (high - low) / marks
    let exponent = Int(floor(log10(rough)))
    let unit = pow(10, Double(exponent))
    let factor = [1.0, 2, 2.5, 5].first { $0 * unit >= rough * 0.75 } ?? 10
    let step = factor * unit
    let places = max(0, factor == 10 ? -exponent - 1 : factor == 2.5 ? 1 - exponent : -exponent)
    var ticks: [(Double, String)] = []
    var count = (low / step).rounded(.up)
    while count * step <= high, ticks.count < 20 {
      ticks.append((count * step, format.tick(count * step, places: places)))
      count += 1
    }
    return FigureAxis(low: low, high: high, isLogarithmic: false, ticks: ticks)
  }

  /// An axis for sizes in bytes, each above zero: marks at 1, 2 and 5 times the powers of ten, as many as have room.
  static func bytes(_ sizes: [Int]) -> FigureAxis {
    let least = Double(sizes.min() ?? 1)
    let most = Double(sizes.max() ?? 1)
    // Room on both sides; a single size gets a range around it.
    let pad = max(pow(most / least, 0.09), most == least ? 3 : 1.25)
    let low = least / pad
    let high = most * pad
    for factors in [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] {
      let ticks = ticks(from: low, to: high, factors: factors)
      if ticks.count >= 3 || factors.count == 9 {
        let stride = (ticks.count + 9) / 10
        let kept = ticks.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
        return FigureAxis(low: low, high: high, isLogarithmic: true, ticks: kept)
      }
    }
    return FigureAxis(low: low, high: high, isLogarithmic: true, ticks: [])
  }

  private static func ticks(from low: Double, to high: Double, factors: [Int]) -> [(Double, String)] {
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    var result: [(Double, String)] = []
    var power = 1
    for exponent in 0..<19 {
      for factor in factors {
        let value = Double(factor) * Double(power)
        guard low <= value, value <= high else { continue }
        let shown = [1, 10, 100][exponent % 3] * factor
        result.append((value, "\(shown) \(units[exponent / 3])"))
      }
      let (next, overflows) = power.multipliedReportingOverflow(by: 10)
      guard !overflows else { break }
      power = next
    }
    return result
  }
}
