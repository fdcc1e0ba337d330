import EmbeddingCore
import Files
import Foundation
import TestKit
import Testing

/// The arithmetic, for every pair of number formats that a model can have.
@Suite struct NumericGoldenTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var dimension: Int
    var plain: String
    var normalized: String
    var testDescription: String { name }
  }

  struct Goldens: Decodable {
    var texts: [String]
    var cases: [Case]
  }

  static let folder = "\(Fixture.root)/Tests/Fixtures/numerics"
  static let goldens: Goldens? = FileManager.default.contents(atPath: "\(folder)/goldens.json")
    .flatMap { try? JSONDecoder().decode(Goldens.self, from: $0) }

  @Test("there are goldens for all formats")
  func present() throws {
    #expect(try #require(Self.goldens).cases.count == 36)
  }

  @Test(
    "vectors equal the reference's bit for bit as stored, and nearly so by default",
    arguments: goldens?.cases ?? []
  )
  func vectors(item: Case) throws {
    let texts = try #require(Self.goldens).texts
    for (normalize, base64) in [(false, item.plain), (true, item.normalized)] {
      let folder = try TemporaryFolder()
      for (from, to) in [("tokenizer.json", "tokenizer.json"), ("\(item.name).safetensors", "model.safetensors")] {
        try FileManager.default.copyItem(atPath: "\(Self.folder)/\(from)", toPath: "\(folder.path)/\(to)")
      }
      try LocalFiles.writeAtomically(Array("{\"normalize\": \(normalize)}".utf8), to: "\(folder.path)/config.json")
      let model = try withExtendedLifetime(folder) { try StaticModel(folder: folder.path) }
      let expected = GoldenFile.floats(base64)
      let stored = try model.encode(texts, rounding: .asStored)
      #expect(stored.dimension == item.dimension)
      for index in texts.indices {
        let row = Array(expected[index * item.dimension..<(index + 1) * item.dimension])
        #expect(stored[index].map(\.bitPattern) == row.map(\.bitPattern), "text \(index), normalize \(normalize)")
        let scale = row.map(abs).max() ?? 0
        let difference = zip(try model.encode(texts[index]), row).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= max(scale, 1e-3) * 2e-3, "text \(index), normalize \(normalize)")
      }
    }
  }
}
