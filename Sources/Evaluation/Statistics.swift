/// The few statistics that metrics are made of, in float64.
enum Statistics {
  /// The arithmetic mean; 0 of nothing.
  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The mean of values that were drawn so often; NaN if none was.
  static func mean(_ values: [Double], drawn: [Int]) -> Double {
    var sum = 0.0
    var count = 0
    for (value, times) in zip(values, drawn) where times > 0 {
      sum += value * Double(times)
      count += times
    }
    return count == 0 ? .nan : sum / Double(count)
  }

  /// ROC AUC: the share of (positive, negative) couples in which the positive is higher, ties counting half; 0 of
  /// nothing.
  static func areaUnderCurve(positives: [Double], negatives: [Double]) -> Double {
    guard !positives.isEmpty, !negatives.isEmpty else { return 0 }
    let places = RankedPositives(positives)
    var halves = 0
    for negative in negatives { halves += places.halfWins(at: places.place(of: negative)) }
    return Double(halves) / 2 / Double(positives.count * negatives.count)
  }

  /// ROC AUC of values that count so often as positives and so often as negatives; NaN where one of them is missing.
  ///
  /// `order` holds the places of the values in ascending order.
  static func areaUnderCurve(_ values: [Double], order: [Int], positives: [Int], negatives: [Int]) -> Double {
    var halves = 0
    var highs = 0
    var lows = 0
    var start = 0
    while start < order.count {
      var high = 0
      var low = 0
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] {
        high += positives[order[end]]
        low += negatives[order[end]]
        end += 1
      }
      halves += high * (2 * lows + low)
      highs += high
      lows += low
      start = end
    }
    return highs == 0 || lows == 0 ? .nan : Double(halves) / 2 / Double(highs * lows)
  }

  /// Ranks from 1; equal values share the mean of their ranks.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for position in start...end { ranks[order[position]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }

  /// Pearson's correlation; 0 when either side does not vary.
  static func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let correlation = correlation(left, right, drawn: [Int](repeating: 1, count: left.count))
    return correlation.isNaN ? 0 : correlation
  }

  /// Pearson's correlation of items that were drawn so often; NaN when either side does not vary.
  static func correlation(_ left: [Double], _ right: [Double], drawn: [Int]) -> Double {
    guard varies(left, drawn: drawn), varies(right, drawn: drawn) else { return .nan }
    let leftMean = mean(left, drawn: drawn)
    let rightMean = mean(right, drawn: drawn)
    var product = 0.0
    var leftSquares = 0.0
    var rightSquares = 0.0
    for index in left.indices where drawn[index] > 0 {
      let times = Double(drawn[index])
      let a = left[index] - leftMean
      let b = right[index] - rightMean
      product += a * b * times
      leftSquares += a * a * times
      rightSquares += b * b * times
    }
    let scale = (leftSquares * rightSquares).squareRoot()
    guard scale > 0 else { return .nan }
    return Swift.min(1, Swift.max(-1, product / scale))
  }

  /// Ranks from 1 of items that were drawn so often; copies of a value share the mean of their ranks.
  ///
  /// `order` holds the places of the values in ascending order; items that were not drawn get 0.
  static func ranks(_ values: [Double], order: [Int], drawn: [Int]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    var before = 0
    var start = 0
    while start < order.count {
      var end = start
      var times = drawn[order[start]]
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] {
        end += 1
        times += drawn[order[end]]
      }
      if times > 0 {
        let rank = Double(before) + Double(times + 1) / 2
        for position in start...end where drawn[order[position]] > 0 { ranks[order[position]] = rank }
      }
      before += times
      start = end + 1
    }
    return ranks
  }

  /// Whether two different values were drawn; asked of the values, as their mean is rounded.
  private static func varies(_ values: [Double], drawn: [Int]) -> Bool {
    guard let first = values.indices.first(where: { drawn[$0] > 0 }) else { return false }
    return values.indices.contains { drawn[$0] > 0 && values[$0] != values[first] }
  }

  /// The value below which a share of the sorted values lies, with linear interpolation; 0 of nothing.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
  }
}

/// Positive values in order, so that a negative's place among them is found by halving.
struct RankedPositives {
  /// The different values, ascending.
  let values: [Double]
  /// For every positive, in the order they were given, which of `values` it is.
  let ranks: [Int]
  private let above: [Int]

  init(_ positives: [Double]) {
    var values: [Double] = []
    for value in positives.sorted() where values.last != value { values.append(value) }
    self.values = values
    ranks = positives.map { Self.lowerBound(of: $0, in: values) }
    var counts = [Int](repeating: 0, count: values.count + 1)
    for rank in ranks { counts[rank] += 1 }
    var above = [Int](repeating: 0, count: values.count + 1)
    for rank in values.indices.reversed() { above[rank] = above[rank + 1] + counts[rank] }
    self.above = above
  }

  /// Where a negative lies: 2k between values k - 1 and k, 2k + 1 on value k.
  func place(of negative: Double) -> Int {
    let bound = Self.lowerBound(of: negative, in: values)
    return bound < values.count && values[bound] == negative ? 2 * bound + 1 : 2 * bound
  }

  /// How often positives are above a negative at that place, in halves.
  func halfWins(at place: Int) -> Int {
    let rank = place / 2
    return place.isMultiple(of: 2) ? 2 * above[rank] : above[rank] + above[rank + 1]
  }

  /// The number of places that negatives can have.
  var placeCount: Int { 2 * values.count + 1 }

  private static func lowerBound(of value: Double, in sorted: [Double]) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
