import Documents
import Findings

/// Citations can be pasted into a bibliography.
struct BibTeXRule: CardRule {
  static let code = "HFP641"
  static let title = "BibTeX blocks can be used as they stand"
  static let page = CheckPage(
    why: """
      A citation is copied into papers by people who do not read it. A missing comma breaks their whole bibliography, \
      and two entries with one key replace each other.
      """,
    fix: """
      Close every brace, put a comma behind every field, and give author, title and year.
      """
  )

  private static let required: [String: [[String]]] = [
    "article": [["author"], ["title"], ["journal", "journaltitle", "eprint"], ["year", "date"]],
    "inproceedings": [["author"], ["title"], ["booktitle"], ["year", "date"]],
    "conference": [["author"], ["title"], ["booktitle"], ["year", "date"]],
    "incollection": [["author"], ["title"], ["booktitle"], ["year", "date"]],
    "book": [["author", "editor"], ["title"], ["publisher"], ["year", "date"]],
    "techreport": [["author"], ["title"], ["institution"], ["year", "date"]],
    "phdthesis": [["author"], ["title"], ["school"], ["year", "date"]],
    "mastersthesis": [["author"], ["title"], ["school"], ["year", "date"]],
    "misc": [["title"]], "software": [["title"]], "online": [["title"], ["url"]], "dataset": [["title"]],
    "unpublished": [["author"], ["title"]], "preprint": [["author"], ["title"]], "report": [["author"], ["title"]],
    "thesis": [["author"], ["title"]], "manual": [["title"]], "proceedings": [["title"], ["year", "date"]],
    "inbook": [["author", "editor"], ["title"], ["year", "date"]], "booklet": [["title"]],
  ]

  func run(_ card: CardDocument) -> [Finding] {
    var keys: Set<String> = []
    return card.bibliographies.flatMap { block, result -> [Finding] in
      func found(_ line: Int, _ seen: String, _ expected: String, _ remedy: String) -> Finding {
        let location = SourceLocation(file: card.file, line: block.location.line + line)
        return Self.finding(seen: seen, expected: expected, remedy: remedy, at: location)
      }
      switch result {
      case .failure(let fault):
        return [found(fault.line, "a BibTeX block in which \(fault.reason)", "BibTeX", "Mend the block.")]
      case .success(let entries):
        if entries.isEmpty {
          return [
            found(0, "a BibTeX block without an entry", "an entry such as @misc{…}", "Add it, or call it `text`.")
          ]
        }
        return entries.flatMap { entry -> [Finding] in
          var findings: [Finding] = []
          if !keys.insert(entry.key).inserted {
            findings.append(
              found(
                entry.line,
                "a second entry with the key `\(entry.key.prefix(60))`",
                "one entry a key",
                "Give it a key of its own."
              )
            )
          }
          guard let required = Self.required[entry.type] else {
            var types = NearNames(Self.required.keys)
            let remedy = types.nearest(to: entry.type).map { "Did you mean @\($0)?" } ?? "Write @misc."
            return findings + [found(entry.line, "an entry of type @\(entry.type.prefix(60))", "a known type", remedy)]
          }
          for names in required where !names.contains(where: { entry[$0]?.contains { !$0.isWhitespace } == true }) {
            let seen = "`\(entry.key.prefix(60))` has no \(names[0])"
            findings.append(
              found(entry.line, seen, "a \(entry.type) with \(names.joined(separator: " or "))", "Add it.")
            )
          }
          if let year = entry["year"], Int(year).map({ (1900...2100).contains($0) }) != true {
            let line = entry.fields.first { $0.name == "year" }?.line ?? entry.line
            findings.append(found(line, "the year \"\(year.prefix(60))\"", "a year such as 2024", "Correct it."))
          }
          return findings
        }
      }
    }
  }
}

extension CardDocument {
  /// The BibTeX blocks with their entries, or where they are none.
  var bibliographies: [(block: CodeBlock, entries: Result<[BibTeXEntry], BibTeXFault>)] {
    codeBlocks.filter(\.isBibTeX).map { block in
      do throws(BibTeXFault) {
        return (block, .success(try BibTeXReader.entries(in: block.code)))
      } catch {
        return (block, .failure(error))
      }
    }
  }
}

extension CardDocument.CodeBlock {
  /// Whether it is called BibTeX, or is called nothing or TeX and begins like an entry.
  fileprivate var isBibTeX: Bool {
    switch language {
    case "bibtex", "bib", "biblatex": return true
    case "", "latex", "tex":
      let start = code.drop(while: \.isWhitespace)
      guard start.first == "@" else { return false }
      let rest = start.dropFirst().drop { $0.isASCII && $0.isLetter }
      return rest.first == "{" && rest.startIndex != start.index(after: start.startIndex)
    default: return false
    }
  }
}
