import Documents
import Findings

/// Commands can be copied as they stand.
struct CommandBlockRule: CardRule {
  static let code = "HFP632"
  static let title = "shell and Python blocks can be copied as they stand"
  static let page = CheckPage(
    why: """
      Card pages have a button that copies a whole block. With a `$` or `>>>` in front of each line what is pasted does \
      not run.
      """,
    fix: """
      Take the prompts out, and put what a command prints into a text block of its own. A block called `console` may \
      have prompts.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    card.codeBlocks.compactMap { block in
      guard let prompt = Self.prompt(in: block.language) else { return nil }
      let lines = block.code.split(separator: "\n", omittingEmptySubsequences: false)
      guard let index = lines.firstIndex(where: { $0.hasPrefix(prompt) }) else { return nil }
      return Self.finding(
        seen: "the prompt `\(prompt)` in front of \"\(lines[index].dropFirst(prompt.count).prefix(60))\"",
        expected: "commands without prompts",
        remedy: "Take the prompts out, or call the block `console`.",
        at: SourceLocation(file: card.file, line: block.location.line + index + 1, column: 1)
      )
    }
  }

  private static func prompt(in language: String) -> String? {
    switch language {
    case "bash", "sh", "shell", "zsh": "$ "
    case "python", "py", "python3": ">>> "
    default: nil
    }
  }
}
