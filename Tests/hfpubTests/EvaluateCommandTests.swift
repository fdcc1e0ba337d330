import Evaluation
import Files
import Foundation
import TestKit
import Testing

@Suite struct EvaluateCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let model = "\(SampleCopy.original)/model"

  @Test("the sample's suites are shown with score, interval, control and verdict in 80 columns")
  func table() async throws {
    let result = try await Tool().run("evaluate")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.hasPrefix(
        """
        Protocol hfpub-1/model2vec/max_length=512/normalize=true/prompt=none/cosine-f64

        Instruction awareness (instruction_awareness), 7 pairs
                          mean  95 % interval  control    AUC  verdict
          minilm-static  0.793  0.701…0.876      0.208  1.000  supported
          AUC is 1.000 and the score stands clear of its control.

        """
      )
    )
    #expect(result.output.contains("  minilm-static     0.968  0.808…1.000      0.182  1.000  supported\n"))
    #expect(result.output.contains("  minilm-static  0.261  0.158…0.372      0.186  0.650  uninformative\n"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    // A machine on which it takes long says what it is at.
    #expect(result.errors.hasPrefix("      Using  Publication/minilm-static (the project's default; none was named)\n"))
  }

  @Test("models of one protocol share a table; another protocol has its own, and that is said")
  func sideBySide() async throws {
    let other = "\(folder.path)/other/model"
    try LocalFiles.makeFolder("\(folder.path)/other")
    try FileManager.default.copyItem(atPath: Self.model, toPath: other)
    let same = try await Tool().run("evaluate", "--model", Self.model, "--model", other)
    #expect(same.status == 0, "\(same.errors)")
    #expect(same.output.contains("  minilm-static/model  0.793"))
    #expect(same.output.contains("  other/model          0.793"))
    #expect(same.output.components(separatedBy: "Protocol ").count == 2)
    let configuration = try LocalFiles.readText("\(other)/config.json")
    let changed = configuration.replacingOccurrences(of: "\"normalize\": true", with: "\"normalize\": false")
    #expect(changed != configuration)
    try LocalFiles.writeAtomically(Array(changed.utf8), to: "\(other)/config.json")
    let apart = try await Tool().run("evaluate", "--model", Self.model, "--model", other)
    #expect(apart.output.components(separatedBy: "Protocol ").count == 3)
    #expect(apart.errors.contains("note: the models were run by 2 protocols; figures of two protocols must not be"))
  }

  @Test("the file of results is the same for the same input, and names the weights")
  func output() async throws {
    let files = ["\(folder.path)/a.json", "\(folder.path)/b.json"]
    for file in files {
      let result = try await Tool().run("evaluate", "-o", file, "--date", "2026-01-02", "--machine", "a box")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.hasSuffix("    Written  \(file)\n"))
    }
    let bytes = try LocalFiles.read(files[0])
    #expect(bytes == (try LocalFiles.read(files[1])))
    let results = try EvaluationResults(json: bytes, file: files[0])
    let digest = try FileDigests(ofFile: "\(Self.model)/model.safetensors").sha256
    let run = try #require(results.run(for: digest))
    #expect(results.date == "2026-01-02")
    #expect(results.machine == "a box")
    #expect(run.model.dtype == "int8")
    #expect(run.suites.count == 6)
    let suite = "\(SampleCopy.original)/suites/instruction_pairs.yaml"
    #expect(run.suites[0].sha256 == (try FileDigests(ofFile: suite).sha256))
    #expect(run.suites[0].items.map(\.id) == (1...7).map { "i-\($0)" })
    let printed = try await Tool().run("evaluate", "--format", "json", "--date", "2026-01-02", "--machine", "a box")
    #expect(Array(printed.output.utf8) == bytes)
  }

  @Test("without --date and --machine the day and the processor are stated, and no host")
  func defaults() async throws {
    let result = try await Tool().run("evaluate", "--format", "json")
    let results = try EvaluationResults(json: Array(result.output.utf8), file: "output")
    #expect(results.date >= "2025-01-01")
    #expect(results.machine.hasPrefix("Linux "))
    #expect(!results.machine.contains(ProcessInfo.processInfo.hostName))
  }

  @Test("the composite is worked out when the founding publication's suites run on a model")
  func founding() async throws {
    let publication = "\(Fixture.root)/Publication/qwen25-deposium-1024d"
    let result = try await Tool().run("evaluate", publication, "--model", Self.model)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("Overall quality (overall_quality)\n  model  0.593\n  = 0.2 × semantic_similarity"))
    #expect(result.output.contains("  By language, the mean cosine: de "))
  }

  @Test("nothing is written into a model's folder")
  func modelFolder() async throws {
    let copy = try SampleCopy()
    let before = try LocalFiles.walk(copy.folder).map(\.path)
    let result = try await Tool().run("evaluate", copy.folder, "-o", "\(copy.folder)/model/results.json")
    #expect(result.status == 2)
    #expect(result.errors.contains("which hfpub only reads"))
    #expect(result.output.isEmpty)
    #expect(try LocalFiles.walk(copy.folder).map(\.path) == before)
  }

  @Test("a publication without suites, one without a model, a bad day and a missing model are said")
  func refused() async throws {
    let copy = try SampleCopy()
    let text = try LocalFiles.readText(copy.manifest)
    let cut = try #require(text.range(of: "smoke_tests:"))
    try LocalFiles.writeAtomically(Array(text[..<cut.lowerBound].utf8), to: copy.manifest)
    let empty = try await Tool().run("evaluate", copy.folder)
    #expect(empty.status == 3)
    #expect(empty.errors.contains("error[evaluation.unusable-suite]: cannot evaluate with minilm-static"))
    let none = try await Tool().run("evaluate", "\(Fixture.root)/Publication/qwen25-deposium-1024d")
    #expect(none.status == 2)
    #expect(none.errors.contains("error[publication.no-model]"))
    let day = try await Tool().run("evaluate", "--date", "2026-13-01")
    #expect(day.status == 2)
    #expect(day.errors.contains("--date has to be a day such as 2026-01-31."))
    let missing = try await Tool().run("evaluate", "--model", "\(folder.path)/none")
    #expect(missing.status == 8, "\(missing.errors)")
  }
}
