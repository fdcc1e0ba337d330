import Files
import Findings
import TestKit
import Testing
import Tokenizers

@Suite struct TokenizerFileTests {
  private func error(_ json: [UInt8]) -> TokenizerError? {
    do throws(TokenizerError) {
      _ = try Tokenizer(json: json, name: "tokenizer.json")
      return nil
    } catch {
      return error
    }
  }

  private func error(_ sample: SampleTokenizer) -> TokenizerError? { error(sample.json) }

  @Test("a part that is not known is named")
  func unsupported() {
    let cases: [(SampleTokenizer, String)] = [
      (.init(modelType: "\"type\":\"Sparse\","), "the model type Sparse"),
      (
        .init(normalizer: "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Sparse\"}]}"),
        "the normalizer Sparse"
      ),
      (.init(normalizer: "{}"), "a normalizer without a type"),
      (.init(preTokenizer: "{\"type\":\"Sparse\"}"), "the pre-tokenizer Sparse"),
      (.init(preTokenizer: "{}"), "a pre-tokenizer without a type"),
      (.init(version: "\"2.0\""), "version 2.0 of the format"),
      (
        .init(postProcessor: "{\"type\":\"TemplateProcessing\",\"single\":[],\"pair\":[]}"),
        "a TemplateProcessing whose \"single\" does not hold the text exactly once"
      ),
      (
        .init(addedTokens: "[\(SampleTokenizer.added("\\u200b", normalized: true))]"),
        "the added token \"\u{200B}\", which its own normalizer turns into nothing"
      ),
    ]
    for (sample, part) in cases {
      let error = error(sample)
      #expect(error?.code == .unsupported)
      #expect(error?.problem == "cannot use the tokenizer tokenizer.json")
      #expect(error?.reason == "it uses \(part), which is not supported")
      #expect(error?.remedy == "Use a model whose tokenizer consists of supported parts.")
      #expect(error?.codeName == "tokenizer.unsupported")
      #expect(error?.exitStatus == .localInput)
    }
  }

