import Documents
import Findings

/// Works that cards of static models cite are cited with their own facts.
struct KnownWorkRule: CardRule {
  static let code = "HFP642"
  static let title = "known works are cited with their own facts"
  static let page = CheckPage(
    why: """
      Citations are written from memory, and language models invent numbers for them. A wrong arXiv number leads readers \
      to a paper about something else.
      """,
    fix: """
      Take the entry from the work's own page; the finding says which fact differs and what it is there.
      """
  )

  /// A work with the facts that identify it.
  private struct Work {
    var name: String
    /// Words that a title of it holds, in lower case.
    var words: [String]
    var years: Set<String>
    var eprint: String?
    var author: String
  }

  // From the works' own pages: the repository of Model2Vec, arXiv.
  private static let works = [
    Work(name: "Model2Vec", words: ["model2vec"], years: ["2024", "2025"], eprint: nil, author: "Tulkens"),
    Work(
      name: "Qwen2.5",
      words: ["qwen2.5 technical report"],
      years: ["2024", "2025"],
      eprint: "2412.15115",
      author: "Qwen|Yang"
    ),
    Work(name: "Sentence-BERT", words: ["sentence-bert"], years: ["2019"], eprint: "1908.10084", author: "Reimers"),
  ]

  func run(_ card: CardDocument) -> [Finding] {
    card.bibliographies.flatMap { block, result -> [Finding] in
      guard case .success(let entries) = result else { return [] }
      return entries.flatMap { entry -> [Finding] in
        guard let title = entry["title"]?.lowercased(),
          let work = Self.works.first(where: { work in work.words.allSatisfy { title.hasPrefix($0) } })
        else { return [] }
        return Self.differences(entry, work).map { field, value, expected in
          let line = entry.fields.first { $0.name == field }?.line ?? entry.line
          return Self.finding(
            seen: "\(work.name) cited with the \(field) \"\(value.prefix(60))\"",
            expected: expected,
            remedy: "Take the entry from the work's own page.",
            at: SourceLocation(file: card.file, line: block.location.line + line)
          )
        }
      }
    }
  }

  private static func differences(
    _ entry: BibTeXEntry,
    _ work: Work
  ) -> [(field: String, value: String, expected: String)] {
    var differences: [(String, String, String)] = []
    if let year = entry["year"], !work.years.contains(year) {
      differences.append(("year", year, work.years.sorted().joined(separator: " or ")))
    }
    if let known = work.eprint {
      for field in ["eprint", "journal", "url", "note"] {
        guard let value = entry[field], let number = Self.number(in: value), number != known else { continue }
        differences.append((field, value, "arXiv \(known)"))
      }
    }
    let authors = work.author.split(separator: "|")
    if let author = entry["author"], !authors.contains(where: { author.lowercased().contains($0.lowercased()) }) {
      differences.append(("author", author, "\(authors[0]) among the authors"))
    }
    return differences
  }

  /// The arXiv number in a text: four digits, a dot, five digits.
  private static func number(in text: String) -> String? {
    text.split { !$0.isNumber && $0 != "." }.map { String($0) }.first { part in
      let halves = part.split(separator: ".", omittingEmptySubsequences: false)
      return halves.count == 2 && halves[0].count == 4 && (4...5).contains(halves[1].count)
    }
  }
}
