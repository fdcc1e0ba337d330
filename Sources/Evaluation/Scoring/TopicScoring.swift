import EmbeddingCore

/// Texts by topic: whether those of one topic lie together and apart from the others.
///
/// Intervals draw texts within their topics and keep the clusters and the neighbours that all texts gave: copies of a
/// text would be each other's nearest neighbours. The control mixes the topics of the texts 100 times with a fixed seed.
struct TopicScoring {
  private static let mixings = 100

  private let suite: Suite
  private let topics: [Suite.Topic]
  private let bootstrap: Bootstrap
  /// For every text the number of its topic.
  private let labels: [Int]
  private let cosines: [[Double]]
  private let distances: [[Double]]
  private let squares: [[Double]]

  init(_ suite: Suite, _ topics: [Suite.Topic], _ vectors: VectorTable, _ bootstrap: Bootstrap) {
    self.suite = suite
    self.topics = topics
    self.bootstrap = bootstrap
    labels = topics.enumerated().flatMap { number, topic in topic.texts.map { _ in number } }
    let points = topics.flatMap { $0.texts.map { vectors($0) } }
    cosines = points.map { left in points.map { Similarity.cosine(left, $0) } }
    let squares = points.map { left in points.map { Self.squaredDistance(left, $0) } }
    self.squares = squares
    distances = squares.map { $0.map { $0.squareRoot() } }
  }

  func result() -> SuiteResult {
    let silhouettes = Silhouette.values(distances, labels: labels, count: topics.count)
    let clusters = KMeans(squares).best(clusters: topics.count).labels
    let pure = Self.purity(clusters, labels: labels, count: topics.count)
    let neighbours = nearestNeighbours()
    let silhouette = Statistics.mean(silhouettes)
    let purity = Statistics.mean(pure)
    let score = (silhouette + purity) / 2
    let shuffled = shuffledScore(clusters)
    let couples = Couples(cosines, labels: labels)
    let values: [Metric: Double] = [
      .score: score,
      .silhouette: silhouette,
      .purity: purity,
      .nearestNeighbourAccuracy: Statistics.mean(neighbours),
      .sameTopicAUC: couples.areaUnderCurve(drawn: labels.map { _ in 1 }),
      .shuffledScore: shuffled,
      .margin: score - shuffled,
    ]
    let order: [Metric] = [.score, .silhouette, .purity, .nearestNeighbourAccuracy, .sameTopicAUC, .margin]
    let strata = topics.map(\.texts.count)
    let intervals = bootstrap.intervals(strata: strata, count: order.count) { drawn, numbers in
      let silhouette = Statistics.mean(silhouettes, drawn: drawn)
      let purity = Statistics.mean(pure, drawn: drawn)
      let score = (silhouette + purity) / 2
      numbers = [
        score, silhouette, purity, Statistics.mean(neighbours, drawn: drawn), couples.areaUnderCurve(drawn: drawn),
        score - shuffled,
      ]
    }
    let interval = Dictionary(uniqueKeysWithValues: zip(order, intervals))
    let names = topics.flatMap { topic in topic.texts.indices.map { (topic.name, "\(topic.name)[\($0)]") } }
    return SuiteResult(
      suite: suite,
      items: zip(names, silhouettes).map { .init(id: $0.1, value: $1, label: $0.0) },
      scores: suite.metrics.compactMap { metric in
        values[metric].map { .init(metric: metric, value: $0, interval: interval[metric] ?? nil) }
      }
    )
  }

  /// For every text, 1 if its topic is the commonest of its cluster, 0 if not; of equals the first topic counts.
  static func purity(_ clusters: [Int], labels: [Int], count: Int) -> [Double] {
    var members = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for (cluster, label) in zip(clusters, labels) { members[cluster][label] += 1 }
    let commonest = members.map { counts in counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0 }
    return zip(clusters, labels).map { commonest[$0] == $1 ? 1 : 0 }
  }

  private func nearestNeighbours() -> [Double] {
    labels.indices.map { text in
      let others = labels.indices.filter { $0 != text }
      let nearest = others.max { cosines[text][$0] < cosines[text][$1] } ?? text
      return labels[nearest] == labels[text] ? 1 : 0
    }
  }

  private func shuffledScore(_ clusters: [Int]) -> Double {
    var generator = MersenneTwister(seed: bootstrap.seed)
    var mixed = labels
    return Statistics.mean(
      (0..<Self.mixings).map { _ in
        generator.shuffle(&mixed)
        let silhouette = Statistics.mean(Silhouette.values(distances, labels: mixed, count: topics.count))
        return (silhouette + Statistics.mean(Self.purity(clusters, labels: mixed, count: topics.count))) / 2
      }
    )
  }

  private static func squaredDistance(_ left: [Float], _ right: [Float]) -> Double {
    var sum = 0.0
    for index in left.indices {
      let difference = Double(left[index]) - Double(right[index])
      sum += difference * difference
    }
    return sum
  }
}

/// All couples of texts, ordered by cosine, for the AUC of those of one topic.
private struct Couples {
  private let cosines: [Double]
  private let members: [(Int, Int)]
  private let isSame: [Bool]
  private let order: [Int]

  init(_ table: [[Double]], labels: [Int]) {
    let members = labels.indices.flatMap { left in ((left + 1)..<labels.count).map { (left, $0) } }
    let cosines = members.map { table[$0][$1] }
    self.members = members
    self.cosines = cosines
    isSame = members.map { labels[$0] == labels[$1] }
    order = cosines.indices.sorted { cosines[$0] < cosines[$1] }
  }

  func areaUnderCurve(drawn: [Int]) -> Double {
    let times = members.map { drawn[$0] * drawn[$1] }
    return Statistics.areaUnderCurve(
      cosines,
      order: order,
      positives: times.indices.map { isSame[$0] ? times[$0] : 0 },
      negatives: times.indices.map { isSame[$0] ? 0 : times[$0] }
    )
  }
}
