import Documents

/// The packages that a card tells its readers to install.
///
/// Words behind the packages of a sentence count as packages too; nothing is found missing then.
struct InstalledPackages {
  /// Their names, in lower case with `-`.
  private(set) var names: Set<String> = []
  /// Those with extras, as `name[extra]`.
  private(set) var extras: Set<String> = []

  private static let tools: Set<String> = ["pip", "pip3", "uv", "conda", "mamba", "poetry", "pdm", "pipenv"]

  /// Looks at every line of a card, in blocks and in sentences; nil where not all can be known, as with
  /// `pip install -r requirements.txt` when that file is not.
  init?(_ card: CardDocument) {
    for line in card.lines where line.firstRange(ofBytes: "install") != nil || line.firstRange(ofBytes: " add ") != nil
    {
      let words = line.replacing("`", with: " ` ").split { " \t\"'();|".contains($0) }
      var place = 1
      while place < words.count {
        defer { place += 1 }
        guard words[place] == "install" || words[place] == "add", Self.isTool(words[place - 1]) else { continue }
        for word in words[(place + 1)...] {
          if word == "&&" || word == "#" || word == "`" { break }
          if word == "-r" || word == "--requirement" || word == "." || word == "-e" {
            guard card.requirements != nil else { return nil }
            continue
          }
          if word.first != "-" { add(word) }
        }
      }
    }
  }

  private static func isTool(_ word: Substring) -> Bool { tools.contains(String(word.drop { $0 == "!" || $0 == "%" })) }

  private mutating func add(_ word: Substring) {
    // An address ends with the package's name, mostly.
    let source = word.contains("://") ? word.split(separator: "/").last ?? word : word
    let bare = source.prefix { !"[=<>!~;@,".contains($0) }
    let name = String(
      (bare.hasSuffix(".git") ? bare.dropLast(4) : bare).lowercased().map { "_.".contains($0) ? "-" : $0 }
    )
    names.insert(name)
    guard let open = source.firstIndex(of: "["), let close = source[open...].firstIndex(of: "]") else { return }
    for extra in source[source.index(after: open)..<close].split(separator: ",") {
      extras.insert("\(name)[\(extra.lowercased())]")
    }
  }
}
