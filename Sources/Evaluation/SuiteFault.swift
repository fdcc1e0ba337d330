/// What makes a suite unusable, and where in it.
public struct SuiteFault: Sendable, Hashable {
  /// A step from the whole towards the fault.
  public enum Step: Sendable, Hashable {
    /// The value of a key.
    case key(String)
    /// The item at a place, from 0.
    case index(Int)
  }

  /// The way to the fault, in the suite's file.
  public var path: [Step]
  /// What was seen.
  public var seen: String
  /// What was expected.
  public var expected: String

  /// The way as text: `pairs[3].a`.
  public var place: String {
    path.reduce("") { text, step in
      switch step {
      case .key(let key): text.isEmpty ? key : "\(text).\(key)"
      case .index(let index): "\(text)[\(index)]"
      }
    }
  }
}

extension Suite {
  /// The most pairs or texts of a suite; every one is compared with every other.
  public static let maximumCount = 1000

  /// The first thing that makes the suite unusable; nil when it can be scored.
  public var fault: SuiteFault? {
    if let fault = countFault { return fault }
    switch content {
    case .pairs(let pairs): return Self.fault(of: pairs, at: "pairs")
    case .translations(let pairs): return Self.fault(of: pairs, at: "pairs") ?? languageFault(pairs)
    case .graded(let pairs): return Self.fault(of: pairs, at: "pairs") ?? gradeFault(pairs)
    case .contrast(let similar, let dissimilar):
      return Self.fault(of: similar, at: "similar")
        ?? Self.fault(of: dissimilar, at: "dissimilar", taken: Set(similar.map(\.id)))
    case .topics(let topics): return topicFault(topics)
    }
  }

  private var countFault: SuiteFault? {
    guard count > Self.maximumCount else { return nil }
    let key = kind == .topics ? "topics" : kind == .contrast ? "similar" : "pairs"
    return SuiteFault(path: [.key(key)], seen: "\(count) \(unit)", expected: "at most \(Self.maximumCount)")
  }

  private static func fault(of pairs: [Pair], at key: String, taken: Set<String> = []) -> SuiteFault? {
    guard pairs.count >= 2 else {
      return SuiteFault(
        path: [.key(key)],
        seen: pairs.isEmpty ? "no pair" : "one pair",
        expected: "at least two, so that shuffled pairs exist"
      )
    }
    var taken = taken
    for (index, pair) in pairs.enumerated() {
      let path: [SuiteFault.Step] = [.key(key), .index(index)]
      guard !isBlank(pair.id) else { return empty(path + [.key("id")]) }
      guard taken.insert(pair.id).inserted else {
        return SuiteFault(path: path + [.key("id")], seen: pair.id, expected: "an id that no other pair has")
      }
      if isBlank(pair.a) { return empty(path + [.key("a")]) }
      if isBlank(pair.b) { return empty(path + [.key("b")]) }
      if let place = pair.distractors.firstIndex(where: isBlank) {
        return empty(path + [.key("distractors"), .index(place)])
      }
      // No pair is nearer than its own partner: the point could not be won.
      if let place = pair.distractors.firstIndex(of: pair.b) {
        return SuiteFault(
          path: path + [.key("distractors"), .index(place)],
          seen: pair.b,
          expected: "another text than `b`"
        )
      }
    }
    return nil
  }

  private func languageFault(_ pairs: [Pair]) -> SuiteFault? {
    guard let index = pairs.firstIndex(where: { Self.isBlank($0.language ?? "") }) else { return nil }
    return SuiteFault(
      path: [.key("pairs"), .index(index)],
      seen: "no language",
      expected: "the `language` of `b`, such as fr"
    )
  }

  private func gradeFault(_ pairs: [Pair]) -> SuiteFault? {
    for (index, pair) in pairs.enumerated() {
      let path: [SuiteFault.Step] = [.key("pairs"), .index(index)]
      guard let grade = pair.grade else { return SuiteFault(path: path, seen: "no grade", expected: "a `grade`") }
      guard grade.isFinite else {
        return SuiteFault(path: path + [.key("grade")], seen: "\(grade)", expected: "a finite number")
      }
    }
    guard Set(pairs.map(\.grade)).count > 1 else {
      return SuiteFault(
        path: [.key("pairs")],
        seen: "the same grade everywhere",
        expected: "at least two different grades, so that there is an order to agree with"
      )
    }
    return nil
  }

  private func topicFault(_ topics: [Topic]) -> SuiteFault? {
    guard topics.count >= 2 else {
      return SuiteFault(
        path: [.key("topics")],
        seen: topics.isEmpty ? "no topic" : "one topic",
        expected: "at least two, so that there is something to tell apart"
      )
    }
    var taken: Set<String> = []
    for topic in topics {
      let path: [SuiteFault.Step] = [.key("topics"), .key(topic.name)]
      guard !Self.isBlank(topic.name), taken.insert(topic.name).inserted else {
        return SuiteFault(path: path, seen: topic.name, expected: "a name that no other topic has")
      }
      guard topic.texts.count >= 2 else {
        return SuiteFault(
          path: path,
          seen: topic.texts.isEmpty ? "no text" : "one text",
          expected: "at least two, so that a text has a neighbour of its topic"
        )
      }
      if let index = topic.texts.firstIndex(where: Self.isBlank) { return Self.empty(path + [.index(index)]) }
    }
    return nil
  }

  private static func empty(_ path: [SuiteFault.Step]) -> SuiteFault {
    SuiteFault(path: path, seen: "an empty text", expected: "a text with words")
  }

  private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
