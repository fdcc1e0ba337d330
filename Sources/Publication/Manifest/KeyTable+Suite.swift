import Evaluation

extension KeyTable {
  /// The keys that suites of every kind have.
  package static let suiteHead: [Key] = [
    .required("version", .constant(SuiteReader.version), "the version of this format"),
    .required("id", .text, "a stable name, such as `code_understanding`"), .required("title", .text, "a heading"),
    .required("question", .text, "what the suite asks, as a sentence for readers of the card"),
    .required("kind", .choice(Suite.Kind.allCases.map(\.rawValue)), "what the texts mean"),
  ]

  /// The keys that hold the texts of a suite of a kind.
  package static func suiteContent(_ kind: Suite.Kind) -> [Key] {
    // Two pairs at least, so that they can be shuffled.
    let pairs = Shape.list(.mapping(pair(of: kind)), atLeast: 2, atMost: Suite.maximumCount)
    return switch kind {
    case .pairs: [.required("pairs", pairs, "pairs that belong together")]
    case .graded: [.required("pairs", pairs, "pairs with a grade")]
    case .translations: [.required("pairs", pairs, "texts and their translations")]
    case .contrast:
      [
        .required("similar", pairs, "pairs that are alike"), .required("dissimilar", pairs, "pairs that are not"),
      ]
    case .topics:
      [
        .required(
          "topics",
          .named(.list(.text, atLeast: 2, atMost: Suite.maximumCount), atLeast: 2),
          "names of topics with their texts"
        )
      ]
    }
  }

  /// The keys of a suite of a kind.
  package static func suite(_ kind: Suite.Kind) -> KeyTable { KeyTable("the suite", suiteHead + suiteContent(kind)) }

  /// The keys of a pair in a suite of a kind.
  static func pair(of kind: Suite.Kind) -> KeyTable {
    var keys: [Key] = [
      .required("id", .text, "a name that no other pair of the suite has"), .required("a", .text, "the left text"),
      .required("b", .text, "the right text"),
    ]
    switch kind {
    case .pairs: keys += [distractors, language]
    case .graded: keys += [.required("grade", .number, "how alike they are, on a scale of the suite's own"), language]
    case .translations: keys += [.required("language", .text, "the language of `b`"), distractors]
    case .contrast, .topics: break
    }
    return KeyTable("a pair", keys)
  }

  private static let distractors = Key.optional("distractors", .texts, "texts that look related to `a` and are not")
  private static let language = Key.optional("language", .text, "the language of `b`")
}
