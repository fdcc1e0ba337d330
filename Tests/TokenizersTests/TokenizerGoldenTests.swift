import Foundation
import TestKit
import Testing

@testable import Tokenizers

/// What the reference makes of small tokenizers of every kind of part.
@Suite struct TokenizerGoldenTests {
  struct PreTokenizerCase: Decodable, Sendable, CustomTestStringConvertible {
    var pre_tokenizer: String
    var pieces: [[String]]
    var testDescription: String { pre_tokenizer }
  }

  struct PreTokenizerGoldens: Decodable {
    var texts: [String]
    var cases: [PreTokenizerCase]
  }

  struct ModelCase: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var tokenizer: String
    var texts: [String]
    var ids: [[UInt32]]
    var testDescription: String { name }
  }

  struct ModelGoldens: Decodable {
    var cases: [ModelCase]
  }

  static func read<Goldens: Decodable>(_ name: String) -> Goldens? {
    FileManager.default.contents(atPath: "\(Fixture.root)/Tests/Fixtures/tokenizers/\(name).json")
      .flatMap { try? JSONDecoder().decode(Goldens.self, from: $0) }
  }

  static let preTokenizers: PreTokenizerGoldens? = read("pre-tokenizers")
  static let models: ModelGoldens? = read("bpe")

  @Test("there are goldens for all parts")
  func present() throws {
    #expect(try #require(Self.preTokenizers).cases.count == 91)
    #expect(try #require(Self.models).cases.count == 34)
  }

  @Test("every pre-tokenizer cuts as the reference", arguments: preTokenizers?.cases ?? [])
  func pieces(item: PreTokenizerCase) throws {
    let texts = try #require(Self.preTokenizers).texts
    // The model has no byte alphabet, so that ByteLevel writes it out.
    let sample = SampleTokenizer(normalizer: "null", preTokenizer: item.pre_tokenizer)
    let tokenizer = try Tokenizer(json: sample.json, name: "t")
    var workspace = TokenizerWorkspace()
    for (text, expected) in zip(texts, item.pieces) {
      workspace.pieces.removeAll()
      workspace.pieces.isPartOfFirst = true
      Array(text.utf8).withUnsafeBufferPointer { workspace.pieces.add($0, isAtStart: true) }
      tokenizer.preTokenizer.split(&workspace)
      #expect(workspace.fault == nil)
      let pieces = (0..<workspace.pieces.count).map { Array(workspace.pieces.bytes[workspace.pieces.range($0)]) }
      #expect(pieces == expected.map { Array($0.utf8) }, "\(text)")
    }
  }

  @Test("every BPE model gives the reference's ids", arguments: models?.cases ?? [])
  func ids(item: ModelCase) throws {
    let tokenizer = try Tokenizer(json: Array(item.tokenizer.utf8), name: "t")
    var workspace = TokenizerWorkspace()
    // Twice, the second time from what is cached.
    for _ in 0..<2 {
      for (text, expected) in zip(item.texts, item.ids) {
        try tokenizer.encode(text, limit: .max, workspace: &workspace)
        #expect(workspace.tokenIDs == expected, "\(text)")
      }
    }
  }

  @Test("the short cut of byte-level models gives what the pipeline gives step by step", arguments: models?.cases ?? [])
  func shortCut(item: ModelCase) throws {
    let tokenizer = try Tokenizer(json: Array(item.tokenizer.utf8), name: "t")
    var generator = SeededGenerator(seed: 7)
    let parts = [
      "the", " the", "Hello", " world", "'s", "'S", "'ſ", "'re", "don't", "12", "123", "²", "日本", "é", "e\u{301}", " ",
      "  ", "\n",
      "\r\n", "\u{3000}", "!", "--", "/", "A", "ABC", "ǅ", "ª", "\u{940}", "😀", "aaaa", "\t", "'", "ſ", "\u{85}",
      String(repeating: "aa", count: 40),
    ]
    var fast = TokenizerWorkspace()
    var general = TokenizerWorkspace()
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<Int.random(in: 0..<12, using: &generator) { text += parts.randomElement(using: &generator) ?? "" }
      guard (try? tokenizer.encode(text, limit: .max, workspace: &fast)) != nil else { continue }
      general.count = 0
      let isExpressible = text.withUTF8 {
        tokenizer.encodeGenerally($0, limit: .max, usesPaths: false, workspace: &general)
      }
      #expect(isExpressible)
      #expect(fast.tokenIDs == general.tokenIDs, "\(text.unicodeScalars.map(\.value))")
    }
  }
}
