import Publication
import Testing

@Suite struct UnbackedNumbersTests {
  private func numbers(_ text: String) -> [String] {
    UnbackedNumbers.find(in: text, claims: ClaimMap()).map(\.text)
  }

  @Test(
    "numbers of the prose are found",
    arguments: [
      ("It scores 95.6% here", ["95.6"]), ("10.7x as efficient", ["10.7"]), ("65MB of weights", ["65"]),
      ("between 50-100 texts", ["50", "100"]), ("1,032 lines", ["1,032"]), ("| 0.95 | 7 |", ["0.95", "7"]),
      ("# 3 ways", ["3"]), ("up to 2048 tokens", ["2048"]), ("2000% more", ["2000"]), ("**42**", ["42"]),
      ("costs $5", ["5"]), ("a 1024d model", ["1024"]), ("scores .5 here", ["5"]),
    ]
  )
  func found(_ text: String, _ expected: [String]) { #expect(numbers(text) == expected) }

  @Test(
    "what is no measured number is left alone",
    arguments: [
      "---\nlicense: apache-2.0\nvalue: 17\n---\n", "```\nx = 17\n```", "~~~python\n17\n~~~", "`17` and ``a`17``",
      "<!-- 17\n18 -->", "[text](https://x.org/17)", "https://x.org/17", "<img width=\"17\">", "in 2025",
      "on 2025-10-19",
      "model2vec 0.10.0", "the 1st and the 22nd", "1. first\n2. second", "SHA-256, int8, MiniLM-L6-v2, recall@1",
      "qwen25-deposium-1024d", "Apache License 2.0", "Step 3", "#17", "Qwen2.5-1.5B-Instruct",
    ]
  )
  func allowed(_ text: String) { #expect(numbers(text).isEmpty) }

  @Test("a value with an origin is covered where it stands and nowhere else")
  func covered() {
    let origin = Origin(id: "a", kind: .measurement, detail: "")
    let claims = ClaimMap(entries: [.init(line: 1, column: 4, text: "0.95", origin: origin)])
    #expect(UnbackedNumbers.find(in: "is 0.95, not 0.95", claims: claims).map(\.column) == [14])
  }

  @Test("a fence that is not closed hides to the end, and one of another kind does not close it")
  func fences() {
    #expect(numbers("```\n17\n~~~\n18") == [])
    #expect(numbers("```\n17\n```\n18") == ["18"])
    #expect(numbers("````\n```\n17\n````\n18") == ["18"])
  }

  @Test("hostile texts end soon", .timeLimit(.minutes(1)))
  func hostile() {
    for piece in ["`", "<", "](", "<!--", "1.", "1-", "http://"] {
      _ = numbers(String(repeating: piece, count: 20_000))
    }
  }
}
