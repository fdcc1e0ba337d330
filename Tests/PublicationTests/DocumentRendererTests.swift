import Documents
import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Publication
import TestKit
import Testing

@Suite struct DocumentRendererTests {
  private func card(_ change: (inout Manifest) -> Void = { _ in }, repository: RepositoryID? = nil) throws -> String {
    var manifest = try ManifestReader.read(folder: SampleCopy.original)
    change(&manifest)
    let model = try StaticModel(folder: manifest.requiredModelFolder())
    let evaluator = Evaluator(model: model)
    let inputs = CardInputs(
      manifest: manifest,
      repository: repository,
      model: MeasuredModel(facts: model.facts, weightsDigest: "0123"),
      results: try manifest.smokeTests.map { try evaluator.run($0.suite) },
      toolVersion: "1.2.3"
    )
    return try #require(try DocumentRenderer().render(inputs).first { $0.path == "README.md" }).text
  }

  @Test("the same inputs give the same card")
  func deterministic() throws {
    #expect(try card() == card())
  }

  @Test("the snippet loads the repository that the card goes to")
  func repository() throws {
    #expect(try card(repository: RepositoryID("acme/tiny")).contains("from_pretrained(\"acme/tiny\")"))
    #expect(try !card().contains("acme"))
    #expect(try card().contains("from_pretrained(\".\")"))
  }

  @Test("sections without content leave no heading behind")
  func optionalParts() throws {
    let bare = try card {
      $0.limitations = []
      $0.smokeTests = []
      $0.examples = []
      $0.attribution = nil
      $0.baseModel = nil
      $0.licenseFile = nil
    }
    for heading in ["## Limitations", "## Measured", "Scripts to run", "Distilled from", "text in"] {
      #expect(!bare.contains(heading), "\(heading)")
    }
    #expect(!bare.contains("\n\n\n"))
    #expect(bare.hasSuffix("apache-2.0.\n"))
  }

  @Test("values that YAML would take for something else are quoted in the front matter")
  func frontMatter() throws {
    let text = try card { $0.languages = ["no"] }
    #expect(
      text.contains("language:\n- 'no'\n") || text.contains("language:\n  - \"no\"\n") || text.contains("- \"no\"")
    )
  }

  @Test("the documentation's table of what a template sees has every name, and no other")
  func documented() throws {
    var manifest = try ManifestReader.read(folder: SampleCopy.original)
    // Without a number of the model, so that none is needed.
    manifest.title = "A title"
    let inputs = CardInputs(manifest: manifest, repository: nil, model: nil, results: [], toolVersion: "1.2.3")
    guard case .object(let tree) = try CardView(inputs).value else { throw FixtureError(text: "no object") }
    let page = try LocalFiles.readText("\(Fixture.root)/Documentation/Templates.md")
    let section = try #require(page.split(separator: "## What a template sees").last)
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let names = rows.flatMap { row in
      row.split(separator: "|")[0].split(separator: ",").map { $0.filter { $0 != " " && $0 != "`" } }
    }
    #expect(names.sorted() == tree.keys.sorted())
  }
}
