import TestKit
import Testing

@testable import Tokenizers

@Suite struct BPETests {
  private func json(_ model: String, preTokenizer: String = "null") -> [UInt8] {
    let text =
      "{\"version\":\"1.0\",\"added_tokens\":[],\"normalizer\":null,\"pre_tokenizer\":\(preTokenizer),\"model\":{\(model)}}"
    return Array(text.utf8)
  }

  private func error(_ model: String) -> TokenizerError? {
    do throws(TokenizerError) {
      _ = try Tokenizer(json: json(model), name: "t")
      return nil
    } catch {
      return error
    }
  }

  private static let letters = "\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},"

  @Test(
    "a merge that names a token which is not there is refused with both tokens",
    arguments: [
      ("[\"a b\",\"a x\"]", "the merge of \"a\" and \"x\" needs the token \"x\", which is missing"),
      ("[[\"b\",\"a\"]]", "the merge of \"b\" and \"a\" needs the token \"ba\", which is missing"),
      ("[\" a\"]", "the merge of \"\" and \"a\" needs the token \"\", which is missing"),
    ]
  )
  func missingTokens(merges: String, reason: String) {
    let error = error("\"type\":\"BPE\",\(Self.letters)\"merges\":\(merges)")
    #expect(error?.code == .invalidVocabulary)
    #expect(error?.reason == reason)
  }

  @Test(
    "a merge that is no pair is refused",
    arguments: [
      ("[\"ab\"]", "a merge is two tokens with one space between them"),
      ("[\"a b c\"]", "a merge is two tokens with one space between them"), ("[[\"a\"]]", "a merge is a pair"),
      ("[[]]", "a merge is a pair"), ("[[\"a\",\"b\",\"c\"]]", "a merge is a pair"),
      ("[[\"a\",\"b\"],\"a b\"]", "expected a list"), ("[1]", "expected a string"), ("{}", "expected a list"),
    ]
  )
  func malformedMerges(merges: String, reason: String) {
    let error = error("\"type\":\"BPE\",\(Self.letters)\"merges\":\(merges)")
    #expect(error?.code == .malformed)
    #expect(error?.reason == reason)
  }

  @Test("a model without vocabulary or merges is refused")
  func incomplete() {
    #expect(error("\"type\":\"BPE\",\"merges\":[]")?.reason == "the BPE model has no vocab")
    #expect(error("\"type\":\"BPE\",\"vocab\":{\"a\":0}")?.reason == "the BPE model has no merges")
    #expect(error("\"type\":\"BPE\",\"vocab\":{},\"merges\":[]")?.reason == "the vocabulary is empty")
  }

  @Test(
    "dropout is refused unless it is zero",
    arguments: [("0.1", false), ("0", true), ("0.0", true), ("null", true)]
  )
  func dropout(value: String, isAccepted: Bool) {
    let error = error("\"type\":\"BPE\",\"dropout\":\(value),\(Self.letters)\"merges\":[]")
    #expect((error == nil) == isAccepted)
    if let error {
      #expect(error.code == .unsupported)
      #expect(error.reason == "it uses dropout, by which every result is a random one, which is not supported")
    }
  }

  @Test("an unknown token that is not in the vocabulary is told when it is needed")
  func missingUnknown() throws {
    let tokenizer = try Tokenizer(
      json: json("\"type\":\"BPE\",\"unk_token\":\"<unk>\",\(Self.letters)\"merges\":[]"),
      name: "t"
    )
    #expect(tokenizer.modelName == "BPE")
    #expect(tokenizer.unknownTokenID == nil)
    #expect(try tokenizer.encode("ab") == [0, 1])
    #expect(throws: TokenizerError.self) { try tokenizer.encode("abq") }
  }

  @Test("merges that lead back to a token that was there before come to an end")
  func cycles() throws {
    let model =
      "\"type\":\"BPE\",\"vocab\":{\"a\":0,\"\":1,\"aa\":2},\"merges\":[[\"a\",\"\"],[\"\",\"a\"],[\"a\",\"a\"],[\"\",\"\"]]"
    let tokenizer = try Tokenizer(json: json(model), name: "t")
    #expect(try tokenizer.encode("aaaa") == [2, 2])
    #expect(try tokenizer.encode(String(repeating: "a", count: 101)).count == 51)
  }

