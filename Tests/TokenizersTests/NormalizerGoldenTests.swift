import Files
import Foundation
import TestKit
import Testing

@testable import Tokenizers

/// Answers of the reference library, made by Scripts/generate-normalizer-goldens.
private struct Goldens: Decodable {
  struct Answer: Decodable {
    /// nil: as the text.
    var normalized: String?
    /// Whether the result begins where the text begins.
    var begins: Bool
  }
  struct Case: Decodable {
    var normalizer: String
    var answers: [Answer]
  }
  struct Description: Decodable {
    var text: String
    /// nil: the reference refuses it.
    var type: String?
  }
  var texts: [String]
  var cases: [Case]
  var descriptions: [Description]

  static func read() throws -> Goldens {
    let path = "\(Fixture.root)/Tests/TokenizersTests/Goldens/normalizers.json"
    return try JSONDecoder().decode(Goldens.self, from: Data(try LocalFiles.read(path)))
  }
}

@Suite struct NormalizerGoldenTests {
  @Test("every normalizer gives the reference's text and keeps count of where it begins, simplified or not")
  func texts() throws {
    let goldens = try Goldens.read()
    #expect(goldens.cases.count > 30 && goldens.texts.count > 30)
    var workspace = TokenizerWorkspace()
    for golden in goldens.cases {
      let asRead = try SampleNormalizer.parse(golden.normalizer)
      for normalizer in [asRead, asRead.simplified] {
        for (text, answer) in zip(goldens.texts, golden.answers) {
          let found = normalizer.normalized(text, &workspace)
          let place = "\(golden.normalizer.prefix(120)): \(text.debugDescription)"
          #expect(found.utf8.elementsEqual((answer.normalized ?? text).utf8), "\(place)")
          // The first byte of nothing has no origin.
          if !found.isEmpty { #expect((workspace.originLength > 0) == answer.begins, "\(place)") }
          #expect(workspace.originLength <= found.utf8.count, "\(place)")
          let isKept = Array(text.utf8).withUnsafeBufferPointer { normalizer.keeps($0) }
          if isKept { #expect(found.utf8.elementsEqual(text.utf8), "\(place)") }
        }
      }
    }
  }

  @Test("the descriptions that the reference reads are read as the same type, the others are refused")
  func descriptions() throws {
    for description in try Goldens.read().descriptions {
      let normalizer = try? SampleNormalizer.parse(description.text)
      #expect(normalizer?.typeName == description.type, "\(description.text)")
    }
  }

  @Test("the charsmap of a real model gives the reference's text", .enabled(if: Fixture.sharedModels != nil))
  func realCharsmap() throws {
    let path = "\(try #require(Fixture.sharedModels))/e5-multilingual-unigram/tokenizer.json"
    let tokenizer = try Tokenizer(path: path)
    var workspace = TokenizerWorkspace()
    let expected: [(String, String)] = [
      ("①\u{301}", "1"), ("①\u{301}\u{302}", "1\u{301}\u{302}"), ("a\u{300}\u{301}", "à"), ("\r\n", " "),
      ("ｶﾞ", "カ\u{3099}"),
      ("ﬁne\t½", "fine 1\u{2044}2"), ("\u{1}x\u{0}", "x\u{0}"), ("㍿", "株式会社"), ("東京", "東京"), ("", ""),
    ]
    for (text, result) in expected {
      #expect(tokenizer.normalizer.normalized(text, &workspace).unicodeScalars.elementsEqual(result.unicodeScalars))
    }
  }
}

extension Normalizer {
  /// The text's normalized form.
  func normalized(_ text: String, _ workspace: inout TokenizerWorkspace) -> String {
    var bytes = Array(text.utf8)
    apply(to: &bytes, using: &workspace)
    return String(validating: bytes, as: UTF8.self) ?? "not UTF-8"
  }

  /// The name that `tokenizer.json` has for it.
  fileprivate var typeName: String? {
    switch self {
    case .none, .translate, .collapse: nil
    case .bert: "BertNormalizer"
    case .canonical(let form): form.rawValue
    case .characters(.lowercase): "Lowercase"
    case .characters(.stripAccents): "StripAccents"
    case .characters(.nmt): "Nmt"
    case .characters(.byteLevel): "ByteLevel"
    case .strip: "Strip"
    case .prepend: "Prepend"
    case .replace: "Replace"
    case .precompiled: "Precompiled"
    case .sequence: "Sequence"
    }
  }
}

/// Reads normalizers from their descriptions.
enum SampleNormalizer {
  static func parse(_ description: String) throws -> Normalizer {
    let sample = SampleTokenizer(normalizer: description)
    return try sample.json.withUnsafeBytes { try TokenizerFile($0, path: "tokenizer.json") }.normalizer
  }

  static func sequence(_ steps: [String]) -> String {
    "{\"type\":\"Sequence\",\"normalizers\":[\(steps.joined(separator: ","))]}"
  }

  static func replace(_ pattern: String, _ content: String, isRegex: Bool = false) -> String {
    let pattern = pattern.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let content = content.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return
      "{\"type\":\"Replace\",\"pattern\":{\"\(isRegex ? "Regex" : "String")\":\"\(pattern)\"},\"content\":\"\(content)\"}"
  }

  static func precompiled(_ charsmap: [UInt8]) -> String {
    "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\(Data(charsmap).base64EncodedString())\"}"
  }
}