  @Test("what does not change ids is accepted: post-processors, sequences, missing types of old files")
  func accepted() throws {
    let template =
      "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"[CLS]\",\"type_id\":0}},"
      + "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}"
    let bert =
      "{\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true,\"type\":\"Bert\"}"
    let samples: [SampleTokenizer] = [
      .init(postProcessor: template),
      .init(postProcessor: "{\"type\":\"Sequence\",\"processors\":[\(template)]}"),
      .init(postProcessor: "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",1],\"cls\":[\"[CLS]\",2]}"),
      .init(modelType: ""),
      .init(normalizer: bert),
      .init(
        normalizer: "{\"type\":\"Sequence\",\"normalizers\":[null,{\"type\":\"Sequence\",\"normalizers\":[\(bert)]}]}"
      ),
      .init(preTokenizer: "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"BertPreTokenizer\"}]}"),
      .init(addedTokens: "null"),
    ]
    for sample in samples {
      let tokenizer = try Tokenizer(json: sample.json, name: "tokenizer.json")
      #expect(try tokenizer.encode("Un.  É") == [2, 8, 1])
    }
  }

  @Test("a contradiction in the vocabulary is refused and told")
  func vocabulary() {
    let cases: [(SampleTokenizer, String)] = [
      (.init(vocabulary: "{\"a\":0,\"b\":1,\"a\":2}"), "the token \"a\" is listed twice"),
      (.init(vocabulary: "{\"a\":1,\"b\":0,\"c\":1}"), "the id 1 is given to \"c\" and to another token"),
      (.init(vocabulary: "{\"a\":-1}"), "the token \"a\" has the id -1"),
      (.init(vocabulary: "{\"a\":4294967296}"), "the token \"a\" has the id 4294967296"),
      (.init(vocabulary: "{}"), "the vocabulary is empty"),
      (.init(addedTokens: "[{\"id\":-5,\"content\":\"a\"}]"), "an added token has the id -5"),
    ]
    for (sample, reason) in cases {
      #expect(error(sample)?.code == .invalidVocabulary)
      #expect(error(sample)?.reason == reason)
    }
  }

  @Test("a text that is no tokenizer is refused with its place")
  func malformed() {
    let cases: [(String, String, Int, Int)] = [
      ("", "expected an object", 1, 1),
      ("[]", "expected an object", 1, 1),
      ("{}", "there is no model", 1, 3),
      ("{\"model\":null}", "expected an object", 1, 10),
      ("{\n\"version\":\"1.0\",\n\"version\":\"1.0\"}", "\"version\" stands here twice", 3, 11),
      ("{\"model\":{\"type\":\"WordPiece\"}}", "the WordPiece model has no vocab", 1, 30),
      ("{\"added_tokens\":[{\"id\":1}]}", "an added token has no content", 1, 26),
      ("{\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":1}}", "expected true or false", 1, 53),
      ("{\"normalizer\":{\"type\":\"BertNormalizer\"}}", "the BertNormalizer has no clean_text", 1, 40),
      ("{\"model\":{\"vocab\":{\"a\":\"b\"}}}", "expected a number", 1, 24),
      ("{\"model\":{\"vocab\":{\"a\":1.5}}}", "expected an integer", 1, 24),
    ]
    for (text, reason, line, column) in cases {
      let error = error(Array(text.utf8))
      #expect(error?.code == .malformed, "\(text)")
      #expect(error?.reason == reason, "\(text)")
      #expect(error?.location == SourceLocation(file: "tokenizer.json", line: line, column: column), "\(text)")
    }
  }

  @Test("a missing unknown token is told only when it is needed")
  func missingUnknown() throws {
    let tokenizer = try Tokenizer(json: SampleTokenizer(unknownToken: "<none>").json, name: "tokenizer.json")
    #expect(tokenizer.unknownTokenID == nil)
    #expect(try tokenizer.encode("a b") == [5, 6])
    for text in ["a q", "a é", "aq", "qqqqqqqqqqqqqqqqqqqqqqqqqq"] {
      do throws(TokenizerError) {
        _ = try tokenizer.encode(text)
        Issue.record("\(text) was expressed")
      } catch {
        #expect(error.code == .missingUnknownToken)
        #expect(error.reason == "the text holds an unknown word, and the vocabulary lacks the unknown token \"<none>\"")
      }
    }
  }

  @Test("a file cut at any length is refused")
  func truncated() {
    let json = SampleTokenizer().json
    for length in 0..<json.count { #expect(error(Array(json[..<length]))?.code == .malformed, "\(length) bytes") }
  }

  @Test("deep nesting is refused wherever it stands", arguments: ["decoder", "normalizer", "model", "post_processor"])
  func deep(key: String) {
    let opening = key == "normalizer" ? "{\"type\":\"Sequence\",\"normalizers\":[" : "{\"a\":["
    let text = "{\"\(key)\":" + String(repeating: opening, count: 200_000)
    #expect(error(Array(text.utf8))?.reason == "nested deeper than 64 levels")
  }

  @Test("a file larger than any tokenizer is refused without being read, and a missing one is told")
  func files() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/tokenizer.json"
    try LocalFiles.writeAtomically([], to: path)
    #expect(truncateFile(path, to: 600 << 20))
    do throws(TokenizerError) {
      _ = try Tokenizer(path: path)
      Issue.record("it was read")
    } catch {
      #expect(error.code == .tooLarge)
      #expect(error.reason == "it has 629145600 bytes, more than the 268435456 that a tokenizer may have")
    }
    do throws(TokenizerError) {
      _ = try Tokenizer(path: "\(folder.path)/none.json")
      Issue.record("it was read")
    } catch {
      #expect(error.code == .unreadable)
      #expect(error.problem == "cannot read \(folder.path)/none.json")
      #expect(error.reason == "it does not exist")
    }
  }

  @Test("mutated files are refused or work, and never end the process")
  func mutations() throws {
    var generator = SeededGenerator(seed: 3)
    var sample = SampleTokenizer()
    sample.addedTokens =
      "[\(SampleTokenizer.added("<m>", "\"lstrip\":true")),\(SampleTokenizer.added("Day", "\"single_word\":true", normalized: true))]"
    var workspace = TokenizerWorkspace()
    var usable = 0
    for _ in 0..<3_000 {
      guard let tokenizer = try? Tokenizer(json: generator.mutated(sample.json), name: "t") else { continue }
      usable += 1
      for text in ["Unaffable <m> day é한中", "\u{301}\u{0} x", String(repeating: "un ", count: 50)] {
        try? tokenizer.encode(text, limit: 40, workspace: &workspace)
        #expect(workspace.tokenIDs.allSatisfy { Int($0) < tokenizer.idBound })
      }
    }
    #expect(usable > 100)
  }
}
