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
    #expect(result.output == "build/minilm-static/README.md\n")
    #expect(try LocalFiles.readText("\(sample.folder)/build/minilm-static/README.md").hasPrefix("---\nlanguage:\n"))
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
    #expect(result.errors.contains("model/.env: not part of a static model"))
  }
}
