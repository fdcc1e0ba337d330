import Files
import Foundation
import TestKit
import Testing

@testable import Tokenizers

/// Answers of the reference library, made by Scripts/generate-unigram-goldens.
private struct Goldens: Decodable {
  struct Number: Decodable {
    var text: String
    var value: String
  }
  struct Answer: Decodable {
    var text: String
    var ids: [UInt32]?
  }
  struct Case: Decodable {
    var name: String
    var file: String
    var answers: [Answer]
  }
  var numbers: [Number]
  var cases: [Case]

  static func read() throws -> Goldens {
    let path = "\(Fixture.root)/Tests/TokenizersTests/Goldens/unigram.json"
    return try JSONDecoder().decode(Goldens.self, from: Data(try LocalFiles.read(path)))
  }
}

@Suite struct UnigramTests {
  @Test("numbers are read as the reference reads them, also where that is not the nearest double")
  func numbers() throws {
    let numbers = try Goldens.read().numbers
    #expect(numbers.count > 400)
    for number in numbers {
      let value = ReferenceNumber.value(Array(number.text.utf8))
      #expect(value?.bitPattern == Double(number.value)?.bitPattern, "\(number.text)")
    }
    #expect(numbers.contains { ReferenceNumber.value(Array($0.text.utf8)) != Double($0.text) })
    #expect(ReferenceNumber.value(Array("1e309".utf8)) == nil)
    #expect(ReferenceNumber.value(Array("1e99999999999999999999".utf8)) == nil)
  }

  @Test("models of pieces and of whole words give the reference's ids, or fail where it fails")
  func ids() throws {
    for golden in try Goldens.read().cases {
      let tokenizer = try Tokenizer(json: Array(golden.file.utf8), name: golden.name)
      for answer in golden.answers {
        // Twice, for the words that were remembered.
        var workspace = TokenizerWorkspace()
        for _ in 0..<2 {
          var ids: [UInt32]?
          if (try? tokenizer.encode(answer.text, limit: .max, workspace: &workspace)) != nil {
            ids = workspace.tokenIDs
          }
          #expect(ids == answer.ids, "\(golden.name): \(answer.text)")
        }
      }
    }
  }

  private func unigram(_ vocabulary: String, _ options: String = "") throws -> Tokenizer {
    let text = "{\"version\":\"1.0\",\"model\":{\"type\":\"Unigram\",\"vocab\":\(vocabulary)\(options)}}"
    return try Tokenizer(json: Array(text.utf8), name: "t.json")
  }

  @Test(
    "lists of pieces that are none are refused",
    arguments: [
      (#"[["a"]]"#, "a token of Unigram is a text and a score"), ("[[]]", "a token of Unigram is a text and a score"),
      (#"[["a",1,2]]"#, "a token of Unigram is a text and a score"), (#"[["a",null]]"#, "expected a number"),
      (#"[["a",1e999]]"#, "the score is too large a number"), (#"{"a":1}"#, "no vocab that is a list"),
      (#"["a"]"#, "expected a list"), ("[]", "the vocabulary is empty"),
    ]
  )
  func malformed(vocabulary: String, reason: String) throws {
    let error = #expect(throws: TokenizerError.self) { try unigram(vocabulary) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test("an unknown token that is no piece is refused", arguments: ["1", "-1", "4294967296"])
  func unknownOutside(id: String) throws {
    let error = #expect(throws: TokenizerError.self) { try unigram(#"[["a",1]]"#, ",\"unk_id\":\(id)") }
    #expect(error?.code == .invalidVocabulary)
  }

  @Test("a character in no piece is an error that says so, when no token is named for it")
  func inexpressible() throws {
    let tokenizer = try unigram(#"[["a",1]]"#)
    let error = #expect(throws: TokenizerError.self) { try tokenizer.encode("ab") }
    #expect(error?.code == .missingUnknownToken)
    #expect(error?.reason == "the text holds a character that is in no token, and the model names no unknown token")
  }

  @Test("a megabyte as one piece takes time and memory in proportion")
  func longPiece() throws {
    let tokenizer = try unigram(#"[["<unk>",0],["a",-1],["aa",-1.5],["aaaaaaaaaaaaaaaa",-4]]"#, ",\"unk_id\":0")
    let ids = try tokenizer.encode(String(repeating: "a", count: 1 << 18) + "é" + "a")
    #expect(ids == Array(repeating: 3, count: 1 << 14) + [0, 1])
  }

  @Test("the tree finds exactly the pieces that begin a text, whatever the pieces")
  func tree() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let pieces = (0..<Int.random(in: 1...300, using: &random)).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 97...(97 + 40), using: &random) }
      }
      var offsets: [UInt32] = [0]
      for piece in pieces { offsets.append(offsets[offsets.count - 1] + UInt32(piece.count)) }
      let trie = pieces.flatMap { $0 }.withUnsafeBufferPointer {
        ByteTrie(blob: $0, offsets: offsets, scores: pieces.indices.map { Double($0) })
      }
      for text in pieces + [[97, 98, 99, 100, 101, 102], [0, 255]] where !text.isEmpty {
        var found: [UInt32] = []
        trie.withWalker { walker in
          var node = walker.start(text[0])
          var end = 1
          while node != 0 {
            if walker.id(node) != ByteTrie.noPiece {
              found.append(walker.id(node))
              #expect(walker.score(node) == Double(walker.id(node)))
            }
            guard end < text.count else { break }
            node = walker.step(node, text[end])
            end += 1
          }
        }
        let expected = (1...text.count).compactMap { length in
          pieces.lastIndex(of: Array(text[..<length])).map { UInt32($0) }
        }
        #expect(found == expected)
      }
    }
  }
}
