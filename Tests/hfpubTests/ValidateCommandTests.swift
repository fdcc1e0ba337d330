import Files
import Foundation
import Glibc
import TestKit
import Testing

@Suite struct ValidateCommandTests {
  @Test("the sample publication is valid, and --verbose names every check")
  func valid() async throws {
    let short = try await Tool().run("validate")
    #expect(short.status == 0)
    #expect(short.output.contains("\n  pass  Running the model           9 checks\n"))
    #expect(!short.output.contains("HFP"))
    let result = try await Tool().run("validate", "--verbose")
    #expect(result.status == 0)
    #expect(result.output.contains("minilm-static: WordPiece, 29,525 × 128 int8, 3.78 MB"))
    #expect(result.output.contains("instruction_awareness"))
    #expect(result.output.contains("pass  HFP203  the smoke tests reach their thresholds"))
    #expect(result.output.hasSuffix("checks passed.\n"))
  }

  @Test("a threshold above the score fails with the row, its place and what to do")
  func threshold() async throws {
    let sample = try SampleCopy()
    try sample.replace("margin: 0.5,", with: "margin: 0.99,")
    let result = try await Tool().run("validate", sample.folder)
    #expect(result.status == 1)
    #expect(result.output.contains("≥ 0.99  FAIL"))
    #expect(result.output.contains("hfpub.yaml:36:24: error[HFP203]: instruction_awareness margin is 0.584"))
    #expect(result.output.contains("  expected: at least 0.99"))
    #expect(result.output.contains("Not valid: 1 of"))
  }

  @Test("a truncated model is one finding, and what needs the model is not run")
  func truncated() async throws {
    let sample = try SampleCopy()
    #expect(truncate("\(sample.folder)/model/model.safetensors", 100_000) == 0)
    let result = try await Tool().run("validate", sample.folder)
    #expect(result.status == 1)
    #expect(!result.errors.contains("error"))
    #expect(result.output.contains("error[HFP100]: cannot read "))
    #expect(result.output.contains("  FAIL  HFP100  the model can be loaded and run\n"))
    #expect(result.output.contains("\n  pass  Running the model           1 check, 8 not run\n"))
    #expect(result.output.contains("because the model cannot be loaded.\n"))
  }

  @Test("a tokenizer that does not fit the table is refused with both numbers")
  func mismatch() async throws {
    let sample = try SampleCopy()
    try sample.replace(",\"##～\":29524", with: "", in: "model/tokenizer.json")
    let result = try await Tool().run("validate", sample.folder)
    #expect(result.status == 1)
    #expect(result.output.contains("29524"))
    #expect(result.output.contains("29525"))
  }

  @Test("a missing model folder is named")
  func missingModel() async throws {
    let sample = try SampleCopy()
    try sample.replace("model: model", with: "model: nowhere")
    let result = try await Tool().run("validate", sample.folder)
    #expect(result.status == 8)
    #expect(result.errors.contains("/nowhere"))
  }

  @Test("an unknown key of the manifest is an error with its place and the key that was meant")
  func unknownKey() async throws {
    let sample = try SampleCopy()
    try sample.replace("\nlicense: apache-2.0", with: "\nlicence: apache-2.0")
    let result = try await Tool().run("validate", sample.folder)
    #expect(result.status == 3)
    #expect(result.errors.contains("hfpub.yaml:11:1: error["))
    #expect(result.errors.contains("license"))
  }

  @Test("wrong usage has a status of its own and shows how it goes")
  func usage() async throws {
    for arguments in [["valdate"], ["validate", "--nothing"], ["upload", "--repo", "a b"], ["upload", "--public"]] {
      let result = try await Tool().run(arguments)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.errors.contains("Usage:"), "\(arguments)")
      #expect(result.output.isEmpty)
    }
  }

  @Test("help goes to standard output and ends well")
  func help() async throws {
    let result = try await Tool().run("--help")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(result.output.contains("hfpub upload --rehearse"))
  }

  @Test("a folder without a manifest is an error that says what was looked for")
  func noManifest() async throws {
    let folder = try TemporaryFolder()
    let result = try await Tool(in: folder.path).run("validate")
    #expect(result.status == 3)
    #expect(result.errors.contains("there is no hfpub.yaml"))
  }
}
