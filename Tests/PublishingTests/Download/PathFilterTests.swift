import HubAPI
import Testing
@testable import Publishing

@Suite("Patterns of paths")
struct PathFilterTests {
  @Test(
    "a pattern means what it means to the Hub's own tools",
    arguments: [
      ("*", "a/b", true), ("*.json", "a/b.json", true), ("data/*.json", "data/x/y.json", true), ("?.md", "a.md", true),
      ("?.md", "ab.md", false), ("?.md", "ü.md", true), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false),
      ("[!a-c]x", "dx", true), ("[!a-c]x", "ax", false), ("[^a]x", "^x", true), ("[]]x", "]x", true),
      ("[x", "[x", true), ("[x", "x", false), ("a*b*c", "a1b2b3c", true), ("a*b*c", "a1c", false), ("", "", true),
      ("", "a", false), ("a", "A", false), ("**", "", true), ("*a", "aab", false), ("[a-]x", "-x", true),
      ("[!]a]x", "bx", true), ("[!]a]x", "]x", false), ("a\\*", "a\\b", true),
    ]
  )
  func patterns(pattern: String, text: String, expected: Bool) {
    #expect(PathFilter.matches(pattern, text) == expected)
  }

  @Test("a folder means what is in it, and what is left out is left out last")
  func folders() throws {
    func takes(_ filter: PathFilter, _ path: String) throws -> Bool { filter.takes(try #require(RepositoryPath(path))) }
    #expect(try takes(PathFilter(), "a"))
    #expect(try takes(PathFilter(include: ["sub/"]), "sub/a/b"))
    #expect(try !takes(PathFilter(include: ["sub/"]), "subs/a"))
    #expect(try !takes(PathFilter(include: ["*"], exclude: ["sub/"]), "sub/a"))
    #expect(try takes(PathFilter(exclude: ["sub/"]), "a"))
  }
}
