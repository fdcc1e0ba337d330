import Documents
import Findings

extension CardDocument {
  /// A block of code in a fence.
  public struct CodeBlock: Sendable, Hashable {
    /// The first word behind the fence, in lower case; empty where there is none.
    public var language: String
    /// The code.
    public var code: String
    /// Where the fence begins.
    public var location: SourceLocation
    /// The text of the block directly behind it that has no language or is called `text` or `output`: what it prints.
    public var output: String?
  }

  /// The fenced blocks in the order of the text.
  public var codeBlocks: [CodeBlock] {
    var blocks: [CodeBlock] = []
    body?.visit { node in
      for (index, child) in node.children.enumerated() {
        guard let (language, code) = Self.code(child) else { continue }
        let next = index + 1 < node.children.count ? Self.code(node.children[index + 1]) : nil
        blocks.append(
          CodeBlock(
            language: language,
            code: code,
            location: location(of: child),
            output: next.flatMap { ["", "text", "output", "console"].contains($0.language) ? $0.code : nil }
          )
        )
      }
    }
    return blocks
  }

  /// The addresses of links and pictures that are not within the repository.
  public var webAddresses: [(address: String, location: SourceLocation)] {
    CardLinks(self).entries.compactMap { entry in
      ["http", "https"].contains(entry.scheme) ? (entry.address, location(of: entry)) : nil
    }
  }

  private static func code(_ node: MarkdownNode) -> (language: String, code: String)? {
    guard case .codeBlock(let info, let code, isFenced: true) = node.kind else { return nil }
    let language = info.split { " ,{}".contains($0) }.first?.lowercased() ?? ""
    // Lines may end in any way, and rules count them.
    return (language, String(code.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 }))
  }
}
