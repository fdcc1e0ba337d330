import Documents
import Findings

/// Python closes what it opens; whether it runs is seen by running it.
struct PythonBlockRule: CardRule {
  static let code = "HFP634"
  static let title = "Python blocks close what they open"
  static let page = CheckPage(
    why: """
      A bracket that was lost in editing makes the first example of a card a syntax error. Nobody notices but the \
      readers.
      """,
    fix: """
      Close it. `hfpub lint-card --run-examples` runs the blocks and sees everything else.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    card.pythonBlocks.compactMap { block, scan in
      guard let fault = scan.fault else { return nil }
      return Self.finding(
        seen: "a Python block in which \(fault.reason)",
        expected: "code that Python can read",
        remedy: "Mend the block.",
        at: SourceLocation(file: card.file, line: block.location.line + fault.line)
      )
    }
  }
}

extension CardDocument {
  /// The Python blocks with what can be seen in them.
  var pythonBlocks: [(block: CodeBlock, scan: PythonScan)] {
    codeBlocks.filter { ["python", "py", "python3"].contains($0.language) }.map { block in
      (block, PythonScan(Self.withoutPrompts(block.code)))
    }
  }

  /// Of a session with an interpreter what was typed, on its lines; other code as it is.
  private static func withoutPrompts(_ code: String) -> String {
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { $0.hasPrefix(">>> ") }) else { return code }
    return lines.map { [">>> ", "... "].contains(where: $0.hasPrefix) ? $0.dropFirst(4) : "" }.joined(separator: "\n")
  }

  /// The lines of shell blocks.
  var shellLines: [(text: Substring, line: Int)] {
    codeBlocks.filter { ["bash", "sh", "shell", "zsh", "console"].contains($0.language) }.flatMap { block in
      block.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, text in
        (text, block.location.line + index + 1)
      }
    }
  }
}
