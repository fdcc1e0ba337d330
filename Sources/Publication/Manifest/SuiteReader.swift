import Documents
import Evaluation
import Files
import Findings

/// Reads a suite from its YAML file.
///
/// Of all kinds the file has `version: 1`, `id`, `title`, `question` and `kind`. Then `pairs` and `graded` and
/// `translations` have `pairs` (with `distractors` if wanted, with `grade`, with `language`), `topics` has `topics`, a
/// mapping of names to lists of texts, and `contrast` has `similar` and `dissimilar`, lists of pairs.
public enum SuiteReader {
  private static let common = ["version", "id", "title", "question", "kind"]

  /// Reads the suite at `file`.
  ///
  /// - Throws: `DocumentError` and `PublicationError` with file, line and column; `FileError` when unreadable.
  public static func read(file: String) throws -> Suite {
    try read(LocalFiles.readText(file, limit: 4 << 20), file: file)
  }

  /// Reads a suite from its text; `file` is what errors call it.
  ///
  /// - Throws: `DocumentError` and `PublicationError` with file, line and column.
  public static func read(_ text: String, file: String) throws -> Suite {
    let node = try YAMLNode.parse(text, file: file)
    let root = try node.mapping(named: "the suite")
    let version = try root.required("version")
    guard try version.int() == 1 else {
      throw PublicationError.invalidValue(
        "version",
        try version.string(),
        expected: "1, the format this hfpub reads",
        at: version.location
      )
    }
    let kindNode = try root.required("kind")
    guard let kind = Suite.Kind(rawValue: try kindNode.string()) else {
      let kinds = Suite.Kind.allCases.map(\.rawValue)
      throw PublicationError.invalidValue(
        "kind",
        try kindNode.string(),
        expected: kinds.dropLast().joined(separator: ", ") + " or " + (kinds.last ?? ""),
        at: kindNode.location
      )
    }
    let suite = Suite(
      id: try root.required("id").string(),
      title: try root.required("title").string(),
      question: try root.required("question").string(),
      content: try content(root, kind),
      sha256: FileDigests(of: Array(text.utf8)).sha256
    )
    if let fault = suite.fault {
      throw PublicationError.invalidValue(
        fault.place,
        fault.seen,
        expected: fault.expected,
        at: location(of: fault.path, in: node)
      )
    }
    return suite
  }

  private static func content(_ root: YAMLMapping, _ kind: Suite.Kind) throws -> Suite.Content {
    switch kind {
    case .topics:
      try root.rejectUnknown(known: common + ["topics"])
      let topics = try root.required("topics").mapping(named: "the topics").pairs
      return .topics(try topics.map { Suite.Topic(name: $0.name, texts: try $0.value.strings()) })
    case .contrast:
      try root.rejectUnknown(known: common + ["similar", "dissimilar"])
      return .contrast(
        similar: try pairs(root, "similar", with: []),
        dissimilar: try pairs(root, "dissimilar", with: [])
      )
    case .pairs:
      try root.rejectUnknown(known: common + ["pairs"])
      return .pairs(try pairs(root, "pairs", with: ["distractors", "language"]))
    case .translations:
      try root.rejectUnknown(known: common + ["pairs"])
      return .translations(try pairs(root, "pairs", with: ["distractors", "language"]))
    case .graded:
      try root.rejectUnknown(known: common + ["pairs"])
      return .graded(try pairs(root, "pairs", with: ["grade", "language"]))
    }
  }

  private static func pairs(_ root: YAMLMapping, _ key: String, with extras: [String]) throws -> [Suite.Pair] {
    try root.required(key).sequence().map { node in
      let entry = try node.mapping(named: "a pair")
      try entry.rejectUnknown(known: ["id", "a", "b"] + extras)
      return Suite.Pair(
        id: try entry.required("id").string(),
        a: try entry.required("a").string(),
        b: try entry.required("b").string(),
        distractors: try entry.optional("distractors")?.strings() ?? [],
        grade: extras.contains("grade") ? try entry.required("grade").double() : nil,
        language: try entry.optional("language")?.string()
      )
    }
  }

  /// The deepest node on the way to a fault.
  private static func location(of path: [SuiteFault.Step], in root: YAMLNode) -> SourceLocation {
    var node = root
    for step in path {
      switch (step, node.value) {
      case (.key(let key), .mapping(let pairs)):
        guard let pair = pairs.first(where: { $0.name == key }) else { return node.location }
        node = pair.value
        // A list without items has no place of its own that helps.
        if case .sequence(let items) = node.value, items.isEmpty { return pair.key.location }
      case (.index(let index), .sequence(let items)) where items.indices.contains(index): node = items[index]
      default: return node.location
      }
    }
    return node.location
  }
}
