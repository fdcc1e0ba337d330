import EmbeddingCore
import Files
import Findings
import Foundation
import SafeTensors
import TestKit
import Testing

@testable import Validation

/// Checks that look at the table, and run it.
@Suite struct ModelChecksTests {
  private static let weights = SourceLocation(file: "model/model.safetensors")

  @Test("a small sound model has no finding")
  func sound() throws {
    #expect(try SmallPublication.findings { _ in } == [])
  }

  @Test("a row of NaN and one of infinities are found, with their tokens")
  func nonFinite() throws {
    let found = try SmallPublication.findings {
      $0.rows[3][0] = .nan
      $0.rows[4][1] = .infinity
      $0.rows[4][2] = -.infinity
    }
    #expect(found.map(\.code).first == "HFP103")
    #expect(
      found.first?.seen == "3 numbers of the table are not finite: NaN in 1 of \(try tokens()) rows, first in row 3 "
        + "(the); infinities in 1 of \(try tokens()) rows, first in row 4 (a)"
    )
    #expect(found.first?.location == Self.weights)
    #expect(found.count == 1)
  }

  private func tokens() throws -> Int { try SmallPublication().tokens.count }

  @Test("factors that are not finite are found")
  func nonFiniteFactors() throws {
    let found = try SmallPublication.findings { publication in
      var factors = [Float](repeating: 1, count: publication.tokens.count)
      factors[9] = .nan
      publication.add = { [factors] in
        $0.add("weights", dtype: .f32, shape: [factors.count], bytes: SmallPublication.floats(factors))
      }
    }
    #expect(found.map(\.code) == ["HFP103"])
    #expect(
      found.first?.seen == "1 of \(try tokens()) factors in \"weights\" are not finite, first that of token 9"
    )
  }

  @Test("rows of zeros are an error from half of the table on, a warning from a hundredth on, and else in order")
  func zeroRows() throws {
    func spoilt(_ count: Int) throws -> [Finding] {
      try SmallPublication.findings { publication in
        for row in 10..<10 + count { publication.rows[row] = publication.rows[row].map { $0 * 0 } }
      }
    }
    #expect(try spoilt(1) == [])
    let some = try spoilt(5)
    #expect(some.map(\.code) == ["HFP104"] && some.first?.severity == .warning)
    let name = try SmallPublication().tokens[10]
    #expect(some.first?.seen == "5 of \(try tokens()) rows are all zeros, first row 10 (\(name))")
    let most = try spoilt(try tokens() / 2 + 1)
    #expect(most.map(\.code) == ["HFP104"] && most.first?.severity == .error)
    #expect(most.first?.seen == "\(try tokens() / 2 + 1) of \(try tokens()) rows are all zeros")
  }

  @Test("factors of which most are zero are found, single ones are not")
  func zeroFactors() throws {
    func spoilt(_ zeros: Int) throws -> [Finding] {
      try SmallPublication.findings { publication in
        var factors = [Float](repeating: 1, count: publication.tokens.count)
        for token in factors.indices.suffix(zeros) { factors[token] = 0 }
        publication.add = { [factors] in
          $0.add("weights", dtype: .f32, shape: [factors.count], bytes: SmallPublication.floats(factors))
        }
      }
    }
    #expect(try spoilt(3) == [])
    let all = try spoilt(try tokens())
    #expect(all.map(\.code) == ["HFP115"] && all.first?.severity == .error)
    #expect(all.first?.seen == "\(try tokens()) of \(try tokens()) factors in \"weights\" are zero")
  }

  private func findings(mapping: @escaping (Int) -> Int32) throws -> [Finding] {
    try SmallPublication.findings { publication in
      let rows = (0..<publication.tokens.count).map { mapping($0) }
      publication.add = {
        $0.add("mapping", dtype: .i32, shape: [rows.count], bytes: SmallPublication.integers(rows))
      }
    }
  }

  @Test("a mapping that sends every token to one row is found; rows without tokens are noted")
  func mapping() throws {
    let zeros = try findings { _ in 0 }
    #expect(zeros.map(\.code) == ["HFP115", "HFP205"])
    #expect(zeros.first?.seen == "\"mapping\" sends every token to one row of \(try tokens())")
    let partial = try findings { Int32($0 == 20 ? 19 : $0) }
    #expect(partial.map(\.code) == ["HFP105"] && partial.first?.severity == .note)
    #expect(partial.first?.seen == "1 of \(try tokens()) rows of the table belong to no token")
    #expect(try findings { Int32($0) } == [])
  }

  @Test("rows that equal others are a warning from a hundredth of the table on, an error from half on")
  func duplicateRows() throws {
    func spoilt(_ count: Int, of distinct: Int) throws -> [Finding] {
      try SmallPublication.findings { publication in
        for row in 0..<count { publication.rows[60 + row] = publication.rows[20 + row % distinct] }
      }
    }
    #expect(try spoilt(1, of: 1) == [])
    let some = try spoilt(6, of: 3)
    #expect(some.map(\.code) == ["HFP116"] && some.first?.severity == .warning)
    let names = try SmallPublication().tokens
    #expect(
      some.first?.seen == "6 of \(names.count) rows equal an earlier one, 3 of them one and the same; first row 60 "
        + "(\(names[60])), equal to row 20 (\(names[20]))"
    )
    #expect(some.first?.location == Self.weights)
    let most = try spoilt(names.count - 60, of: 40)
    #expect(most.map(\.code) == ["HFP116"] && most.first?.severity == .error)
  }

  @Test("dimensions that are the same in every row are found")
  func constantColumns() throws {
    let zero = try SmallPublication.findings { for row in $0.rows.indices { $0.rows[row][15] = 0 } }
    #expect(zero.map(\.code) == ["HFP117"] && zero.first?.severity == .warning)
    #expect(zero.first?.seen == "dimension 15 of 16 is zero in every row")
    let constant = try SmallPublication.findings {
      for row in $0.rows.indices { for column in 4..<6 { $0.rows[row][column] = 0.1 } }
    }
    #expect(constant.map(\.code) == ["HFP117"])
    #expect(
      constant.first?.seen
        == "2 of 16 dimensions are the same other number in every row, the first is dimension 4"
    )
  }

  @Test("a row far longer than the others is found with its token")
  func longRow() throws {
    let found = try SmallPublication.findings {
      $0.rows[30] = $0.rows[30].map { $0 > 0 ? 100 : -100 }
    }
    #expect(found.map(\.code) == ["HFP118"] && found.first?.severity == .warning)
    let name = try SmallPublication().tokens[30]
    #expect(
      found.first?.seen.hasPrefix("1 of \(try tokens()) rows is far longer than the others; row 30 (\(name)) has 1")
        == true
    )
  }

  @Test("a space in which everything is alike is a warning, and an error where nothing can be told apart")
  func collapsed() throws {
    func moved(by distance: Float) throws -> [Finding] {
      try SmallPublication.findings {
        for row in $0.rows.indices {
          for column in 0..<16 { $0.rows[row][column] += column % 2 == 0 ? distance : -distance }
        }
      }
    }
    let some = try moved(by: 0.3)
    #expect(some.map(\.code) == ["HFP205"] && some.first?.severity == .warning)
    let all = try moved(by: 3)
    #expect(all.map(\.code) == ["HFP205"] && all.first?.severity == .error)
    #expect(all.first?.seen == "unrelated texts have a mean cosine of 1.00")
  }

  @Test("a tokenizer without its normaliser does not know the texts, and one of other words knows none")
  func unknownTokens() throws {
    let capitals = try SmallPublication.findings { $0.lowercases = false }
    #expect(capitals.map(\.code) == ["HFP206"] && capitals.first?.severity == .warning)
    #expect(capitals.first?.location == SourceLocation(file: "model/tokenizer.json"))
    let none = try SmallPublication.findings { publication in
      publication.tokens = publication.tokens.indices.map { $0 < 2 ? publication.tokens[$0] : "x\($0)" }
    }
    #expect(none.map(\.code) == ["HFP206"] && none.first?.severity == .error)
    #expect(none.first?.seen.contains("of the suites' texts in en are unknown") == true)
  }

  @Test("an unknown language is found where the manifest claims it, and not where it does not")
  func languages() throws {
    func found(_ languages: String) throws -> [Finding] {
      let sample = try SampleCopy()
      try sample.replace("languages: [en]", with: "languages: \(languages)")
      var suite = "version: 1\nid: t\ntitle: T\nquestion: \"Q?\"\nkind: pairs\npairs:\n"
      for pair in 0..<10 {
        // Words of a script that the vocabulary does not have.
        let words = (0..<6).map { "\u{10A0}" + String(repeating: "\u{10A1}", count: pair + $0 + 1) }
        suite += "  - id: t-\(pair)\n    language: \"ka\"\n    a: \"The child number \(pair) plays in the garden\"\n"
        suite += "    b: \"\(words.joined(separator: " "))\"\n"
      }
      try LocalFiles.writeAtomically(Array(suite.utf8), to: "\(sample.folder)/suites/translation_pairs.yaml")
      return try SmallPublication.findings(in: sample)
    }
    #expect(try found("[en]") == [])
    let claimed = try found("[en, ka]")
    #expect(claimed.map(\.code) == ["HFP206"] && claimed.first?.severity == .error)
    #expect(
      claimed.first?.seen.hasPrefix("60 of 60 tokens (100 %) of the suites' texts in ka are unknown, 6 of 6 in") == true
    )
  }

  @Test("a vector for nothing has to be zero, and every vector finite and of the model's length")
  func emptyTexts() {
    #expect(EmptyTextsCheck.finding("", vector: [0, 0], tokens: 0, 2) == nil)
    #expect(EmptyTextsCheck.finding(" ", vector: [1, 0], tokens: 1, 2) == nil)
    #expect(
      EmptyTextsCheck.finding("", vector: [.nan, 0], tokens: 0, 2)
        == Finding(
          code: "HFP207",
          severity: .error,
          seen: "the empty text has a vector with NaN or infinities",
          expected: "2 finite numbers",
          remedy: "Check the rows of the tokens that the text has."
        )
    )
    #expect(
      EmptyTextsCheck.finding("  ", vector: [1], tokens: 1, 2)?.seen
        == "a text of white space (2 characters) has a vector of 1 numbers"
    )
    #expect(
      EmptyTextsCheck.finding("", vector: [1, 0], tokens: 1, 2)?.seen
        == "the empty text has a vector that is not zero, of 1 tokens"
    )
  }

  @Test("vectors that differ in one bit between ways of encoding are an error")
  func determinism() {
    let alone: [[Float]] = [[1, 0], [0, 1]]
    #expect(DeterminismCheck.finding(["a", "b"], alone, alone, "twice") == nil)
    #expect(
      DeterminismCheck.finding(["a", "b"], alone, [[1, 0], [-0.0, 1]], "in one batch")
        == Finding(
          code: "HFP208",
          severity: .error,
          seen: "\"b\" has other bits when it is encoded in one batch",
          expected: "the same bits every time",
          remedy: "Report this as a fault of hfpub, with the model's name."
        )
    )
  }
}
