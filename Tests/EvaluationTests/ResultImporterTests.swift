import Evaluation
import Files
import Findings
import Testing

@Suite struct ResultImporterTests {
  private func read(_ text: String) throws -> ImportedResult {
    try ResultImporter.read(Array(text.utf8), file: "x")
  }

  @Test("the founding project's file gives its scores and leaves the rivals' out")
  func founding() throws {
    let result = try read(
      """
      {"model": "models/m", "dimensions": 1024, "overall_quality": 0.68, "individual_scores": {"code": 0.84},
       "assessment": "GOOD", "comparison": {"rival": {"quality": 0.66}, "other": 0.7}, "date": "2025-10-19T08:00:00"}
      """
    )
    #expect(result.format == .founding)
    #expect(result.modelName == "models/m")
    #expect(result.date == "2025-10-19")
    #expect(result.figures.map(\.metric) == ["overall_quality", "code"])
    #expect(result.figures.map(\.value) == [0.68, 0.84])
    #expect(result.figures.map(\.place) == ["overall_quality", "individual_scores.code"])
    #expect(result.figures.map(\.unit) == [.share, .share])
    #expect(result.freshness(for: FileDigests(of: []).sha256) == .unknown)
  }

  @Test("a stated hash ties figures to a model, or shows that they are stale")
  func freshness() throws {
    let digest = FileDigests(of: []).sha256
    let result = try read("{\"metrics\": {\"a\": 1}, \"sha256\": \"\(digest.hex)\"}")
    #expect(result.freshness(for: digest) == .current)
    #expect(result.freshness(for: FileDigests(of: [1]).sha256) == .stale)
  }

  @Test("mteb's task results give a figure a split and subset")
  func mteb() throws {
    let result = try read(
      """
      {"dataset_revision": "abc", "task_name": "STS17", "mteb_version": "1.39.7", "scores": {"test": [
        {"main_score": 0.61, "hf_subset": "en-en", "languages": ["eng-Latn"], "cosine": {"spearman": 0.61}},
        {"main_score": -0.02, "hf_subset": "ar-ar"}]}, "kg_co2_emissions": null}
      """
    )
    #expect(result.format == .mteb)
    #expect(result.protocolID == "mteb/1.39.7")
    #expect(result.figures.map(\.subset) == ["test/en-en", "test/ar-ar"])
    #expect(result.figures.map(\.value) == [0.61, -0.02])
    #expect(result.figures[0].task == "STS17")
    #expect(result.figures[0].version == "abc")
    #expect(result.figures[1].place == "scores.test[1].main_score")
  }

  @Test("of an evaluator's table the last row counts")
  func table() throws {
    let result = try read("epoch,steps,cosine_pearson,cosine_spearman\r\n0,100,0.1,0.2\r\n1,-1,0.5,0.6\r\n\r\n")
    #expect(result.format == .sentenceTransformers)
    #expect(result.figures.map(\.metric) == ["cosine_pearson", "cosine_spearman"])
    #expect(result.figures.map(\.value) == [0.5, 0.6])
    #expect(result.figures[1].place == "row 3, column cosine_spearman")
    #expect(result.figures[1].subset == "epoch 1, steps -1")
  }

  @Test("the harness's figures keep filter, standard error, version and shots")
  func harness() throws {
    let result = try read(
      """
      {"results": {"arc": {"alias": "arc", "acc,none": 0.25, "acc_stderr,none": 0.01, "acc_norm,none": 0.3,
        "acc_norm_stderr,none": "N/A", "sample_len": 99}, "wiki": {"word_perplexity,none": 21.5, "x": "N/A"}},
       "versions": {"arc": 1.0, "wiki": "2"}, "n-shot": {"arc": 5}, "git_hash": "deadbee", "date": 1760832000.25,
       "model_name": "m"}
      """
    )
    #expect(result.format == .harness)
    #expect(result.protocolID == "lm-evaluation-harness/deadbee")
    #expect(result.date == "2025-10-19")
    #expect(result.figures.map(\.metric) == ["acc", "acc_norm", "word_perplexity"])
    #expect(result.figures.map(\.standardError) == [0.01, nil, nil])
    #expect(result.figures.map(\.version) == ["version 1.0, 5-shot", "version 1.0, 5-shot", "version 2"])
    #expect(result.figures.map(\.unit) == [.share, .share, .unstated])
    #expect(result.figures.map(\.subset) == ["none", "none", "none"])
  }

  @Test("a leap day is a day")
  func leapDay() throws {
    for (seconds, day) in [(1_709_164_800, "2024-02-29"), (0, "1970-01-01"), (4_102_444_799, "2099-12-31")] {
      let text = "{\"results\": {\"t\": {\"acc\": 1}}, \"git_hash\": 7, \"date\": \(seconds)}"
      #expect(try read(text).date == day)
    }
  }

  @Test("what is wrong is said with what was seen and where")
  func refused() {
    let cases: [(String, EvaluationError.Code, String)] = [
      ("", .unknownFormat, "it begins with \"\"; expected JSON"),
      ("a,b,c\n1,2,3", .unknownFormat, "it begins with \"a,b,c\"; expected JSON"),
      ("epoch,steps,m", .malformed, "there is no row below the names of the columns"),
      ("epoch,steps,m\n1,2", .malformed, "the row has 2 cells; expected 3"),
      ("epoch,steps,m\n1,2,x", .wrongValue, "m is \"x\"; expected a number"),
      ("epoch,steps,m\n1,2,nan", .wrongValue, "m is \"nan\"; expected a number"),
      ("[1]", .wrongValue, "the whole is a list; expected an object"),
      ("{\"a\": \"b\"}", .wrongValue, "it is of founding and holds no figure"),
      ("{\"scores\": {\"a\": \"b\"}}", .wrongValue, "`scores.a` is the text \"b\"; expected a number"),
      ("{\"metrics\": 3}", .wrongValue, "`metrics` is the number 3; expected an object"),
      ("{\"a\": 1, \"model\": 3}", .wrongValue, "`model` is the number 3; expected a text"),
      ("{\"a\": 1, \"date\": \"yesterday\"}", .wrongValue, "expected a day such as"),
      ("{\"task_name\": \"t\", \"scores\": {}}", .wrongValue, "it is of mteb and holds no figure"),
      (
        "{\"task_name\": \"t\", \"scores\": {\"test\": {}}}", .wrongValue, "`scores.test` is an object; expected a list"
      ),
      ("{\"task_name\": \"t\", \"scores\": {\"test\": [{}]}}", .wrongValue, "an object without \"main_score\""),
      ("{\"mteb_dataset_name\": \"t\"}", .unknownFormat, "results of an older mteb; expected results of mteb 1.11"),
      ("{\"schema\": 1, \"runs\": []}", .wrongValue, "an object without \"tool\""),
      ("{\"results\": {\"t\": {\"acc\": []}}, \"versions\": {}}", .wrongValue, "`results.t.acc` is an empty list"),
      ("{\"results\": {\"t\": {\"acc\": 1}}, \"versions\": {}, \"date\": -5}", .wrongValue, "expected seconds since"),
      ("{\"a\": 1", .malformed, "the text ends"),
    ]
    for (text, code, reason) in cases {
      let error = #expect(throws: EvaluationError.self, "\(text)") { try read(text) }
      #expect(error?.code == code, "\(text)")
      #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
      #expect(error?.exitStatus == .localInput)
    }
    let latin = #expect(throws: EvaluationError.self) { try ResultImporter.read([0x65, 0xFF], file: "x") }
    #expect(latin?.reason == "it is not UTF-8 text")
  }
}
