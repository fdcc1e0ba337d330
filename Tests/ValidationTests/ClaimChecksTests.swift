import Files
import Findings
import Publication
import TestKit
import Testing

@testable import Validation

/// What the checks of claims find in a copy of the sample whose manifest says too much.
@Suite struct ClaimChecksTests {
  private func findings(_ spoil: (SampleCopy) throws -> Void) throws -> [Finding] {
    let sample = try SampleCopy()
    try spoil(sample)
    return try Validator(toolVersion: "0.0.0", today: "2026-01-01")
      .run(ManifestReader.read(folder: sample.folder), folder: sample.folder).findings
  }

  private func findings(manifest addition: String) throws -> [Finding] {
    try findings { try $0.replace("smoke_tests:", with: "\(addition)\n\nsmoke_tests:") }
  }

  @Test("a number typed into the words is found where it is printed")
  func unbacked() throws {
    let found = try findings { try $0.replace("It needs neither PyTorch nor a GPU.", with: "It is 7.5x faster.") }
    #expect(found.map(\.code) == ["HFP401"])
    #expect(found.first?.seen == "the number 7.5, which comes from nowhere")
    #expect(found.first?.location?.file == "README.md")
    #expect(found.first?.location?.line == 17)
  }

  @Test("the same number by its name has an origin")
  func backed() throws {
    #expect(
      try findings {
        try $0.replace("nor a GPU.", with: "nor a GPU; AUC {{score.related_vs_unrelated.auc}}.")
      }.isEmpty
    )
  }

  @Test("a forbidden phrase is found in any case and across lines")
  func forbidden() throws {
    let found = try findings {
      try $0.replace("neither PyTorch nor a GPU.", with: "BETTER\n  than all others.")
      try $0.replace(
        "smoke_tests:",
        with:
          "messaging:\n  never:\n    - {say: better than all, instead: a score, because: nobody measured all}\n\nsmoke_tests:"
      )
    }
    #expect(found.map(\.code) == ["HFP402"])
    #expect(found.first?.remedy == "Say instead: a score")
  }

  @Test("required words must be in every rendered file, and phrases that belong together in one section")
  func required() throws {
    let missing = try findings(manifest: "messaging: {required: [zebra]}")
    #expect(missing.map(\.code) == ["HFP403", "HFP403"])
    let apart = try findings(manifest: "messaging: {together: [{when: Idioms are read, say: zebra}]}")
    #expect(apart.map(\.code) == ["HFP403", "HFP403"])
    #expect(try findings(manifest: "messaging: {together: [{when: Idioms are read, say: meanings}]}").isEmpty)
  }

  @Test("exclusive words are allowed in a claim with scope, day and end only")
  func exclusive() throws {
    #expect(try findings { try $0.replace("A small static", with: "The best static") }.map(\.code) == ["HFP404"])
    let claim =
      "claims:\n  - {id: a, type: exclusive, text: The best sentence-embedding model in this repository, evidence: [model.rows]"
    #expect(try findings(manifest: claim + "}").map(\.code) == ["HFP404", "HFP404"])
    let full = claim + ", scope: this repository, as_of: 2025-12-01, expires: 2026-12-01}"
    #expect(try findings(manifest: full).isEmpty)
    #expect(
      try findings(manifest: full.replacing("expires: 2026-12-01", with: "expires: 2025-12-31")).map(\.code) == [
        "HFP405"
      ]
    )
  }

  @Test("claims without evidence, and evidence that does not exist, are found")
  func evidence() throws {
    let none = try findings(manifest: "claims:\n  - {id: a, type: measured, text: It sorts well}")
    #expect(none.map(\.code) == ["HFP405"])
    let unknown = try findings(
      manifest: "claims:\n  - {id: a, type: measured, text: It sorts well, evidence: [metric.x]}"
    )
    #expect(unknown.map(\.code) == ["HFP405"])
    #expect(unknown.first?.seen.contains("metric.x") == true)
  }

  @Test("praise is a warning and forbids nothing")
  func puffery() throws {
    let found = try findings { try $0.replace("A small static", with: "A seamless static") }
    #expect(found.map(\.severity) == [.warning])
  }

  @Test("a name that no value has is an error with the place and the name that was meant")
  func unknownName() throws {
    let error = #expect(throws: PublicationError.self) {
      _ = try findings { try $0.replace("nor a GPU.", with: "nor a GPU: {{model.dimensoin}}.") }
    }
    #expect(error?.description.contains("model.dimension") == true)
    #expect(error?.location?.line == 6)
  }

  @Test("imported results of other weights are stale; those of these weights are not")
  func stale() throws {
    func found(_ digest: String) throws -> [Finding] {
      try findings { sample in
        try sample.replace("\nsmoke_tests:", with: "\nevidence: [e.yaml]\n\nsmoke_tests:")
        try write(
          """
          version: 1
          sources: [{id: own, title: Own results, url: "https://x.org", date: "2026-01-01"}]
          protocols: [{id: p, title: P, formula: mean}]
          models: [{id: minilm-static, name: M}]
          imports:
            - {file: r.json, format: hfpub, model: minilm-static, source: own, protocols: {pairs.mean: p}}
          """,
          to: "\(sample.folder)/e.yaml"
        )
        try write(
          """
          {"schema": 1, "tool": {"name": "hfpub", "version": "0.1.0"}, "machine": "m", "date": "2026-01-01",
           "bootstrap": {"resamples": 2000, "seed": 42, "level": 0.95},
           "runs": [{"model": {"name": "m", "sha256": "\(digest)", "dimension": 128, "rows": 9, "dtype": "int8"},
             "protocol": "p", "composites": [], "suites": [{"id": "pairs", "title": "Pairs", "kind": "pairs",
             "sha256": null, "n": 2, "verdict": "weak", "reason": "few", "groups": [], "items": [], "zero_texts": [],
             "scores": [{"metric": "mean", "value": 0.5, "interval": null}]}]}]}
          """,
          to: "\(sample.folder)/r.json"
        )
      }
    }
    let own = try FileDigests(ofFile: "\(SampleCopy.original)/model/model.safetensors").sha256.hex
    #expect(try found(own).isEmpty)
    let other = String(repeating: "0", count: 64)
    let stale = try #require(found(other).first)
    #expect(stale.code == "HFP409")
    #expect(stale.severity == .error)
    #expect(stale.location?.line == 6)
    #expect(stale.seen.hasSuffix("r.json is stale: it is of weights with SHA-256 000000000000…"))
  }

  private func write(_ text: String, to file: String) throws {
    try LocalFiles.writeAtomically(Array(text.utf8), to: file)
  }
}
