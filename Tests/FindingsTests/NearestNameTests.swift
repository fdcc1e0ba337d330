import Findings
import Testing

@Suite struct NearestNameTests {
  @Test(
    "a slip finds the name that was meant",
    arguments: [("licence", "license"), ("bas_model", "base_model"), ("sumary", "summary"), ("repo_", "repo")]
  )
  func slips(typed: String, meant: String) {
    let known = ["license", "license_file", "base_model", "summary", "repo", "title"]
    #expect(NearestName.suggestion(for: typed, among: known) == meant)
  }

  @Test("a word that is like none gets no suggestion")
  func nothingNear() {
    #expect(NearestName.suggestion(for: "quantization", among: ["repo", "title"]) == nil)
  }

  @Test("swapped neighbours count as one slip")
  func swap() {
    #expect(NearestName.suggestion(for: "tilte", among: ["tiles", "title"]) == "title")
  }
}
