import Documents
import Findings

/// What the examples import is named somewhere as needed.
struct SnippetImportRule: CardRule {
  static let code = "HFP636"
  static let title = "what examples import is named as needed"
  static let page = CheckPage(
    why: """
      An example that imports a package which nobody mentioned ends with "No module named" for everybody who has just \
      installed what the card says.
      """,
    fix: """
      Add the package to requirements.txt, or to the line with `pip install`.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    let installed = Self.installed(card)
    guard card.requirements != nil || !installed.isEmpty else { return [] }
    let named = (card.requirements ?? []).union(installed)
    let beside = Set(
      (card.shippedPaths ?? []).filter { $0.hasSuffix(".py") }.compactMap { path in
        path.split(separator: "/").last.map { String($0.dropLast(3)) }
      }
    )
    var seen: Set<String> = []
    return card.pythonBlocks.flatMap { block, scan in
      scan.imports.compactMap { imported -> Finding? in
        let module = imported.module
        guard !PythonModules.standard.contains(module), !beside.contains(module),
          PythonModules.packages(of: module).isDisjoint(with: named), seen.insert(module).inserted
        else { return nil }
        return Self.finding(
          card.requirements == nil ? .warning : .error,
          seen: "the import of \(module), which nothing names as needed",
          expected: card.requirements == nil
            ? "a package of a `pip install` line" : "a package that requirements.txt names",
          remedy: "Add \(PythonModules.packages(of: module).sorted()[0]) there, or take the import out.",
          at: SourceLocation(file: card.file, line: block.location.line + imported.line)
        )
      }
    }
  }

  /// The packages of `pip install` and `uv add` lines, in lower case with `-`.
  private static func installed(_ card: CardDocument) -> Set<String> {
    var packages: Set<String> = []
    for (text, _) in card.shellLines {
      let words = text.split(separator: " ").map(String.init)
      guard let verb = words.firstIndex(where: { $0 == "install" || $0 == "add" }), verb > 0,
        ["pip", "pip3", "uv", "conda"].contains(words[verb - 1])
      else { continue }
      for word in words[(verb + 1)...] where word.first != "-" {
        let bare = word.filter { $0 != "\"" && $0 != "'" }.prefix { !"[=<>!~;@".contains($0) }
        packages.insert(String(bare.lowercased().map { $0 == "_" || $0 == "." ? "-" : $0 }))
        // An extra of a package brings what it is named for; that is not known here.
      }
    }
    return packages
  }
}
