import Files
import Foundation
import LocalHub
import Reports
import TestKit
import Testing

/// What the commands that talk to a hub print, success and failure, against the printed schema.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct HubResultSchemaTests {
  @Test("every result is one object of the schema without a key that it lacks, and every line an event")
  func results() async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let environment = ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter", "HF_HUB_CACHE": "cache"]
    let tool = Tool(in: folder.path, environment: environment)
    let publication = SampleCopy.original
    let runs: [(status: Int32, arguments: [String])] = [
      (0, ["plan", publication, "--repo", "acme/a"]),
      (5, ["upload", publication, "--repo", "acme/a"]),
      (0, ["publish", publication, "--repo", "acme/a", "--create"]),
      (0, ["upload", publication, "--repo", "acme/a"]),
      (0, ["upload", publication, "--rehearse"]),
      (0, ["upload", publication, "--repo", "acme/a", "--dry-run"]),
      (0, ["verify", "acme/a"]),
      (5, ["verify", "acme/none"]),
      (0, ["download", "acme/a", "--to", "out"]),
      (5, ["download", "acme/none"]),
      (5, ["rollback", "acme/a", "--to", "0123456789"]),
      (2, ["rollback", "acme/a", "--to", "main"]),
      (2, ["upload", "--no-such-option"]),
      (2, ["upload", publication]),
    ]
    for format in ["json", "jsonl"] {
      // The second time everything is there already.
      for (number, run) in runs.enumerated() where format == "json" || run.arguments[0] != "publish" {
        let expected: Int32 = format == "jsonl" && number == 1 ? 0 : run.status
        let result = try await tool.run(run.arguments + ["--format", format])
        #expect(result.status == expected, "\(run.arguments): \(result.errors)")
        try save(result.output, "\(folder.path)/results/\(number).\(format)")
      }
    }
    await server.stop()
    try save(ReportSchema.text, "\(folder.path)/results/schema.txt")
    try save(Self.program, "\(folder.path)/results/check.py")
    let output = try await Python.run(["check.py"], in: "\(folder.path)/results")
    #expect(output == "\(runs.count * 2 - 1) results are valid\n")
  }

  private func save(_ text: String, _ path: String) throws {
    try LocalFiles.makeFolder(LocalFiles.parent(of: path) ?? ".")
    try LocalFiles.writeAtomically(Array(text.utf8), to: path)
  }

  private static let program = """
    import glob, json
    from jsonschema import Draft202012Validator

    schema = json.load(open("schema.txt", encoding="utf-8"))
    events = Draft202012Validator({**schema["$defs"]["event"], "$defs": schema["$defs"]})

    def closed(part):
        if isinstance(part, list):
            return [closed(item) for item in part]
        if not isinstance(part, dict):
            return part
        part = {key: closed(value) for key, value in part.items()}
        if part.get("type") == "object":
            part["additionalProperties"] = False
        return part

    strict = Draft202012Validator(closed(schema))
    count = 0
    for path in glob.glob("*.json"):
        result = json.load(open(path, encoding="utf-8"))
        strict.validate(result)
        assert result["ok"] == (result["exit"] == 0) == ("error" not in result), path
        count += 1
    for path in glob.glob("*.jsonl"):
        lines = [json.loads(line) for line in open(path, encoding="utf-8")]
        for line in lines:
            events.validate(line)
        assert [line["event"] for line in lines].index("result") == len(lines) - 1, path
        count += 1
    print(count, "results are valid")
    """
}