  @Test("ids at the end of their range are used as they are")
  func largeIDs() throws {
    let model = "\"type\":\"BPE\",\"vocab\":{\"a\":4294967294,\"b\":0,\"ab\":7},\"merges\":[\"a b\"]"
    let tokenizer = try Tokenizer(json: json(model), name: "t")
    #expect(try tokenizer.encode("aba") == [7, 4_294_967_294])
    #expect(error("\"type\":\"BPE\",\"vocab\":{\"a\":4294967296},\"merges\":[]")?.code == .invalidVocabulary)
  }

  @Test("few symbols and many merge alike")
  func fewAndMany() throws {
    let model =
      "\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"aa\":2,\"ab\":3,\"aab\":4,\"ba\":5,\"aaaa\":6,\"bab\":7},"
      + "\"merges\":[\"b a\",\"a a\",\"aa b\",\"a b\",\"aa aa\",\"b ab\",\"ba b\"]"
    let tokenizer = try Tokenizer(json: json(model), name: "t")
    var generator = SeededGenerator(seed: 2)
    for length in 20..<60 {
      let letters: [UInt8] = (0..<length).map { _ in Bool.random(using: &generator) ? 0x61 : 0x62 }
      // The reference's rule, word for word: the lowest rank, of those the leftmost, until there is none.
      var expected = letters.map { [$0] }
      let ranks = ["b a", "a a", "aa b", "a b", "aa aa", "b ab", "ba b"].map {
        $0.split(separator: " ").map { Array($0.utf8) }
      }
      while true {
        let best = expected.indices.dropLast().compactMap { place in
          ranks.firstIndex(of: [expected[place], expected[place + 1]]).map { ($0, place) }
        }.min { $0 < $1 }
        guard let place = best?.1 else { break }
        expected[place] += expected[place + 1]
        expected.remove(at: place + 1)
      }
      let text = String(decoding: letters, as: UTF8.self)
      let tokens = try tokenizer.encode(text).map { tokenizer.tokenString($0) ?? "?" }
      #expect(tokens == expected.map { String(decoding: $0, as: UTF8.self) })
    }
  }

  @Test("a million letters in one piece take no more than a moment")
  func onePiece() throws {
    let model =
      "\"type\":\"BPE\",\"vocab\":{\"a\":0,\"aa\":1,\"aaa\":2,\"aaaa\":3},\"merges\":[\"a a\",\"aa aa\",\"aa a\"]"
    let tokenizer = try Tokenizer(json: json(model), name: "t")
    let clock = ContinuousClock()
    var ids: [UInt32] = []
    let time = try clock.measure { ids = try tokenizer.encode(String(repeating: "a", count: 1 << 20)) }
    #expect(ids == [UInt32](repeating: 3, count: 1 << 18))
    // Quadratic time would be hours.
    #expect(time < .seconds(60))
  }

  @Test("at most as many ids as asked for are given", arguments: [0, 1, 2, 3, 7])
  func limit(limit: Int) throws {
    let model = "\"type\":\"BPE\",\(Self.letters)\"merges\":[\"a b\"]"
    let tokenizer = try Tokenizer(json: json(model, preTokenizer: "{\"type\":\"WhitespaceSplit\"}"), name: "t")
    #expect(try tokenizer.encode("ab a b ab a", limit: limit).count == min(limit, 5))
  }

  @Test("mutated files are refused or work, and never end the process")
  func mutations() throws {
    var generator = SeededGenerator(seed: 5)
    let split =
      "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(?i:'s|ab?)|[^\\\\s\\\\d]+(?!x)|\\\\p{L}{1,3}\"},"
      + "\"behavior\":\"MergedWithNext\",\"invert\":false},{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"first\"}]}"
    let model =
      "\"type\":\"BPE\",\"unk_token\":\"<u>\",\"continuing_subword_prefix\":\"\",\"end_of_word_suffix\":\"\",\"byte_fallback\":true,"
      + "\"fuse_unk\":false,\"vocab\":{\"a\":0,\"b\":1,\"ab\":2,\"<u>\":3,\"_\":4,\"_a\":5,\"<0x0A>\":6},\"merges\":[\"a b\",\"_ a\"]"
    let sample = json(model, preTokenizer: split)
    var workspace = TokenizerWorkspace()
    var usable = 0
    for _ in 0..<3_000 {
      guard let tokenizer = try? Tokenizer(json: generator.mutated(sample), name: "t") else { continue }
      usable += 1
      for text in ["a ab abba 'S", "\n\u{0}é", String(repeating: "ab ", count: 50)] {
        try? tokenizer.encode(text, limit: 40, workspace: &workspace)
        #expect(workspace.tokenIDs.allSatisfy { Int($0) < tokenizer.idBound })
      }
    }
    #expect(usable > 100)
  }
}
