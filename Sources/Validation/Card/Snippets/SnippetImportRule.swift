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
    guard let installed = InstalledPackages(card) else { return [] }
    if card.requirements == nil {
      // What other packages bring along is not known.
      guard !installed.names.isEmpty, installed.names.allSatisfy(PythonModules.areDependenciesKnown) else { return [] }
    }
    let named = (card.requirements ?? []).union(installed.names)
    let brought = PythonModules.dependencies(of: named.union(installed.extras))
    let beside = card.shippedPaths?.pythonModules ?? []
    var seen: Set<String> = []
    return card.pythonBlocks.flatMap { block, scan in
      scan.imports.compactMap { imported -> Finding? in
        let module = imported.module
        let packages = PythonModules.packages(of: module)
        guard !PythonModules.standard.contains(module), !beside.contains(module), packages.isDisjoint(with: named),
          seen.insert(module).inserted
        else { return nil }
        let isBrought = !packages.isDisjoint(with: brought)
        // Somebody who installs what the card says has it then.
        if isBrought, card.requirements == nil { return nil }
        return Self.finding(
          card.requirements == nil || isBrought ? .warning : .error,
          seen: "the import of \(module.prefix(60)), which "
            + (isBrought ? "comes only along with another package" : "nothing names as needed"),
          expected: card.requirements == nil
            ? "a package of a `pip install` line" : "a package that requirements.txt names",
          remedy: "Add \((packages.min() ?? module).prefix(60)) there, or take the import out.",
          at: SourceLocation(file: card.file, line: block.location.line + imported.line)
        )
      }
    }
  }
}
