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
      do {
        _ = try YAMLNode.parse(block.code, file: "block")
        return nil
      } catch {
        return (max(1, error.location?.line ?? 1), error.location?.column ?? 0, error.reason)
      }
    default: return nil
    }
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
