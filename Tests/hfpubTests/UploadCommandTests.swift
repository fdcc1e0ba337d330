import Files
import Foundation
import LocalHub
import TestKit
import Testing

@Suite struct UploadCommandTests {
  @Test("a rehearsal goes the whole way and prints the commit's address")
  func rehearsal() async throws {
    let result = try await Tool().run("upload", "--rehearse")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("http://127.0.0.1:"))
    #expect(result.output.contains("/rehearsal/minilm-static/commit/"))
    for step in ["Validating", "Rendering", "Creating", "Planning", "Sending", "Committing", "Fetching", "Comparing"] {
      #expect(result.errors.contains(step), "\(step)")
    }
    #expect(result.errors.contains("bit for bit"))
  }

  @Test("a second upload of the same files sends nothing, makes no commit and says so")
  func twice() async throws {
    let folder = try TemporaryFolder()
    let first = try await Tool().run("upload", "--rehearse", "--store", "\(folder.path)/hub")
    let second = try await Tool().run("upload", "--rehearse", "--store", "\(folder.path)/hub")
    #expect(first.status == 0)
    #expect(second.status == 0)
    #expect(second.output.isEmpty)
    #expect(second.errors.contains("nothing to send"))
    #expect(!second.errors.contains("Committing"))
  }

  private func withHub(_ body: (LocalHubServer, TemporaryFolder) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [
          LocalHubAccount(token: "hf_testwriter", userName: "acme"),
          LocalHubAccount(token: "hf_testreader", userName: "acme", role: .read),
        ]
      )
    )
    try await body(server, folder)
    await server.stop()
  }

  private func upload(_ server: LocalHubServer, token: String?, _ arguments: String...) async throws -> Tool.Result {
    var environment = ["HF_ENDPOINT": server.url]
    environment["HF_TOKEN"] = token
    return try await Tool(environment: environment).run(["upload"] + arguments)
  }

  @Test("a repository that does not exist is not created unasked")
  func missing() async throws {
    try await withHub { server, _ in
      let result = try await upload(server, token: "hf_testwriter", "--repo", "acme/none")
      #expect(result.status == 5)
      #expect(result.errors.contains("cannot upload to acme/none"))
      #expect(result.errors.contains("add --create"))
      #expect(result.errors.contains("remote: nothing was changed."))
      #expect(result.output.isEmpty)
    }
  }

  @Test("a wrong token, a token that may only read, and no token each have their words")
  func tokens() async throws {
    try await withHub { server, _ in
      let wrong = try await upload(server, token: "hf_somebody", "--repo", "acme/a", "--create")
      #expect(wrong.status == 4)
      #expect(wrong.errors.contains("401"))
      let reader = try await upload(server, token: "hf_testreader", "--repo", "acme/a", "--create")
      #expect(reader.status == 4)
      #expect(
        reader.errors.contains(
          """
          error[hub.forbidden]: cannot create the repository acme/a
            why: the token lacks the right to create repositories of acme: the token's role is read
            fix: Use a token that may write to everything of acme (\(server.url)/settings/tokens), or create
          """
        )
      )
      let none = try await upload(server, token: nil, "--repo", "acme/a", "--create")
      #expect(none.status == 4)
      #expect(none.errors.contains("HF_TOKEN"))
      #expect(!none.errors.contains("Validating"))
      for result in [wrong, reader, none] {
        #expect(!result.errors.contains("Planning"))
        #expect(!result.errors.contains("hf_some"))
        #expect(!result.errors.contains("hf_test"))
      }
    }
  }

  @Test("the missing right to publish a large model is named with its repository before the model is looked at")
  func missingRight() async throws {
    let sample = try SampleCopy()
    try await withHub { server, _ in
      #expect(try await upload(server, token: "hf_testwriter", "--repo", "acme/a", "--create").status == 0)
      // Two gigabytes of nothing, which would take seconds to read and are no model.
      #expect(truncate("\(sample.folder)/model/model.safetensors", 2 << 30) == 0)
      let result = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testreader"])
        .run(["upload", sample.folder, "--repo", "acme/a"])
      #expect(result.status == 4)
      #expect(
        result.errors.contains(
          """
          error[hub.forbidden]: cannot write to acme/a
            why: the token lacks the right to write (repo.write) to acme/a: the token's role is read
            fix: Use a token with write access to acme/a (\(server.url)/settings/tokens), and check the account's quota.
            remote: nothing was changed.

          """
        ),
        "\(result.errors)"
      )
      for word in ["Validating", "Rendering", "Planning"] { #expect(!result.errors.contains(word)) }
    }
  }

  @Test("a changed card is one change; everything else stays the same")
  func change() async throws {
    let sample = try SampleCopy()
    try await withHub { server, _ in
      let environment = ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"]
      let arguments = ["upload", sample.folder, "--repo", "acme/a", "--create"]
      #expect(try await Tool(environment: environment).run(arguments).status == 0)
      try sample.replace("title: MiniLM static", with: "title: Another MiniLM static")
      let result = try await Tool(environment: environment).run(arguments)
      #expect(result.status == 0)
      #expect(result.errors.contains("change  README.md"))
      #expect(result.errors.contains("change  BENCHMARKS.md"))
      #expect(result.errors.contains("same    model.safetensors"))
      #expect(result.errors.contains("3 of"))
    }
  }

  @Test("a closed port is an error that names the address")
  func closedPort() async throws {
    let result = try await Tool(environment: ["HF_ENDPOINT": "http://127.0.0.1:9", "HF_TOKEN": "hf_x"])
      .run("upload", "--repo", "acme/a")
    #expect(result.status == 6)
    #expect(result.errors.contains("127.0.0.1:9"))
    #expect(result.errors.contains("nothing was changed"))
  }

  @Test("a server that answers HTML is recognised by its title")
  func html() async throws {
    let server = try ScriptedServer { _ in
      .text("<html><head><title>Sign in</title></head></html>", headers: ["Content-Type": "text/html"])
    }
    defer { server.stop() }
    let result = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_x"])
      .run("upload", "--repo", "acme/a")
    #expect(result.status == 6)
    #expect(result.errors.contains("Sign in"))
    #expect(result.errors.contains("not JSON"))
  }

  @Test("a publication that names its repository does not go to another")
  func otherRepository() async throws {
    let sample = try SampleCopy()
    try sample.replace("name: minilm-static", with: "name: minilm-static\nrepo: acme/home")
    let result = try await Tool().run("upload", sample.folder, "--repo", "acme/other", "--rehearse")
    #expect(result.status == 2)
    #expect(result.errors.contains("acme/home"))
  }
}
