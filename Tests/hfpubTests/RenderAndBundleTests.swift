import Files
import Foundation
import TestKit
import Testing

@Suite struct RenderAndBundleTests {
  @Test("the sample's card is the one on record")
  func golden() async throws {
    let result = try await Tool().run("render-card", "--repo", "acme/minilm-static", "--stdout")
    #expect(result.status == 0)
    let golden = "\(Fixture.root)/Tests/Fixtures/cards/minilm-static.md"
    if ProcessInfo.processInfo.environment["HFPUB_RECORD"] != nil {
      try LocalFiles.writeAtomically(Array(result.output.utf8), to: golden)
    }
    #expect(result.output == (try LocalFiles.readText(golden)))
  }

  @Test("the card is written under build and its path printed")
  func written() async throws {
    let sample = try SampleCopy()
    let result = try await Tool(in: sample.folder).run("render-card")
    #expect(result.status == 0)
    let names = [
      "README.md", "BENCHMARKS.md", "figures/scores-light.svg", "figures/scores-dark.svg", "claims.json",
    ]
    #expect(result.output == names.map { "build/minilm-static/\($0)\n" }.joined())
    #expect(try LocalFiles.readText("\(sample.folder)/build/minilm-static/README.md").hasPrefix("---\nlanguage:\n"))
  }

  @Test("what is written passes the check; a hand's edit fails it with a diff, and is kept in a region of one's own")
  func drift() async throws {
    let sample = try SampleCopy()
    try sample.replace("smoke_tests:", with: "templates: mine\n\nsmoke_tests:")
    let template = "\(sample.folder)/mine/README.md.mustache"
    try LocalFiles.makeFolder("\(sample.folder)/mine")
    let text = "---\n{{front_matter}}---\n\n# {{title}}\n\n<!-- hfpub:own notes -->\nnothing yet\n<!-- /hfpub:own -->\n"
    try LocalFiles.writeAtomically(Array(text.utf8), to: template)
    let tool = Tool(in: sample.folder)
    #expect(try await tool.run("render-card", "--check").status == 1)
    #expect(try await tool.run("render-card").status == 0)
    let same = try await tool.run("render-card", "--check")
    #expect(same.status == 0)
    #expect(same.output.isEmpty)

    try sample.replace("nothing yet", with: "my own words", in: "build/minilm-static/README.md")
    #expect(try await tool.run("render-card", "--check").status == 0)
    try sample.replace("# MiniLM static 128", with: "# MiniLM static 129", in: "build/minilm-static/README.md")
    let drifted = try await tool.run("render-card", "--check")
    #expect(drifted.status == 1)
    #expect(drifted.output.contains("-# MiniLM static 129 (int8)\n+# MiniLM static 128 (int8)\n"))
    #expect(try await tool.run("render-card", "--diff").status == 0)
    #expect(try await tool.run("render-card").status == 0)
    let card = try LocalFiles.readText("\(sample.folder)/build/minilm-static/README.md")
    #expect(card.contains("my own words") && card.contains("static 128"))
  }

  @Test("the metadata alone is YAML without the card")
  func metadata() async throws {
    let result = try await Tool().run("render-card", "--metadata-only")
    #expect(result.output.hasPrefix("language:\n- en\nlicense: apache-2.0\n"))
    #expect(!result.output.contains("MiniLM static"))
  }

  @Test("changing one weight of the model changes the card, and the check says so")
  func weights() async throws {
    let sample = try SampleCopy()
    let tool = Tool(in: sample.folder)
    #expect(try await tool.run("render-card").status == 0)
    let path = "\(sample.folder)/model/model.safetensors"
    var bytes = try LocalFiles.read(path)
    bytes[bytes.count - 1] ^= 1
    try LocalFiles.writeAtomically(bytes, to: path)
    let result = try await tool.run("render-card", "--check")
    #expect(result.status == 1)
    #expect(result.output.contains("+SHA-256 of"))
  }

  @Test("no card is rendered for a model that fails its checks")
  func refused() async throws {
    let sample = try SampleCopy()
    try sample.replace("margin: 0.5,", with: "margin: 0.99,")
    let result = try await Tool(in: sample.folder).run("render-card")
    #expect(result.status == 1)
    #expect(LocalFiles.kind("\(sample.folder)/build") == nil)
  }

  @Test("a misspelt name in a template is an error with place and the name that was meant")
  func misspelt() async throws {
    let sample = try SampleCopy()
    try sample.replace("smoke_tests:", with: "templates: mine\n\nsmoke_tests:")
    try LocalFiles.makeFolder("\(sample.folder)/mine")
    try LocalFiles.writeAtomically(
      Array("# {{title}}\n\n{{sumary}}\n".utf8),
      to: "\(sample.folder)/mine/README.md.mustache"
    )
    let result = try await Tool(in: sample.folder).run("render-card")
    #expect(result.status == 3)
    #expect(result.errors.contains(":3:"))
    #expect(result.errors.contains("summary"))
    #expect(LocalFiles.kind("\(sample.folder)/build") == nil)
  }

  @Test("output into the model's folder is refused before anything is made")
  func modelFolder() async throws {
    let sample = try SampleCopy()
    let before = try LocalFiles.walk("\(sample.folder)/model").map(\.path)
    let result = try await Tool(in: sample.folder).run("render-card", "--output", "model/out")
    #expect(result.status == 2)
    #expect(result.errors.contains("inside the model's folder"))
    #expect(try LocalFiles.walk("\(sample.folder)/model").map(\.path) == before)
  }

  @Test("two bundles of one publication have the same bytes, in whatever place and time zone")
  func reproducible() async throws {
    var digests: [[FileDigests]] = []
    for zone in ["UTC", "Asia/Tokyo"] {
      let sample = try SampleCopy()
      let result = try await Tool(in: sample.folder, environment: ["TZ": zone]).run("bundle")
      #expect(result.status == 0)
      digests.append(
        try ["tar.gz", "zip"].map {
          try FileDigests(ofFile: "\(sample.folder)/build/minilm-static/minilm-static.\($0)")
        }
      )
    }
    #expect(digests[0] == digests[1])
  }

  @Test("the bundle says what stays at home")
  func leftOut() async throws {
    let sample = try SampleCopy()
    try LocalFiles.writeAtomically(Array("HF_TOKEN=x".utf8), to: "\(sample.folder)/model/.env")
    let result = try await Tool(in: sample.folder).run("bundle")
    #expect(result.status == 0)
    #expect(result.errors.contains("Not shipped  model/.env: not a model file"))
  }
}
