import Files
import Foundation
import LocalHub
import TestKit
import Testing

/// `--format` of the commands that talk to a hub: one object, or events and the result, or one line.
@Suite struct HubResultTests {
  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func withHub(_ body: (Tool, LocalHubServer, TinyPublication) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let environment = ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter", "HF_HUB_CACHE": "cache"]
    try await body(Tool(in: folder.path, environment: environment), server, TinyPublication())
    await server.stop()
  }

  @Test("plan, upload, verify, download and rollback print one object each, with what a script asks for")
  func json() async throws {
    try await withHub { tool, server, publication in
      func run(_ arguments: [String], status: Int32 = 0) async throws -> [String: Any] {
        let result = try await tool.run(arguments + ["--format", "json"])
        #expect(result.status == status, "\(arguments): \(result.errors)")
        let found = try object(result.output)
        #expect(found["schema"] as? String == "hfpub/result/1")
        #expect(found["command"] as? String == arguments[0])
        #expect(found["ok"] as? Bool == (status == 0))
        #expect(found["exit"] as? Int == Int(status))
        #expect(found["retryable"] as? Bool == false)
        #expect(!result.output.contains("hf_testwriter"))
        #expect(!result.output.contains("\u{1B}"))
        return found
      }
      let upload = ["upload", publication.folder, "--repo", "acme/a"]
      let plan = try await run(["plan", publication.folder, "--repo", "acme/a", "-o", "plan.json"])
      #expect(plan["outcome"] as? String == "planned")
      #expect(plan["path"] as? String == "plan.json")
      #expect(plan["remote_state"] == nil)
      #expect((plan["plan"] as? [String: Any])?["add"] as? Int ?? 0 > 5)
      let refused = try await run(upload, status: 5)
      #expect(refused["remote_state"] as? String == "untouched")
      #expect((refused["error"] as? [String: Any])?["code"] as? String == "publishing.repository-missing")
      let done = try await run(upload + ["--create"])
      let commit = try #require(done["commit"] as? String)
      #expect(done["outcome"] as? String == "published")
      #expect(done["remote_state"] as? String == "committed")
      #expect(done["url"] as? String == "\(server.url)/acme/a/commit/\(commit)")
      #expect(done["path"] as? String == "build/minilm-static/publish-receipt.json")
      #expect((done["checks"] as? [Any])?.count ?? 0 > 50)
      let same = try await run(upload)
      #expect(same["outcome"] as? String == "up_to_date")
      #expect(same["commit"] as? String == commit)
      #expect((same["plan"] as? [String: Any])?["up_to_date"] as? Bool == true)
      let verified = try await run(["verify", "acme/a"])
      #expect(verified["outcome"] as? String == "verified")
      #expect(verified["receipt_commit"] as? String == commit)
      #expect((verified["checks"] as? [[String: Any]])?.contains { $0["code"] as? String == "vectors" } == true)
      let downloaded = try await run(["download", "acme/a", "--to", "out"])
      #expect((downloaded["path"] as? String)?.hasSuffix("/out") == true)
      #expect(downloaded["commit"] as? String == commit)
      let rolled = try await run(["rollback", "acme/a", "--to", commit])
      #expect(rolled["outcome"] as? String == "up_to_date")
      let foreign = try await run(["rollback", "acme/a", "--to", "abcdef1"], status: 5)
      #expect(foreign["remote_state"] as? String == "untouched")
    }
  }

  @Test("an upload streams its steps and files, and the result is the last line")
  func lines() async throws {
    try await withHub { tool, _, publication in
      let result = try await tool.run("upload", publication.folder, "--rehearse", "--format", "jsonl")
      #expect(result.status == 0)
      let events = try result.output.split(separator: "\n").map { try object($0) }
      #expect(events.allSatisfy { $0["schema"] as? String == "hfpub/event/1" })
      let names = events.compactMap { $0["event"] as? String }
      #expect(Set(names).isSuperset(of: ["phase", "file", "check", "result"]))
      #expect(names.firstIndex(of: "result") == names.count - 1)
      let phases = events.compactMap { $0["phase"] as? String }
      for phase in ["validating", "planning", "sending", "committing", "fetching"] {
        #expect(phases.contains(phase), "\(phase)")
      }
      #expect((events.last?["url"] as? String)?.contains("/commit/") == true)
    }
  }

  @Test("quiet prints one line, and nothing but errors beside it")
  func quiet() async throws {
    try await withHub { tool, server, publication in
      func run(_ arguments: String...) async throws -> Tool.Result {
        try await tool.run(arguments + ["--format", "quiet"])
      }
      let uploaded = try await run("upload", publication.folder, "--repo", "acme/a", "--create")
      #expect(uploaded.output.hasPrefix("\(server.url)/acme/a/commit/"))
      let again = try await run("upload", publication.folder, "--repo", "acme/a")
      #expect(again.output == uploaded.output)
      let verified = try await run("verify", "acme/a")
      #expect(uploaded.output.hasSuffix("/" + verified.output))
      let downloaded = try await run("download", "acme/a")
      #expect(downloaded.output.contains("/cache/models--acme--a/snapshots/"))
      let planned = try await run("plan", publication.folder, "--repo", "acme/a")
      #expect(planned.output.contains(" same"), "\(planned.output)")
      for result in [uploaded, again, verified, downloaded, planned] {
        #expect(result.status == 0)
        #expect(result.errors.isEmpty, "\(result.errors)")
        #expect(result.output.split(separator: "\n").count == 1)
      }
      let failed = try await run("verify", "acme/none")
      #expect(failed.status == 5)
      #expect(failed.output.isEmpty)
      #expect(failed.errors.hasPrefix("error[hub.repository-not-found]"))
    }
  }

  @Test("wrong usage and an interruption are objects, too")
  func ends() async throws {
    let usage = try await Tool().run("upload", "--no-such", "--format", "json")
    #expect(usage.status == 2)
    let wrong = try object(usage.output)
    #expect(wrong["command"] as? String == "upload")
    #expect((wrong["error"] as? [String: Any])?["code"] as? String == "command.usage")
    let nowhere = try await Tool().run("plan", SampleCopy.original, "--format=jsonl")
    #expect(nowhere.status == 2)
    #expect(try object(nowhere.output)["event"] as? String == "result")

    let upload = RunningTool()
    let server = try ScriptedServer { _ in
      upload.signal(SIGTERM)
      return .silence
    }
    defer { server.stop() }
    let ended = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_x"])
      .run(["upload", "--repo", "acme/a", "--format", "json"]) { upload.started($0) }
    #expect(ended.status == 143)
    let found = try object(ended.output)
    #expect(found["retryable"] as? Bool == true)
    #expect(found["remote_state"] as? String == "untouched")
    #expect((found["error"] as? [String: Any])?["code"] as? String == "command.terminated")
    #expect(ended.errors.hasSuffix("Terminated.\n  remote: nothing was changed.\n"))
  }

  @Test("colours come when they are asked for, and say nothing alone")
  func colors() async throws {
    let plain = try await Tool().run("validate", "--color", "never")
    let coloured = try await Tool().run("validate", "--color", "always")
    #expect(coloured.output.contains("\u{1B}[1;32mpass  \u{1B}[0m"))
    let bare = coloured.output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(bare == plain.output)
  }
}
