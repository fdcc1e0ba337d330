import Files
import Foundation
import LocalHub
import TestKit
import Testing

@Suite struct IdentityCommandTests {
  private func withHub(_ body: (LocalHubServer, TemporaryFolder) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [
          LocalHubAccount(token: "hf_testwriter", userName: "acme", namespaces: ["team"]),
          LocalHubAccount(token: "hf_testreader", userName: "acme", role: .read),
        ]
      )
    )
    try await body(server, folder)
    await server.stop()
  }

  private func tool(_ url: String, _ folder: TemporaryFolder, _ variables: [String: String] = [:]) -> Tool {
    Tool(environment: ["HF_ENDPOINT": url, "HOME": folder.path].merging(variables) { _, new in new })
  }

  @Test("a token from standard input is checked, kept, used and removed, and never shown")
  func wholeWay() async throws {
    try await withHub { server, folder in
      let tool = tool(server.url, folder)
      let login = try await tool.run("login", input: " hf_testwriter\r\n")
      #expect(login.status == 0, "\(login.errors)")
      #expect(login.output == "Logged in to \(server.url) as acme, token “embedded hub”, role write\n")
      #expect(login.errors == "    Keeping  the token in ~/.cache/huggingface/token\n")
      #expect(try LocalFiles.readText("\(folder.path)/.cache/huggingface/token") == "hf_testwriter")

      let text = try await tool.run("whoami")
      #expect(
        text.output == """
          acme
            organizations  team (write)
            token          “embedded hub”, role write, from the file ~/.cache/huggingface/token
            endpoint       \(server.url)
            stored tokens  “embedded hub”, in use

          """
      )
      let json = try await tool.run("whoami", "--format", "json")
      let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(report["name"] as? String == "acme")
      #expect((report["token"] as? [String: String])?["source"] == "the file ~/.cache/huggingface/token")
      #expect((report["organizations"] as? [[String: String]]) == [["name": "team", "role": "write"]])

      let logout = try await tool.run("logout")
      #expect(logout.status == 0)
      #expect(logout.output == "Removed ~/.cache/huggingface/token\nRemoved ~/.cache/huggingface/stored_tokens\n")
      #expect(try LocalFiles.list("\(folder.path)/.cache/huggingface").isEmpty)
      let again = try await tool.run("logout")
      #expect(again.status == 0)
      #expect(again.errors == "There is no token file: nothing to remove.\n")
      let nobody = try await tool.run("whoami")
      #expect(nobody.status == 4)
      #expect(nobody.errors.contains("fix: Run `hfpub login`, or set HF_TOKEN."))
      for result in [login, text, json, logout, again, nobody] {
        #expect(!(result.output + result.errors).contains("hf_test"))
      }
    }
  }

  @Test(
    "a token that does not work is not kept, and what was there stays",
    arguments: [
      ("hf_somebodyelse", "error[hub.unauthorized]: cannot log in, nothing was kept: "),
      ("", "error[hub.no-token]: cannot log in\n  why: there is no token on standard input"),
      ("two words", "error[hub.unauthorized]: cannot use the token from standard input"),
      ("api_org_something", "why: this is a token of an organization, which the Hub takes from no user"),
      (String(repeating: "a", count: 5000), "why: more than 4096 bytes are on standard input, which no token has"),
    ]
  )
  func refused(input: String, words: String) async throws {
    try await withHub { server, folder in
      let tool = tool(server.url, folder)
      #expect(try await tool.run("login", input: "hf_testwriter").status == 0)
      let result = try await tool.run("login", input: input)
      #expect(result.status == 4)
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(!result.errors.contains("hf_somebodyelse"))
      #expect(try LocalFiles.readText("\(folder.path)/.cache/huggingface/token") == "hf_testwriter")
    }
  }

  @Test("a token in the environment that goes before the files is named by login and logout")
  func environment() async throws {
    try await withHub { server, folder in
      let tool = tool(server.url, folder, ["HF_TOKEN": "hf_testwriter"])
      let login = try await tool.run("login", input: "hf_testreader\n")
      #expect(login.errors.contains("note: this token may only read; to upload, make one that may write\n"))
      #expect(
        login.errors.hasSuffix("note: HF_TOKEN is set and is used in place of this token; unset it to use this one\n")
      )
      let who = try await tool.run("whoami")
      #expect(who.output.contains("role write, from HF_TOKEN\n"))
      #expect(who.output.contains("stored tokens  “embedded hub”\n"))
      let logout = try await tool.run("logout")
      #expect(logout.status == 0)
      #expect(logout.errors == "note: HF_TOKEN is still set, and every tool goes on using its token; unset it\n")
    }
  }

  @Test("a token on the command line is wrong usage")
  func commandLine() async throws {
    for arguments in [["login", "hf_x"], ["login", "--token", "hf_x"]] {
      #expect(try await Tool().run(arguments).status == 2)
    }
  }
}
