import EmbeddingCore
import Files
import Findings

/// Readers of both layouts find the same table and the same tokenizer.
struct OneModelCheck: Check {
  static let code = "HFP107"
  static let title = "there is one model in the folder"
  static let page = CheckPage(
    why: """
      Where a table lies at the top and another in `0_StaticEmbedding`, each library takes the one it looks for first. \
      The numbers on the card are then true for half of the readers.
      """,
    fix: """
      Decide which is the model, and remove the files of the other.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let folder = ModelFolder(context) else { return [] }
    return try ["model.safetensors", "tokenizer.json"].compactMap { name in
      let nested = "0_StaticEmbedding/\(name)"
      let isNested = folder.facts.layout == .sentenceTransformersNested
      let (used, other) = isNested ? (nested, name) : (name, nested)
      // Equal bytes are one model, if twice: that is another check's.
      guard folder.has(other), try !folder.areEqual(used, other) else { return nil }
      return Self.error(
        seen: "\(other) lies beside \(used) and holds other bytes",
        expected: "one table and one tokenizer",
        remedy: "Remove the one that is not the model; libraries differ in which they read.",
        at: folder.place(other)
      )
    }
  }
}
