import Files
import Foundation
import TestKit
import Testing

/// `--format`, `--report`, `--baseline` and `hfpub schema`, as a user meets them.
@Suite struct ReportTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func spoilt() throws -> SampleCopy {
    let sample = try SampleCopy()
    try sample.replace("margin: 0.5,", with: "margin: 0.99,")
    return sample
  }

  @Test("success, findings and a failure are one frame of JSON on standard output")
  func json() async throws {
    let good = try await Tool().run("validate", "--format", "json")
    #expect(good.status == 0)
    let success = try object(good.output)
    #expect(success["schema"] as? String == "hfpub/result/1")
    #expect(success["ok"] as? Bool == true)
    #expect((success["checks"] as? [[String: Any]])?.isEmpty == false)

    let sample = try spoilt()
    let bad = try await Tool().run("validate", sample.folder, "--format", "json")
    #expect(bad.status == 1)
    let found = try object(bad.output)
    #expect(found["ok"] as? Bool == false)
    let finding = try #require((found["findings"] as? [[String: Any]])?.first)
    #expect(finding["code"] as? String == "HFP203")
    #expect(finding["line"] as? Int == 36)

    try sample.replace("\nlicense: apache-2.0", with: "\nlicence: apache-2.0")
    let broken = try await Tool().run("validate", sample.folder, "--format", "json")
    #expect(broken.status == 3)
    let failure = try object(broken.output)
    #expect(failure["exit"] as? Int == 3)
    #expect((failure["error"] as? [String: Any])?["line"] as? Int == 11)
    #expect(broken.errors.contains("hfpub.yaml:11:1: error["))
  }

  @Test("lines of JSON are objects, the result last")
  func lines() async throws {
    let result = try await Tool().run("validate", "--format", "jsonl", "--only", "safety")
    let events = try result.output.split(separator: "\n").map { try object(String($0))["event"] as? String }
    #expect(events.last == "result")
    #expect(events.count > 5)
  }

  @Test("several reports beside the text; one of them to standard output")
  func reports() async throws {
    let sample = try spoilt()
    let folder = try TemporaryFolder()
    let result = try await Tool()
      .run(
        "validate",
        sample.folder,
        "--report",
        "junit=\(folder.path)/new/junit.xml",
        "--report",
        "sarif=\(folder.path)/hfpub.sarif",
        "--report",
        "github=-",
        "--report",
        "markdown=\(folder.path)/sum.md"
      )
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("::error file="))
    #expect(result.output.contains("\nNot valid: "))
    #expect(try LocalFiles.readText("\(folder.path)/new/junit.xml").contains("<failure type=\"HFP203\""))
    #expect(try object(LocalFiles.readText("\(folder.path)/hfpub.sarif"))["version"] as? String == "2.1.0")
    #expect(try LocalFiles.readText("\(folder.path)/sum.md").contains("### hfpub validate: 1 check failed"))
  }

  @Test("a report is not written into the model's folder, and the run fails")
  func modelFolder() async throws {
    let sample = try SampleCopy()
    let result = try await Tool().run("validate", sample.folder, "--report", "json=\(sample.folder)/model/new/x.json")
    #expect(result.status == 2)
    #expect(result.errors.contains("which hfpub only reads"))
    #expect(LocalFiles.kind("\(sample.folder)/model/new") == nil)
  }

  @Test("what the baseline has does not fail; what is new does, and secrets always")
  func baseline() async throws {
    let sample = try spoilt()
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/old.json"
    #expect(try await Tool().run("validate", sample.folder, "--report", "json=\(file)").status == 1)
    let again = try await Tool().run("validate", sample.folder, "--baseline", file)
    #expect(again.status == 0)
    #expect(again.output.contains("Not counted: 1 finding that the baseline has already.\n"))

    let token = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"
    try Data("token=\(token)\n".utf8).write(to: URL(fileURLWithPath: "\(sample.folder)/model/.env"))
    for _ in 0..<2 {
      let secret = try await Tool().run("validate", sample.folder, "--baseline", file, "--report", "json=\(file)")
      #expect(secret.status == 1)
      #expect(secret.output.contains("error[HFP701]"))
      #expect(!secret.output.contains(token))
      #expect(try !LocalFiles.readText(file).contains(token))
    }
    let missing = try await Tool().run("validate", "--baseline", "\(folder.path)/nothing.json")
    #expect(missing.status == 8)
  }

  @Test("a card is judged with the same forms")
  func lint() async throws {
    let folder = try TemporaryFolder()
    let card = "\(folder.path)/README.md"
    try Data("# A\n\n[x](no.md)\n".utf8).write(to: URL(fileURLWithPath: card))
    let result = try await Tool().run("lint-card", card, "--format", "json")
    #expect(result.status == 1)
    let found = try object(result.output)
    #expect(found["command"] as? String == "lint-card")
    let codes = (found["findings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
    #expect(codes?.contains("HFP606") == true)
    #expect((found["not_checked"] as? [String])?.count == 2)
  }

  @Test("warnings fail when asked for")
  func warnings() async throws {
    let sample = try SampleCopy()
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(sample.folder)/model/.npmrc"))
    #expect(try await Tool().run("validate", sample.folder).status == 0)
    let strict = try await Tool().run("validate", sample.folder, "--fail-on", "warning")
    #expect(strict.status == 1)
    #expect(strict.output.contains("Not valid: 0 of"))
  }

  @Test("wrong kinds, missing paths and two things for one standard output are wrong usage")
  func usage() async throws {
    for arguments in [
      ["--report", "pdf=x"], ["--report", "json"], ["--report", "json="], ["--format", "xml"],
      ["--format", "json", "--report", "github=-"], ["--report", "json=-", "--report", "github=-"],
    ] {
      let result = try await Tool().run(["validate"] + arguments)
      #expect(result.status == 2, "\(arguments)")
      // Who asks for JSON gets wrong usage as JSON, too.
      #expect(result.output.isEmpty == (arguments.prefix(2) != ["--format", "json"]))
    }
  }

  @Test("the schema is printed as JSON")
  func schema() async throws {
    let result = try await Tool().run("schema")
    #expect(result.status == 0)
    #expect(try object(result.output)["$id"] as? String == "urn:hfpub:result:1")
  }
}
