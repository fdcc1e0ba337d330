import Documents
import Findings

/// The task is one of the Hub's.
///
/// The list here may be older than the Hub's, so that a name that is not in it is an error only when it cannot be a
/// new task: a slip for a known one, a name of another kind, or a form that no task has. Otherwise it is a warning.
struct PipelineTagRule: CardRule {
  static let code = "HFP519"
  static let title = "the task is one of the Hub's"
  static let page = CheckPage(
    why: """
      The task decides where the model is listed and which example code the page offers. An unknown one is refused \
      or ignored.
      """,
    fix: """
      Write one of the Hub's tasks; for an embedding model that is `sentence-similarity` or `feature-extraction`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("pipeline_tag") else { return [] }
    guard let text = node.scalarText else {
      return [Self.unknown(.error, seen: MetadataText.described(node), remedy: "Give one task.", at: node)]
    }
    if PipelineTags.hidden.contains(text) {
      return [
        Self.finding(
          .warning,
          seen: "the task `\(text)`",
          expected: "a task that the filters of the model list offer",
          remedy: "Use the nearest task that readers can filter by, such as feature-extraction.",
          at: node.location
        )
      ]
    }
    guard !PipelineTags.known.contains(text), !text.allSatisfy({ $0 == " " }) else { return [] }
    let seen = "the task \(MetadataText.quoted(text))"
    if let successor = PipelineTags.retired[text] {
      return [Self.unknown(.warning, seen: "\(seen), which the Hub had once", remedy: "Use `\(successor)`.", at: node)]
    }
    if PipelineTags.subtasks.contains(text) {
      return [
        Self.unknown(
          .error,
          seen: "\(seen), which is a part of a task",
          remedy: "Use the whole task here; a part of one has its place in model-index.",
          at: node
        )
      ]
    }
    if let meant = Self.meant(text) {
      return [Self.unknown(.error, seen: seen, remedy: "Did you mean `\(meant)`?", at: node)]
    }
    guard Self.hasForm(text), !node.isDisputed else {
      return [Self.unknown(.error, seen: seen, remedy: "Use a task's id: small letters and hyphens.", at: node)]
    }
    return [Self.unknown(.warning, seen: seen, remedy: "Check that the Hub has it by now.", at: node)]
  }

  private static func unknown(_ severity: Severity, seen: String, remedy: String, at node: YAMLNode) -> Finding {
    finding(
      severity,
      seen: seen,
      expected: "one of the Hub's \(PipelineTags.all.count) tasks (list of \(PipelineTags.asOf))",
      remedy: remedy,
      at: node.location
    )
  }

  private static func meant(_ text: String) -> String? {
    guard text.utf8.count <= 48 else { return nil }
    let joined = String(text.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
    if PipelineTags.known.contains(joined) { return joined }
    return PipelineTags.meant[joined] ?? MetadataText.nearest(joined, among: PipelineTags.all)
  }

  private static func hasForm(_ text: String) -> Bool {
    text.utf8.count <= 48
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }
}
