import Documents
import Files
import Findings

/// JSON and YAML that a reader copies can be read.
struct DataBlockRule: CardRule {
  static let code = "HFP631"
  static let title = "JSON and YAML blocks can be read"
  static let page = CheckPage(
    why: """
      Readers copy a configuration and get an error for it. Three dots for "and so on", a comment or a last comma are \
      enough to make JSON unreadable.
      """,
    fix: """
      Write the block so that it is whole, or call it `text` or `jsonc` when it is meant as an illustration.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    card.codeBlocks.compactMap { block in
      guard let fault = Self.fault(in: block) else { return nil }
      return Self.finding(
        seen: "a \(block.language) block that cannot be read: \(fault.reason)",
        expected: block.language.hasPrefix("json") ? "JSON" : "YAML",
        remedy: "Mend the block, or call it `text` if it is no \(block.language.hasPrefix("json") ? "JSON" : "YAML").",
        at: SourceLocation(file: card.file, line: block.location.line + fault.line, column: fault.column)
      )
    }
  }

  private static func fault(in block: CardDocument.CodeBlock) -> (line: Int, column: Int, reason: String)? {
    switch block.language {
    case "json": return json(block.code, firstLine: 1)
    case "jsonl", "ndjson":
      for (index, line) in block.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      where line.contains(where: { !$0.isWhitespace }) {
        if let fault = json(String(line), firstLine: index + 1) { return fault }
      }
      return nil
    case "yaml", "yml":
      return yaml(block.code)
    default: return nil
    }
  }

  /// Documents one by one; tags and anchors are YAML too, though the project's reader refuses them.
  private static func yaml(_ text: String) -> (line: Int, column: Int, reason: String)? {
    var lines: [Substring] = []
    var first = 1
    func fault() -> (line: Int, column: Int, reason: String)? {
      guard lines.contains(where: { line in line.contains { !$0.isWhitespace } }) else { return nil }
      do {
        _ = try YAMLNode.parse(lines.joined(separator: "\n"), file: "block", firstLine: first)
        return nil
      } catch {
        guard error.code == .yamlSyntax || error.code == .duplicateKey else { return nil }
        return (max(1, error.location?.line ?? first), error.location?.column ?? 0, error.reason)
      }
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard line.hasPrefix("---"), line.dropFirst(3).allSatisfy({ $0 == " " || $0 == "\t" }) else {
        lines.append(line)
        continue
      }
      if let fault = fault() { return fault }
      lines = []
      first = index + 2
    }
    return fault()
  }

  private static func json(_ text: String, firstLine: Int) -> (line: Int, column: Int, reason: String)? {
    Array(text.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      do throws(JSONError) {
        try reader.skipValue()
        try reader.finish()
        return nil
      } catch {
        return (firstLine + error.line - 1, error.column, error.reason)
      }
    }
  }
}
