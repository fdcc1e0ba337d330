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
    "from_pretrained", "from_sentence_transformers", "from_model2vec", "SentenceTransformer", "hf_hub_download",
    "snapshot_download", "StaticEmbedding", "pipeline",
  ]
  private static let arguments: Set<String> = [
    "repo_id", "path", "pretrained_model_name_or_path", "model_name_or_path", "model_id_or_path",
  ]

  func run(_ card: CardDocument) -> [Finding] {
    guard let repository = card.repository else { return [] }
    let named = card.namedRepositories
    return Self.uses(card).compactMap { name, line in
      guard let used = RepositoryID(name), used != repository, !named.contains(name) else { return nil }
      // A folder that is published with the card is loaded from the folder around it.
      guard card.shippedPaths?.folders.contains(name) != true else { return nil }
      let isNear = NearestName.suggestion(for: name, among: [repository.description]) != nil
      return Self.finding(
        seen: "an example that loads \(name)",
        expected: "\(repository), where this card is",
        remedy: isNear ? "Did you mean \(repository)?" : "Load \(repository), or name \(name) in the text.",
        at: SourceLocation(file: card.file, line: line)
      )
    }
  }

  /// The repositories of models that Python and shell blocks fetch, with the lines of the file.
  private static func uses(_ card: CardDocument) -> [(name: String, line: Int)] {
    let python = card.pythonBlocks.flatMap { block, scan in
      // Data sets and spaces are no models.
      let others = Set(scan.calls.filter { $0.argument == "repo_type" && $0.text != "model" }.map(\.group))
      return scan.calls.filter { call in
        let callee = call.name.split(separator: ".").last.map(String.init) ?? ""
        guard loaders.contains(callee), !others.contains(call.group) else { return false }
        return callee == "pipeline" ? call.argument == "model" : call.argument.map(arguments.contains) ?? true
      }
      .map { ($0.text, block.location.line + $0.line) }
    }
    let shell = card.shellLines.compactMap { text, line -> (String, Int)? in
      let words = text.split { " \t\"'".contains($0) }.drop { $0 == "$" }.map(String.init)
      guard words.count > 2 else { return nil }
      if words[0] == "hf" || words[0] == "huggingface-cli", words[1] == "download" {
        let type = words.firstIndex { $0 == "--repo-type" || $0 == "--type" }.flatMap { words.dropFirst($0 + 1).first }
        let isModel = type ?? "model" == "model" && !words.contains { $0.hasPrefix("--repo-type=") }
        return isModel ? (words[2], line) : nil
      }
      let home = "https://huggingface.co/"
      guard words[0] == "git", words[1] == "clone", let url = words.first(where: { $0.hasPrefix(home) }) else {
        return nil
      }
      let name = url.dropFirst(home.count)
      return (String(name.hasSuffix(".git") ? name.dropLast(4) : name), line)
    }
    return python + shell
  }
}

extension CardDocument {
  /// What may be repositories in the text and in the metadata, without code blocks: every two words around a slash.
  var namedRepositories: Set<String> {
    let prose = body?.all { node -> String? in
      switch node.kind {
      case .text(let text), .code(let text): text
      case .html(let html), .htmlBlock(let html): html
      case .link(let address): address
      default: nil
      }
    }
    var names: Set<String> = []
    for text in (prose ?? []) + [frontMatter.yaml ?? ""] where text.contains("/") {
      for run in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || "._-/".contains($0)) }) {
        let parts = run.split(separator: "/")
        for (owner, name) in zip(parts, parts.dropFirst()) {
          names.insert("\(owner)/\(name)")
          // The end of a sentence, or of a file's name.
          if let end = name.lastIndex(where: { $0 != "." }) { names.insert("\(owner)/\(name[...end])") }
        }
      }
    }
    return names
  }
}
