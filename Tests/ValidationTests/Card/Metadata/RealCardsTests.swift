import Files
import Findings
import TestKit
import Testing

@testable import Validation

@Suite struct RealCardsTests {
  @Test("the sample's card has no finding")
  func sample() throws {
    let text = try LocalFiles.readText("\(Fixture.root)/Tests/Fixtures/cards/minilm-static.md")
    #expect(CardCase.findings(text, repository: "acme/minilm-static", shippedPaths: ["README.md"]).isEmpty)
  }

  @Test("the cards of the sample models have no finding", .enabled(if: Fixture.sharedModels != nil))
  func models() throws {
    let folder = try #require(Fixture.sharedModels)
    for model in ["minilm-m2v-128-int8", "minilm-st-static", "minilm-st-nested", "e5-multilingual-unigram"] {
      let text = try LocalFiles.readText("\(folder)/\(model)/README.md")
      #expect(CardCase.findings(text).map(Expected.init).map(\.description) == [])
    }
  }

  @Test("every rule has a code of its own in the range of its part, and a title")
  func registry() {
    let rules = CardRuleRegistry.metadata
    #expect(rules.map { $0.code } == (501...533).map { "HFP\($0)" })
    #expect(Set(CardRuleRegistry.all.map { $0.code }).count == CardRuleRegistry.all.count)
    #expect(rules.allSatisfy { !$0.title.isEmpty && $0.title.first?.isUppercase == false && !$0.title.hasSuffix(".") })
    #expect(CardRuleRegistry.body.allSatisfy { $0.code.hasPrefix("HFP6") && $0.code.count == 6 })
  }
}
