import Findings
import Publication
import TestKit
import Testing

@testable import Validation

/// Findings that a manifest waives, and checks that are chosen.
@Suite struct WaiverTests {
  private func report(
    waivers: String = "",
    today: String = "2026-06-01",
    _ selection: CheckSelection = .all,
    spoil: (SampleCopy) throws -> Void = { _ in }
  ) throws -> ValidationReport {
    let sample = try SampleCopy()
    try sample.replace("smoke_tests:", with: "\(waivers)\n\nsmoke_tests:")
    try spoil(sample)
    var validator = Validator(toolVersion: "0.0.0", today: today)
    validator.selection = selection
    return try validator.run(ManifestReader.read(folder: sample.folder), folder: sample.folder)
  }

  private func addNumber(_ sample: SampleCopy) throws {
    try sample.replace("It needs neither PyTorch nor a GPU.", with: "It is 7.5x faster.")
  }

  private let waiver =
    "waivers: [{code: HFP401, reason: told by the maker, date: \"2026-01-01\", until: \"2026-06-30\"}]"

  @Test("a waived finding does not stand in the way, and is said with its reason")
  func waived() throws {
    let report = try report(waivers: waiver, spoil: addNumber)
    #expect(report.findings.isEmpty)
    let outcome = try #require(report.outcomes.first { $0.code == "HFP401" })
    #expect(outcome.isPassed)
    #expect(outcome.waived.map(\.finding.seen) == ["the number 7.5, which comes from nowhere"])
    #expect(outcome.waived.first?.waiver.reason == "told by the maker")
  }

  @Test("a waiver that has ended, or is for another file, waives nothing")
  func ended() throws {
    let late = try report(waivers: waiver, today: "2026-07-01", spoil: addNumber)
    #expect(late.findings.map(\.code).sorted() == ["HFP303", "HFP401"])
    #expect(late.findings.first { $0.code == "HFP303" }?.severity == .warning)
    let elsewhere = waiver.replacing("date:", with: "file: BENCHMARKS.md, date:")
    #expect(try report(waivers: elsewhere, spoil: addNumber).findings.map(\.code) == ["HFP401"])
    let here = waiver.replacing("date:", with: "file: README.md, date:")
    #expect(try report(waivers: here, spoil: addNumber).findings.isEmpty)
  }

  @Test("secrets cannot be waived, nor checks that do not exist")
  func impossible() throws {
    func seen(_ code: String) throws -> [String] {
      try report(waivers: "waivers: [{code: \(code), reason: why not, date: \"2026-01-01\"}]").findings.map(\.seen)
    }
    #expect(try seen("HFP701") == ["a waiver for HFP701, \"no file holds a secret\""])
    #expect(try seen("HFP499") == ["a waiver for HFP499, and no such check"])
    let token = "hf_" + "kTbVnRxQmZpL" + "wYcJdHsGfAeUoIkBtVrNxM"
    let secret = try report(waivers: "waivers: [{code: HFP701, reason: why not, date: \"2026-01-01\"}]") { sample in
      try sample.replace("# Where", with: "# \(token) Where", in: "NOTICE.md")
    }
    #expect(secret.findings.contains { $0.code == "HFP701" && $0.severity == .error })
  }

  @Test("a waiver without a reason or a day is refused")
  func incomplete() {
    #expect(throws: PublicationError.self) {
      try report(waivers: "waivers: [{code: HFP401, reason: \" \", date: \"2026-01-01\"}]")
    }
    #expect(throws: PublicationError.self) { try report(waivers: "waivers: [{code: HFP401, reason: x, date: soon}]") }
  }

  @Test("checks are chosen by area and by code, and what was not asked for is no pass")
  func selection() throws {
    let chosen = try report(CheckSelection(only: ["claims", "HFP101"], skip: ["HFP402"]), spoil: addNumber)
    let run = chosen.outcomes.filter { $0.skipped == nil }.map(\.code)
    #expect(run.first == "HFP101")
    #expect(run.dropFirst().allSatisfy { $0.hasPrefix("HFP4") })
    #expect(!run.contains("HFP402"))
    #expect(chosen.outcomes.filter { $0.skipped != nil }.allSatisfy { !$0.isPassed && $0.isUnselected })
    #expect(chosen.findings.map(\.code) == ["HFP401"])
    let unknown = CheckSelection(only: ["clams"], skip: []).unknownName
    #expect(unknown?.name == "clams")
    #expect(unknown?.suggestion == "claims")
    #expect(CheckSelection(only: ["HFP101"], skip: ["safety"]).unknownName == nil)
  }

  @Test("a model that cannot be loaded is a finding, and what needs it is not run")
  func unloadable() throws {
    let report = try report { sample in
      try sample.replace("\"model\"", with: "\"nodel\"", in: "model/tokenizer.json")
    }
    #expect(report.findings.map(\.code).first == "HFP100")
    #expect(report.findings.first?.location?.file.hasSuffix("model/tokenizer.json") == true)
    #expect(report.documents.isEmpty)
    let skipped = report.outcomes.filter { $0.skipped != nil }
    #expect(skipped.contains { $0.code == "HFP203" } && skipped.contains { $0.code == "HFP401" })
    #expect(skipped.contains { $0.code == "HFP601" })
    #expect(skipped.allSatisfy { $0.skipped == "the model cannot be loaded" })
    #expect(report.outcomes.contains { $0.code == "HFP701" && $0.isPassed })
  }

  @Test("every check is in one area and is known to the catalogue")
  func catalogue() {
    #expect(CheckCatalogue.all.count == CheckRegistry.all.count + CardRuleRegistry.all.count)
    #expect(CheckRegistry.all.map { $0.code } == CheckRegistry.all.map { $0.code }.sorted())
  }
}
