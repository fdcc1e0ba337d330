import Documents
import Findings

/// The examples of the widget have the form that the task needs.
///
/// Which inputs a task takes is as the Hub's documentation showed it on 2026-08-22; for tasks that it does not show,
/// only the outer form is looked at.
struct WidgetRule: CardRule {
  static let code = "HFP525"
  static let title = "the widget's examples fit the task"
  static let page = CheckPage(
    why: """
      Examples of another task than the model's make the widget on the page fail for every visitor.
      """,
    fix: """
      Give the form that the task wants; for sentence similarity `source_sentence` and `sentences`.
      """
  )

  /// What an example needs.
  private enum Input {
    case text, list, table, any

    /// Whether a node is this.
    func accepts(_ node: YAMLNode) -> Bool {
      switch (self, node.value) {
      case (.any, _): true
      case (.text, .scalar): node.textOrDisputed != nil
      case (.list, .sequence(let items)): !items.isEmpty && items.allSatisfy { $0.textOrDisputed != nil }
      case (.table, .mapping): true
      default: false
      }
    }

    var words: String {
      switch self {
      case .text: "a text"
      case .list: "a list of texts"
      case .table: "a mapping of columns to lists"
      case .any: "a value"
      }
    }
  }

  /// The inputs of a task; every one of the inner list must be there, and one of the outer lists must fit.
  private static let inputs: [String: [[(key: String, input: Input)]]] = {
    let text: [[(key: String, input: Input)]] = [[("text", .text)]]
    let file: [[(key: String, input: Input)]] = [[("src", .text)]]
    let both: [[(key: String, input: Input)]] = [[("text", .text), ("src", .text)]]
    let pairs: [(key: String, input: Input)] = [("source_sentence", .text), ("sentences", .list)]
    var inputs = [
      "sentence-similarity": [pairs],
      // Also drives the example that the Hub shows for sentence-transformers and model2vec.
      "feature-extraction": text + [pairs],
      "question-answering": [[("text", .text), ("context", .text)]],
      "table-question-answering": [[("text", .text), ("table", .table)]],
      "zero-shot-classification": [[("text", .text), ("candidate_labels", .any)]],
      "zero-shot-image-classification": [[("src", .text), ("candidate_labels", .any)]],
      "document-question-answering": both,
      "visual-question-answering": both,
    ]
    for task in ["fill-mask", "summarization", "text-classification", "token-classification", "translation"] {
      inputs[task] = text
    }
    for task in [
      "automatic-speech-recognition", "audio-classification", "voice-activity-detection", "image-classification",
      "object-detection",
    ] { inputs[task] = file }
    return inputs
  }()

  func run(_ card: CardDocument) -> [Finding] {
    guard let node = card.metadataValue("widget") else { return [] }
    guard case .sequence(let examples) = node.value else {
      return [
        Self.finding(
          seen: "`widget` with \(MetadataText.described(node))",
          expected: "a list of examples",
          remedy: "Begin every example with `- `, also when there is only one.",
          at: node.location
        )
      ]
    }
    let task = card.metadataValue("pipeline_tag")?.scalarText
    return examples.compactMap { Self.finding($0, task: task) }.limited()
  }

  private static func finding(_ example: YAMLNode, task: String?) -> Finding? {
    guard let keys = try? example.mapping(named: "the example"), !keys.pairs.isEmpty else {
      return finding(
        seen: "an example that is \(MetadataText.described(example))",
        expected: "a mapping such as `text: \"…\"`",
        remedy: "Write the input under its key.",
        at: example.location
      )
    }
    guard let task, let forms = inputs[task] else { return nil }
    var nearest: [(key: String, input: Input)]?
    for form in forms {
      if form.allSatisfy({ need in keys.optional(need.key).map(need.input.accepts) ?? false }) { return nil }
      // The form that the author meant shares a key with the example.
      if nearest == nil, form.contains(where: { keys.optional($0.key) != nil }) { nearest = form }
    }
    guard let form = nearest ?? forms.first else { return nil }
    for need in form {
      guard let value = keys.optional(need.key) else {
        return finding(
          seen: "an example without `\(need.key)`",
          expected: form.map { "`\($0.key)` with \($0.input.words)" }.joined(separator: " and ") + " for \(task)",
          remedy: "Add the key, or correct pipeline_tag."
            + MetadataText.suggestion(for: need.key, among: keys.keys.map { String($0.prefix(48)) }),
          at: example.location
        )
      }
      guard !need.input.accepts(value) else { continue }
      return finding(
        seen: "`\(need.key)` with \(MetadataText.described(value))",
        expected: "\(need.input.words) for \(task)",
        remedy: "Correct the example.",
        at: value.location
      )
    }
    return nil
  }
}
