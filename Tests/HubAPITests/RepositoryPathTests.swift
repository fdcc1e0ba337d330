import HubAPI
import Testing

@Suite struct RepositoryPathTests {
  @Test(
    "paths that a repository holds",
    arguments: ["a", "a/b.txt", "0_StaticEmbedding/model.safetensors", "é/日本", "a b", "..a/b.."]
  )
  func good(_ text: String) {
    #expect(RepositoryPath(text)?.text == text)
    #expect(RepositoryPath(text)?.components.joined(separator: "/") == text)
  }

  @Test(
    "paths that lead elsewhere, or that systems read differently",
    arguments: [
      "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "./a", ".git/config", "a/.cache/b", "a\\b", "a\nb",
      "a\u{0}b",
      "a\u{7F}", "a\u{85}b", String(repeating: "x", count: 256),
      // A slash with an accent is another character to Swift, and a slash to the system.
      "../\u{301}x", "a/../\u{301}x", "/\u{301}x", "..\u{2F}\u{FE0F}x", "a/\u{200D}b", "a/\u{301}b",
    ]
  )
  func bad(_ text: String) {
    #expect(RepositoryPath(text) == nil)
  }
}
