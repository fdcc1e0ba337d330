import Files
import Foundation
import LocalHub
import TestKit
import Testing

/// One login for hfpub and the official client.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct LoginComparisonTests {
  private static let look = """
    from huggingface_hub import get_token
    from huggingface_hub.utils import get_stored_tokens
    print(get_token(), sorted(get_stored_tokens().items()))
    """

  @Test("the token that one keeps is the token of the other, by every way to name its place")
  func together() async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [
          LocalHubAccount(token: "hf_testwriter", userName: "acme"),
          LocalHubAccount(token: "hf_testreader", userName: "other", role: .read),
        ]
      )
    )
    for (index, variable) in ["HF_HOME", "XDG_CACHE_HOME", "HF_TOKEN_PATH"].enumerated() {
      // The client's own default is in the way only where it is the one to be tested.
      var variables = ["HF_ENDPOINT": server.url, "HF_HOME": "$XDG_CACHE_HOME/huggingface"]
      variables[variable] = "\(folder.path)/place\(index)"
      if variable == "HF_TOKEN_PATH" { variables["HF_HOME"] = "\(folder.path)/elsewhere" }
      let tool = Tool(environment: variables)
      let login = try await tool.run("login", input: "hf_testwriter\n")
      #expect(login.status == 0, "\(login.errors)")
      func python(_ program: String) async throws -> String {
        try await Python.run(["-c", program], in: folder.path, environment: variables)
      }
      #expect(
        try await python(Self.look).hasSuffix("hf_testwriter [('embedded hub', 'hf_testwriter')]\n"),
        "\(variable)"
      )
      // The other way round, and what hfpub kept is still there.
      _ = try await python("from huggingface_hub import login; login('hf_testreader')")
      #expect(try await tool.run("whoami").output.hasPrefix("other\n"))
      _ = try await python(
        "from huggingface_hub.utils._auth import _save_token; _save_token('hf_third', 'a name: with = ünïcode')"
      )
      let names = try await tool.run("whoami")
      #expect(names.output.contains("“a name: with = ünïcode”\n"), "\(names.output)")
      #expect(try await tool.run("login", input: "hf_testwriter").status == 0)
      let seen = try await python(Self.look)
      #expect(seen.contains("'hf_third'") && seen.contains("hf_testwriter ["), "\(seen)")
      #expect(try await tool.run("logout").status == 0)
      #expect(try await python(Self.look).hasSuffix("None []\n"))
    }
    await server.stop()
  }
}
