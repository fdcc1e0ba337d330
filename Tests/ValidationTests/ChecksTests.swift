import EmbeddingCore
import Files
import Findings
import Publication
import SafeTensors
import TestKit
import Testing

@testable import Validation

@Suite struct ChecksTests {
  private func findings(_ spoil: (SampleCopy) throws -> Void) throws -> [Finding] {
    let sample = try SampleCopy()
    try spoil(sample)
    return try Validator(toolVersion: "0.0.0", today: "2026-01-01").run(
      ManifestReader.read(folder: sample.folder),
      folder: sample.folder
    ).findings
  }

  /// Overwrites bytes of the table, which is the file's last tensor and fills it to the end.
  private func spoilTable(_ sample: SampleCopy, _ change: (inout ArraySlice<UInt8>) -> Void) throws {
    let path = "\(sample.folder)/model/model.safetensors"
    let bytes = try LocalFiles.read(path)
    let start = bytes.count - 29_525 * 128
    var table = bytes[start...]
    change(&table)
    try LocalFiles.writeAtomically(Array(bytes[..<start]) + table, to: path)
  }

  @Test("the sample has no finding")
  func clean() throws {
    #expect(try findings { _ in }.isEmpty)
  }

  @Test("every check has its own code and a title")
  func registry() {
    #expect(Set(CheckRegistry.all.map { $0.code }).count == CheckRegistry.all.count)
    #expect(CheckRegistry.all.allSatisfy { $0.code.hasPrefix("HFP") && !$0.title.isEmpty })
  }

  @Test("a file that the manifest names and that is missing is found")
  func missingFile() throws {
    let found = try findings { try LocalFiles.remove("\($0.folder)/NOTICE.md") }
    #expect(found.map(\.code) == ["HFP101"])
    #expect(found.first?.seen == "NOTICE.md does not exist")
  }

  @Test("a threshold on a mean alone is found; with a margin beside it, it may stay")
  func meanAlone() throws {
    let alone = try findings { try $0.replace("{margin: 0.35, auc: 0.95, recall_at_1: 0.99}", with: "{mean: 0.5}") }
    #expect(alone.map(\.code) == ["HFP204"])
    #expect(
      try findings { try $0.replace("{margin: 0.35, auc: 0.95, recall_at_1: 0.99}", with: "{mean: 0.5, auc: 0.9}") }
        .isEmpty
    )
  }

  @Test("a path that leaves the publication is found")
  func traversal() throws {
    let found = try findings { try $0.replace("files: [NOTICE.md]", with: "files: [../../etc/passwd]") }
    #expect(found.map(\.code) == ["HFP101"])
  }

  @Test("a configuration that says another width or type is found")
  func configuration() throws {
    let width = try findings {
      try $0.replace("\"hidden_dim\": 128", with: "\"hidden_dim\": 256", in: "model/config.json")
    }
    #expect(width.map(\.code) == ["HFP102"])
    #expect(width.first?.seen == "hidden_dim is 256")
    let type = try findings { try $0.replace("\"int8\"", with: "\"float16\"", in: "model/config.json") }
    #expect(type.map(\.code) == ["HFP102"])
  }

  @Test("a table of zeros is found, by itself and by what it does to the scores")
  func zeros() throws {
    let found = try findings { sample in
      try spoilTable(sample) { table in for index in table.indices { table[index] = 0 } }
    }
    #expect(Set(found.map(\.code)).isSuperset(of: ["HFP104", "HFP202", "HFP203"]))
  }

  @Test("a table whose rows are shuffled loads and is found by its scores")
  func shuffled() throws {
    let found = try findings { sample in
      try spoilTable(sample) { table in
        let rows = Array(table)
        for row in 0..<29_525 {
          let other = (row * 7_919) % 29_525
          for column in 0..<128 { table[table.startIndex + row * 128 + column] = rows[other * 128 + column] }
        }
      }
    }
    #expect(found.contains { $0.code == "HFP203" && $0.severity == .error })
  }

  @Test("a licence that the Hub does not know is found, with the one that was meant")
  func license() throws {
    let found = try findings { try $0.replace("\nlicense: apache-2.0", with: "\nlicense: apache2.0") }
    #expect(found.map(\.code) == ["HFP301"])
    #expect(found.first?.remedy == "Use the Hub's id. Did you mean `apache-2.0`?")
    #expect(found.first?.location?.line == 11)
  }

  @Test("a base model that is a local path is found")
  func baseModel() throws {
    let found = try findings {
      try $0.replace("base_model: sentence-transformers/all-MiniLM-L6-v2", with: "base_model: ./teacher/MiniLM/x")
    }
    #expect(found.map(\.code) == ["HFP302"])
  }
}
