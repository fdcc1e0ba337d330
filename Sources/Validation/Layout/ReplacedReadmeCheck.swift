import EmbeddingCore
import Files
import Findings
import Publication

/// A README in the model's folder is not the one that readers will see.
struct ReplacedReadmeCheck: Check {
  static let code = "HFP114"
  static let title = "the card is the rendered one"
  static let page = CheckPage(
    why: """
      Libraries write a README beside the model when they save it. The rendered card takes its place in the \
      repository; whoever edited the other waits in vain to see the change.
      """,
    fix: """
      Move what it says into the manifest, and remove it. Nothing has to be done if it is the library's own.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let folder = ModelFolder(context), folder.has("README.md"),
      let card = context.documents.first(where: { $0.path == "README.md" && $0.isShipped }),
      !context.manifest.files.contains("README.md"),
      try LocalFiles.read(folder.file("README.md")) != Array(card.text.utf8)
    else { return [] }
    return [
      Finding(
        code: Self.code,
        severity: .note,
        location: folder.place("README.md"),
        seen: "a README.md in the model's folder",
        expected: "the rendered card, which takes its place",
        remedy: "Move what readers need from it into the manifest."
      )
    ]
  }
}
