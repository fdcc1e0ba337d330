import Files
import Foundation
import TestKit
import Testing

@Suite struct ExplainCommandTests {
  @Test("a check is explained with its reason, its remedy and how it is waived, in 80 columns")
  func page() async throws {
    let result = try await Tool().run("explain", "hfp204")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("HFP204: thresholds on a mean stand beside one that can fail\n\nWhy\n  Cutting"))
    #expect(result.output.contains("\nWhat to do\n  Add a threshold on `margin` or `auc`"))
    #expect(result.output.contains("waivers: [{code: HFP204,"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(try await Tool().run("explain", "HFP701").output.contains("This check cannot be waived."))
  }

  @Test("without a code all are listed; an unknown one is refused with the nearest")
  func list() async throws {
    let list = try await Tool().run("explain")
    #expect(list.output.contains("Claims (claims)\n  HFP401  every number in the prose has an origin\n"))
    #expect(list.output.contains("  HFP692  Python blocks run and print what the card says\n"))
    let unknown = try await Tool().run("explain", "HFP4001")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("There is no check HFP4001. Did you mean HFP401?"))
  }

  @Test("the documentation's page of checks is the one that the registry gives")
  func documentation() async throws {
    let page = try await Tool().run("explain", "--page")
    #expect(try LocalFiles.readText("\(Fixture.root)/Documentation/Checks.md") == page.output)
  }
}
