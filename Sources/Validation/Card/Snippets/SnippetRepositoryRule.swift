import Documents
import Findings
import HubAPI

/// The examples load the model of the card, and no other.
struct SnippetRepositoryRule: CardRule {
  static let code = "HFP635"
  static let title = "examples load the repository that the card is in"
  static let page = CheckPage(
    why: """
      Cards are made from other cards, and tools write the name of a local folder into the example. A reader then loads \
      another model than the one whose scores stand beside the code.
      """,
    fix: """
      Write the repository's own name. To load another model on purpose, such as the base model, name it in the text.
      """
  )

  private static let loaders: Set<String> = [
    "from_pretrained", "from_sentence_transformers", "SentenceTransformer", "hf_hub_download", "snapshot_download",
    "StaticEmbedding", "pipeline",
  ]

  func run(_ card: CardDocument) -> [Finding] {
    guard let repository = card.repository else { return [] }
    let words = card.words
    return Self.uses(card).compactMap { name, line in
      guard let used = RepositoryID(name), used != repository, !words.contains(name) else { return nil }
      let isNear = NearestName.suggestion(for: name, among: [repository.description]) != nil
      return Self.finding(
        seen: "an example that loads \(name)",
        expected: "\(repository), where this card is",
        remedy: isNear ? "Did you mean \(repository)?" : "Load \(repository), or name \(name) in the text.",
        at: SourceLocation(file: card.file, line: line)
      )
    }
  }

  /// The repositories that Python and shell blocks fetch, with the lines of the file.
  private static func uses(_ card: CardDocument) -> [(name: String, line: Int)] {
    let python = card.pythonBlocks.flatMap { block, scan in
      scan.calls.filter { call in
        let callee = call.name.split(separator: ".").last.map(String.init) ?? ""
        guard loaders.contains(callee) else { return false }
        return callee == "pipeline" ? call.argument == "model" : call.argument == nil || call.argument == "repo_id"
      }
      .map { ($0.text, block.location.line + $0.line) }
    }
    let shell = card.shellLines.compactMap { text, line -> (String, Int)? in
      let words = text.split(separator: " ").drop { $0 == "$" }
      guard words.count > 2, words.first == "hf" || words.first == "huggingface-cli",
        words.dropFirst().first == "download", let name = words.dropFirst(2).first
      else { return nil }
      return (String(name), line)
    }
    return python + shell
  }
}

extension CardDocument {
  /// What stands in the text and in the metadata, without code blocks.
  var words: String {
    let prose = body?.all { node -> String? in
      switch node.kind {
      case .text(let text), .code(let text): text
      case .link(let address): address
      default: nil
      }
    }
    return ((prose ?? []) + [frontMatter.yaml ?? ""]).joined(separator: "\n")
  }
}
