import EmbeddingCore
import Files
import Foundation
import TestKit
import Testing

/// Other number formats, fewer dimensions and other lengths, as the reference library makes them.
@Suite struct ConversionGoldenTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var format: String?
    var dimension: Int?
    var maxLength: Int?
    var plain: String
    var normalized: String

    var testDescription: String {
      "\(name) to \(format ?? "its format"), \(dimension.map(String.init) ?? "all") dimensions, max_length "
        + (maxLength.map(String.init) ?? "null")
    }
  }

  struct Goldens: Decodable {
    var texts: [String]
    var cases: [Case]
  }

  static let goldens: Goldens? = FileManager.default.contents(atPath: "\(NumericGoldenTests.folder)/conversions.json")
    .flatMap { try? JSONDecoder().decode(Goldens.self, from: $0) }

  @Test("there are goldens for all tables, weights, formats and cuts")
  func present() throws {
    let cases = try #require(Self.goldens).cases
    #expect(cases.count == 4 * 4 * 5 * 3 + 4 * 5)
    #expect(Set(cases.compactMap(\.format)) == Set(TableFormat.allCases.map(\.rawValue)))
  }

  @Test("converted and cut models give the reference's vectors bit for bit", arguments: goldens?.cases ?? [])
  func vectors(item: Case) throws {
    let texts = try #require(Self.goldens).texts
    for (normalize, base64) in [(false, item.plain), (true, item.normalized)] {
      let folder = try TemporaryFolder()
      for (from, to) in [
        ("tokenizer.json", "tokenizer.json"), ("conversions/\(item.name).safetensors", "model.safetensors"),
      ] {
        try FileManager.default.copyItem(atPath: "\(NumericGoldenTests.folder)/\(from)", toPath: "\(folder.path)/\(to)")
      }
      let length = item.maxLength.map(String.init) ?? "null"
      let configuration = "{\"normalize\": \(normalize), \"max_length\": \(length)}"
      try LocalFiles.writeAtomically(Array(configuration.utf8), to: "\(folder.path)/config.json")
      let options = ModelOptions(dimension: item.dimension, format: item.format.flatMap(TableFormat.init))
      let model = try withExtendedLifetime(folder) { try StaticModel(folder: folder.path, options: options) }
      #expect(model.dimension == item.dimension ?? 9)
      let expected = GoldenFile.floats(base64)
      let stored = try model.encode(texts, rounding: .asStored)
      let near = try model.encode(texts)
      #expect(stored.values.count == expected.count)
      // What no number stands for has many forms.
      let wrong = expected.indices.filter {
        stored.values[$0].bitPattern != expected[$0].bitPattern && !(stored.values[$0].isNaN && expected[$0].isNaN)
      }
      #expect(wrong.isEmpty, "normalize \(normalize), text \((wrong.first ?? 0) / model.dimension)")
      for index in texts.indices {
        let row = Array(expected[index * model.dimension..<(index + 1) * model.dimension])
        guard row.allSatisfy(\.isFinite), let scale = row.map(abs).max(), scale < 60_000 else { continue }
        let difference = zip(near[index], row).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= max(scale, 1e-3) * 4e-3, "normalize \(normalize), text \(index)")
      }
    }
  }
}
