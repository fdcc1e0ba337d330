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
    /// What its titles begin with, in lower case; one that ends with the name is meant too.
    var title: String
    var years: Set<String>
    var eprint: String?
    /// Part of an author's name, in lower case; any of several will do.
    var authors: [String]
    /// Its repository on GitHub, in lower case.
    var code: String?
  }

  // From the works' own pages: the repository of Model2Vec, arXiv.
  private static let works = [
    Work(
      name: "Model2Vec",
      title: "model2vec:",
      years: ["2024", "2025"],
      eprint: nil,
      authors: ["Tulkens", "Dongen"],
      code: "minishlab/model2vec"
    ),
    Work(
      name: "Qwen2.5",
      title: "qwen2.5 technical report",
      years: ["2024", "2025"],
      eprint: "2412.15115",
      authors: ["Qwen", "Yang"]
    ),
    Work(name: "Sentence-BERT", title: "sentence-bert:", years: ["2019"], eprint: "1908.10084", authors: ["Reimers"]),
    Work(
      name: "MTEB",
      title: "mteb: massive text embedding benchmark",
      years: ["2022", "2023"],
      eprint: "2210.07316",
      authors: ["Muennighoff"]
    ),
  ]

  func run(_ card: CardDocument) -> [Finding] {
    card.bibliographies.flatMap { block, result -> [Finding] in
      guard case .success(let entries) = result else { return [] }
      return entries.flatMap { entry -> [Finding] in
        guard let title = entry["title"]?.lowercased(),
          let work = Self.works.first(where: { Self.isTitle(title, of: $0) })
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
      for field in ["eprint", "journal", "url", "doi", "note", "howpublished"] {
        guard let value = entry[field], field == "eprint" || value.lowercased().contains("arxiv"),
          let number = Self.number(in: value), number != known
        else { continue }
        differences.append((field, value, "arXiv \(known)"))
      }
    }
    if let code = work.code, let url = entry["url"], let found = Self.repository(in: url), found != code {
      differences.append(("url", url, "https://github.com/MinishLab/model2vec"))
    }
    if let author = entry["author"], !work.authors.contains(where: { author.lowercased().contains($0.lowercased()) }) {
      differences.append(("author", author, "\(work.authors[0]) among the authors"))
    }
    return differences
  }

  /// Whether a title in lower case is the work's: a title of another work may begin with the work's name.
  private static func isTitle(_ title: String, of work: Work) -> Bool {
    let words = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.hasPrefix(work.title) || words == work.name.lowercased()
  }

  /// The arXiv number in a text: four digits, a dot, four or five digits.
  private static func number(in text: String) -> String? {
    text.firstMatch(of: /(?:^|[^0-9])([0-9]{4}\.[0-9]{4,5})(?:[^0-9]|$)/).map { String($0.1) }
  }

  /// The owner and the name of a repository on GitHub, in lower case.
  private static func repository(in url: String) -> String? {
    let lower = url.lowercased()
    guard let host = lower.firstRange(of: "github.com/") else { return nil }
    let parts = lower[host.upperBound...].split { "/#? ".contains($0) }
    guard parts.count >= 2 else { return nil }
    return "\(parts[0])/\(parts[1].hasSuffix(".git") ? parts[1].dropLast(4) : parts[1])"
  }
}
