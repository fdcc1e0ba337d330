/// The few statistics that metrics are made of, in float64.
enum Statistics {
  /// The arithmetic mean; 0 of nothing.
  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// ROC AUC: the share of (positive, negative) couples in which the positive is higher, ties counting half.
  static func areaUnderCurve(positives: [Double], negatives: [Double]) -> Double {
    guard !positives.isEmpty, !negatives.isEmpty else { return 0 }
    var wins = 0.0
    for positive in positives {
      for negative in negatives {
        if positive > negative { wins += 1 } else if positive == negative { wins += 0.5 }
      }
    }
    return wins / Double(positives.count * negatives.count)
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
    let leftMean = mean(left)
    let rightMean = mean(right)
    var product = 0.0
    var leftSquares = 0.0
    var rightSquares = 0.0
    for (a, b) in zip(left, right) {
      product += (a - leftMean) * (b - rightMean)
      leftSquares += (a - leftMean) * (a - leftMean)
      rightSquares += (b - rightMean) * (b - rightMean)
    }
    let scale = (leftSquares * rightSquares).squareRoot()
    return scale == 0 ? 0 : product / scale
  }
}
