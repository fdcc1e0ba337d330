import Documents
import Evaluation
import Files
import Findings

/// Reads a suite of smoke tests from its YAML file.
public enum SuiteReader {
  /// Reads the suite at `file`.
  ///
  /// - Throws: `DocumentError` and `PublicationError` with file, line and column; `FileError` when unreadable.
  public static func read(file: String) throws -> Suite {
    let root = try YAMLNode.parse(LocalFiles.readText(file, limit: 8 << 20), file: file).mapping(named: "the suite")
    try root.rejectUnknown(known: ["version", "id", "title", "question", "kind", "pairs"])
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
      throw PublicationError.invalidValue(
        "kind",
        try kindNode.string(),
        expected: Suite.Kind.allCases.map(\.rawValue).joined(separator: " or "),
        at: kindNode.location
      )
    }
    let pairsNode = try root.required("pairs")
    let pairs = try pairsNode.sequence().map { try pair($0, kind: kind) }
    guard pairs.count >= 2 else {
      throw PublicationError.invalidValue(
        "pairs",
        "\(pairs.count) pair(s)",
        expected: "at least two, so that shuffled pairs exist",
        at: pairsNode.location
      )
    }
    return Suite(
      id: try root.required("id").string(),
      title: try root.required("title").string(),
      question: try root.required("question").string(),
      kind: kind,
      pairs: pairs
    )
  }

  private static func pair(_ node: YAMLNode, kind: Suite.Kind) throws -> Suite.Pair {
    let entry = try node.mapping(named: "a pair")
    let common = ["id", "a", "b", "language"]
    try entry.rejectUnknown(known: common + (kind == .graded ? ["grade"] : ["distractors"]))
    return Suite.Pair(
      id: try entry.required("id").string(),
      a: try entry.required("a").string(),
      b: try entry.required("b").string(),
      distractors: try entry.optional("distractors")?.strings() ?? [],
      grade: kind == .graded ? try entry.required("grade").double() : nil
    )
  }
}
