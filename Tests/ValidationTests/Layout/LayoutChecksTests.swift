import EmbeddingCore
import Files
import Findings
import Foundation
import SafeTensors
import TestKit
import Testing

@testable import Validation

/// Checks of what files there are, and of what small ones say.
@Suite struct LayoutChecksTests {
  private func configured(_ key: String, _ value: String) throws -> [Finding] {
    try SmallPublication.findings { $0.configuration[key] = value }
  }

  @Test("sizes in config.json that are not those of the tokenizer and the table are found")
  func sizes() throws {
    let count = try SmallPublication().tokens.count
    #expect(
      try configured("vocab_size", "30522") == [
        Finding(
          code: "HFP105",
          severity: .error,
          location: SourceLocation(file: "model/config.json"),
          seen: "vocab_size is 30522",
          expected: "\(count), the number of the tokenizer's tokens",
          remedy: "Correct vocab_size, or put the tokenizer that it belongs to into the folder."
        )
      ]
    )
    #expect(try configured("vocab_size", "\(count)") == [])
    let quantised = try configured("vocabulary_quantization", "100")
    #expect(quantised.map(\.code) == ["HFP105"] && quantised.first?.severity == .warning)
    #expect(quantised.first?.seen == "vocabulary_quantization is 100, and the tensors have no mapping")
    #expect(try configured("vocabulary_quantization", "null") == [])
    let clusters = try SmallPublication.findings { publication in
      publication.configuration["vocabulary_quantization"] = "100"
      let rows = publication.tokens.indices.map { Int32($0) }
      publication.add = { $0.add("mapping", dtype: .i32, shape: [rows.count], bytes: SmallPublication.integers(rows)) }
    }
    #expect(clusters.map(\.code) == ["HFP105"] && clusters.first?.severity == .error)
    #expect(clusters.first?.expected == "\(count), the rows of the table")
    let type = try configured("model_type", "\"bert\"")
    #expect(type.map(\.code) == ["HFP105"] && type.first?.seen == "model_type is \"bert\"")
  }

  @Test("more factors than tokens are found")
  func factors() throws {
    let count = try SmallPublication().tokens.count
    let found = try SmallPublication.findings {
      $0.add = {
        let ones = [Float](repeating: 1, count: count + 5)
        $0.add("weights", dtype: .f32, shape: [count + 5], bytes: SmallPublication.floats(ones))
      }
    }
    #expect(found.map(\.code) == ["HFP105"] && found.first?.severity == .warning)
    #expect(found.first?.seen == "\"weights\" has \(count + 5) factors")
  }

  private func modules(_ text: String) throws -> [Finding] {
    try SmallPublication.findingsOfFiles { try $0.put(text, "model/modules.json") }
  }

  private static let embedding = """
    {"idx":0,"name":"0","path":".","type":"sentence_transformers.models.StaticEmbedding"}
    """
  private static let normalize = """
    {"idx":1,"name":"1","path":"1_Normalize","type":"sentence_transformers.models.Normalize"}
    """

  @Test("modules.json of the teacher, of another place or of another normalisation is found")
  func contradictoryModules() throws {
    #expect(try modules("[\(Self.embedding),\(Self.normalize)]") == [])
    let teacher = try modules(
      "[{\"idx\":0,\"name\":\"0\",\"path\":\"\",\"type\":\"sentence_transformers.models.Transformer\"}]"
    )
    #expect(teacher.map(\.code) == ["HFP106"] && teacher.first?.severity == .error)
    #expect(teacher.first?.seen == "its first module is a Transformer, expected a StaticEmbedding")
    #expect(teacher.first?.location == SourceLocation(file: "model/modules.json"))
    let elsewhere = try modules(
      "[\(Self.embedding.replacing("\".\"", with: "\"0_StaticEmbedding\"")),\(Self.normalize)]"
    )
    #expect(elsewhere.map(\.code) == ["HFP106"])
    #expect(elsewhere.first?.seen == "modules.json has the table in \"0_StaticEmbedding\"")
    let plain = try modules("[\(Self.embedding)]")
    #expect(plain.map(\.code) == ["HFP106"] && plain.first?.severity == .error)
    #expect(plain.first?.seen == "config.json says normalize, and modules.json has no Normalize")
    let unsaid = try configured("normalize", "false")
    #expect(unsaid.map(\.seen) == ["modules.json has a Normalize, and config.json does not say normalize"])
    let dense = try modules(
      "[\(Self.embedding),{\"idx\":1,\"name\":\"1\",\"path\":\"1_Dense\",\"type\":\"sentence_transformers.models.Dense\"}]"
    )
    #expect(dense.map(\.code) == ["HFP106"])
    #expect(dense.first?.seen.hasPrefix("it has the module Dense") == true)
  }

  @Test("modules.json that is cut is found with its place")
  func cutModules() throws {
    let found = try modules("[\n{\"idx\":0,")
    #expect(found.map(\.code) == ["HFP106"])
    #expect(found.first?.location == SourceLocation(file: "model/modules.json", line: 2, column: 10))
  }

  @Test("a missing modules.json is a warning where the card names sentence-transformers, else a note")
  func missingModules() throws {
    let named = try SmallPublication.findingsOfFiles { try LocalFiles.remove("\($0.folder)/model/modules.json") }
    #expect(named.map(\.code) == ["HFP106"] && named.first?.severity == .warning)
    let unnamed = try SmallPublication.findingsOfFiles {
      try LocalFiles.remove("\($0.folder)/model/modules.json")
      try $0.replace(", sentence-transformers]", with: "]")
    }
    #expect(unnamed.map(\.severity) == [.note])
    #expect(unnamed.first?.seen == "there is no modules.json")
  }

  @Test("a second table in 0_StaticEmbedding is an error, and the same table twice a warning")
  func nested() throws {
    let other = try SmallPublication.findingsOfFiles { sample in
      var writer = SafeTensorsWriter()
      let values = [Float](repeating: 1, count: 2000)
      writer.add("embedding.weight", dtype: .f32, shape: [200, 10], bytes: SmallPublication.floats(values))
      try sample.put(writer.serialized(), "model/0_StaticEmbedding/model.safetensors")
    }
    #expect(other.map(\.code) == ["HFP107"] && other.first?.severity == .error)
    #expect(
      other.first?.seen == "0_StaticEmbedding/model.safetensors lies beside model.safetensors and holds other bytes"
    )
    let same = try SmallPublication.findingsOfFiles { sample in
      let bytes = try LocalFiles.read("\(sample.folder)/model/model.safetensors")
      try sample.put(bytes, "model/0_StaticEmbedding/model.safetensors")
    }
    #expect(same.map(\.code) == ["HFP111"] && same.first?.severity == .warning)
  }

  @Test("other weights beside the table are found, whatever their format")
  func otherWeights() throws {
    let found = try SmallPublication.findingsOfFiles { sample in
      var writer = SafeTensorsWriter()
      writer.add("embeddings", dtype: .f32, shape: [1, 2], bytes: SmallPublication.floats([1, 2]))
      try sample.put(writer.serialized(), "model/old.safetensors")
      try sample.put("{\"weight_map\":{}}", "model/model.safetensors.index.json")
    }
    #expect(found.map(\.code) == ["HFP108", "HFP108"])
    #expect(found.map(\.severity) == [.warning, .warning])
    #expect(found.last?.seen == "old.safetensors lies beside model.safetensors")
    #expect(found.last?.location == SourceLocation(file: "model/old.safetensors"))
  }

  @Test("a tokenizer_config.json that is cut is found with its place; a whole one and none are in order")
  func companions() throws {
    let cut = try SmallPublication.findingsOfFiles { try $0.put("{\"a\": 1,\n", "model/tokenizer_config.json") }
    #expect(cut.map(\.code) == ["HFP109"] && cut.first?.severity == .error)
    #expect(cut.first?.seen.hasPrefix("tokenizer_config.json is no JSON: ") == true)
    #expect(cut.first?.location?.line == 2)
    #expect(try SmallPublication.findingsOfFiles { try $0.put("{}", "model/tokenizer_config.json") } == [])
  }

  @Test("a licence file that is empty, of another licence or missing is found")
  func license() throws {
    let empty = try SmallPublication.findingsOfFiles { try $0.put(" \n", "LICENSE") }
    #expect(empty.map(\.code) == ["HFP110"] && empty.first?.severity == .error)
    #expect(empty.first?.seen == "LICENSE is empty")
    let mit =
      "MIT License\n\nPermission is hereby granted, free of charge, to any person\nobtaining a copy of this"
      + " software ... THE SOFTWARE IS PROVIDED \"AS IS\""
    let other = try SmallPublication.findingsOfFiles { try $0.put(mit, "LICENSE") }
    #expect(
      other == [
        Finding(
          code: "HFP110",
          severity: .error,
          location: SourceLocation(file: "LICENSE"),
          seen: "LICENSE is the text of MIT",
          expected: "the text of apache-2.0, which the manifest says",
          remedy: "Find out which licence holds, and correct the other."
        )
      ]
    )
    let beside = try SmallPublication.findingsOfFiles { try $0.put(mit, "model/LICENSE") }
    #expect(beside.map(\.code) == ["HFP110"] && beside.first?.severity == .warning)
    #expect(beside.first?.seen == "LICENSE in the model's folder is the text of MIT")
    let none = try SmallPublication.findingsOfFiles { try $0.replace("license_file: LICENSE\n", with: "") }
    #expect(none.map(\.code) == ["HFP110"] && none.first?.severity == .warning)
    #expect(none.first?.location?.line == 11)
    #expect(try SmallPublication.findingsOfFiles { try $0.put("Ask the authors.", "LICENSE") } == [])
  }

  @Test("licences are told by their texts, and a text may hold more than one")
  func licenseTexts() {
    #expect(LicenseText.found(in: "GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007") == [.gpl])
    #expect(LicenseText.found(in: "see the GNU General Public License for details") == [])
    #expect(
      LicenseText.found(in: "Apache License\n   Version 2.0, January 2004\n GNU AFFERO GENERAL PUBLIC LICENSE")
        == [.apache, .afferoGPL]
    )
    #expect(LicenseText.expected(for: "lgpl-3.0") == [.lesserGPL, .gpl])
    #expect(LicenseText.expected(for: "cc-by-4.0") == [.creativeCommons])
    #expect(LicenseText.expected(for: "other") == nil)
  }

  @Test("a file that ships under two names is found")
  func duplicates() throws {
    let text = String(repeating: "All about the model.\n", count: 300)
    let found = try SmallPublication.findingsOfFiles { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, a.txt, b.txt]")
      try sample.put(text, "a.txt")
      try sample.put(text, "b.txt")
    }
    #expect(found.map(\.code) == ["HFP111"] && found.first?.severity == .warning)
    #expect(found.first?.seen == "b.txt holds the same bytes as a.txt")
    // A note to oneself beside the model may well be a copy.
    #expect(
      try SmallPublication.findingsOfFiles { try $0.put(LocalFiles.read("\($0.folder)/LICENSE"), "model/LICENSE") }
        == []
    )
  }

  @Test("what lies in the model's folder and stays at home is noted once; notes of people are not")
  func orphans() throws {
    let found = try SmallPublication.findingsOfFiles { sample in
      for name in ["a.csv", "b.json", "c.json", "sub/d.json", "NOTES.txt", ".gitignore"] {
        try sample.put("1,2\n", "model/\(name)")
      }
    }
    #expect(
      found == [
        Finding(
          code: "HFP112",
          severity: .note,
          location: SourceLocation(file: "model/a.csv"),
          seen: "a.csv, b.json, c.json and 1 more in the model's folder",
          expected: "files that belong to a static model",
          remedy: "To ship a file, name it in `files`; these stay at home."
        )
      ]
    )
  }

  @Test("what the Hub does not take for its size is an error")
  func limits() throws {
    #expect(HubLimitsCheck.finding("model.safetensors", size: 500_000_000_000, at: "m") == nil)
    #expect(
      HubLimitsCheck.finding("model.safetensors", size: 500_000_000_001, at: "m")
        == Finding(
          code: "HFP113",
          severity: .error,
          location: SourceLocation(file: "m"),
          seen: "model.safetensors has 500000000001 bytes",
          expected: "at most 500 GB",
          remedy: "Split the file."
        )
    )
    #expect(HubLimitsCheck.finding("tokenizer.json", size: 20 << 20, at: "t") == nil)
    #expect(HubLimitsCheck.finding("NOTES.md", size: 10 << 20, at: "n") == nil)
    let page = try SmallPublication.findingsOfFiles {
      try $0.put(String(repeating: "A line.\n", count: (10 << 17) + 1), "NOTICE.md")
    }
    #expect(page.map(\.code) == ["HFP113"] && page.first?.severity == .error)
    #expect(page.first?.seen == "NOTICE.md has 10485768 bytes")
    #expect(HubLimitsCheck.finding("list.txt", size: 11 << 20, at: "l")?.severity == .warning)
  }

  @Test("more than 10,000 entries in one folder are an error")
  func entries() throws {
    let found = try SmallPublication.findingsOfFiles { sample in
      let names = (0...10_000).map { "parts/\($0).txt" }
      try LocalFiles.makeFolder("\(sample.folder)/parts")
      for name in names {
        guard let file = fopen("\(sample.folder)/\(name)", "w") else { throw FixtureError(text: name) }
        fclose(file)
      }
      try sample.replace("files: [NOTICE.md]", with: "files: [\(names.joined(separator: ", "))]")
    }
    #expect(found.map(\.code) == ["HFP113"])
    #expect(found.first?.seen == "parts has 10001 entries")
  }

  @Test("a README beside the model is noted when the rendered one differs")
  func readme() throws {
    let found = try SmallPublication.findingsOfFiles { try $0.put("# Other\n", "model/README.md") }
    #expect(found.map(\.code) == ["HFP114"] && found.first?.severity == .note)
    #expect(found.first?.location == SourceLocation(file: "model/README.md"))
    #expect(try SmallPublication.findingsOfFiles { try $0.put("# Card\n", "model/README.md") } == [])
  }
}
