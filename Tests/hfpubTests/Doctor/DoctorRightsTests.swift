import Files
import Glibc
import LocalHub
import TestKit
import Testing

/// What `hfpub doctor` says of tokens and repositories, against embedded hubs.
@Suite struct DoctorRightsTests: DoctorTesting {
  // MARK: Tokens

  @Test("a token that may write: account, rights, clock, a public and a private repository")
  func writer() async throws {
    try await withHub { server in
      try await make("open", on: server)
      try await make("hidden", on: server, isPrivate: true)
      let result = try await doctor(server.url, token: Self.writer, "--repo", "acme/open")
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(fact("endpoint", in: result) == "ok endpoint \(server.url), from HF_ENDPOINT")
      #expect(fact("server", in: result).contains(#/^ok server answers in \d+ ms$/#))
      #expect(fact("token", in: result) == "ok token a user access token, from HF_TOKEN")
      #expect(fact("account", in: result) == "ok account acme (user), token “embedded hub”")
      #expect(fact("rights", in: result) == "ok rights role write")
      #expect(fact("clock", in: result).contains(#/^ok clock \d s from the server's$/#))
      #expect(fact("repository", in: result).contains("ok repository exists, public"))
      #expect(fact("write access", in: result) == "ok write access yes, the server says")
      let hidden = try await doctor(server.url, token: Self.writer, "--repo", "acme/hidden")
      #expect(fact("repository", in: hidden).contains("ok repository exists, private"))
    }
  }

  @Test("a token that may only read is a warning, and a failure for a repository")
  func reader() async throws {
    try await withHub { server in
      try await make("open", on: server)
      let alone = try await doctor(server.url, token: Self.reader)
      #expect(alone.status == 0)
      #expect(fact("rights", in: alone).hasPrefix("warn rights role read: it cannot upload fix: "))
      #expect(fact("rights", in: alone).contains("at \(server.url)/settings/tokens."))
      let result = try await doctor(server.url, token: Self.reader, "--repo", "acme/open")
      #expect(result.status == 1)
      #expect(fact("write access", in: result).hasPrefix("FAIL write access no: the token's role is read fix: "))
    }
  }

  @Test("a token that the server refuses is a failure, and its repository is not asked about")
  func refused() async throws {
    try await withHub { server in
      let result = try await doctor(server.url, token: "hf_wrong0815secret", "--repo", "acme/open")
      #expect(result.status == 1)
      #expect(
        fact("account", in: result).hasPrefix("FAIL account the token is refused: it is wrong, expired or revoked")
      )
      #expect(fact("account", in: result).contains("fix: Create a new token"))
      #expect(fact("repository", in: result) == "- repository not checked: the token is refused")
    }
  }

  @Test("no token is a warning that says where it was looked for, and a failure only for writing")
  func noToken() async throws {
    try await withHub { server in
      try await make("open", on: server)
      let alone = try await doctor(server.url, token: nil)
      #expect(alone.status == 0)
      #expect(
        fact("token", in: alone).hasPrefix("warn token none: HF_TOKEN is not set and there is no token file fix: ")
      )
      #expect(fact("server", in: alone).hasPrefix("ok server answers"))
      #expect(fact("account", in: alone) == "- account not checked: there is no token")
      let result = try await doctor(server.url, token: nil, "--repo", "acme/open")
      #expect(result.status == 1)
      #expect(fact("repository", in: result).contains("ok repository exists, public"))
      #expect(fact("write access", in: result).hasPrefix("FAIL write access no: there is no token"))
      let disabled = try await doctor(
        server.url,
        token: Self.writer,
        with: ["HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]
      )
      #expect(fact("token", in: disabled).hasPrefix("warn token not looked for: HF_HUB_DISABLE_IMPLICIT_TOKEN is set"))
    }
  }

  @Test("a token file that others can read is a warning, one for this user only is well, a damaged one a failure")
  func tokenFile() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/token"
    func run(_ text: String, mode: mode_t) async throws -> Tool.Result {
      try LocalFiles.writeAtomically(Array(text.utf8), to: file, mode: mode)
      chmod(file, mode)
      let result = try await Tool(environment: ["HF_TOKEN_PATH": file]).run("doctor", "--offline")
      #expect(!result.output.contains("testwriter"))
      return result
    }
    let open = try await run("\(Self.writer)\n", mode: 0o644)
    #expect(open.status == 0)
    #expect(fact("token", in: open) == "ok token a user access token, from the file \(file)")
    #expect(
      fact("token file", in: open)
        == "warn token file \(file) can be read by other users of this machine fix: chmod 600 \(file)"
    )
    let own = try await run("\(Self.writer)\n", mode: 0o600)
    #expect(fact("token file", in: own) == "ok token file only this user can read it")
    let damaged = try await run("\(Self.writer) and more\n", mode: 0o600)
    #expect(damaged.status == 1)
    #expect(fact("token", in: damaged).contains("it holds a blank"))
  }

  @Test("a fine-grained token is shown with its scopes, which answer where the server has no check of its own")
  func fineGrained() async throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/api/whoami-v2":
        .json(
          """
          {"type":"user","name":"acme","orgs":[],"auth":{"type":"access_token","accessToken":{"displayName":"\u{202E}ci",
          "role":"fineGrained","fineGrained":{"global":[],"scoped":[
          {"entity":{"_id":"1","type":"model","name":"acme/tiny"},"permissions":["repo.content.read","repo.write"]},
          {"entity":{"_id":"2","type":"user","name":"acme"},"permissions":["repo.content.read"]}]}}}}
          """
        )
      case "/api/models/acme/tiny": .json(#"{"id":"acme/tiny","private":false,"gated":"manual"}"#)
      case "/api/models/acme/old": .json(#"{"id":"acme/new","private":true,"sha":"0123456789abcdef"}"#)
      case "/api/models/acme/TINY": .json(#"{"id":"acme/tiny"}"#)
      default: .json(#"{"error":"Not Found"}"#, status: 404)
      }
    }
    let tiny = try await doctor(server.url, token: Self.writer, "--repo", "acme/tiny")
    #expect(tiny.status == 0)
    #expect(
      fact("rights", in: tiny)
        == "ok rights fine-grained: repo.content.read, repo.write on the model acme/tiny; repo.content.read on the user acme"
    )
    #expect(!tiny.output.contains("\u{202E}"))
    #expect(fact("repository", in: tiny) == "ok repository exists, public, gated: its owner lets people in one by one")
    #expect(
      fact("write access", in: tiny)
        == "ok write access yes, by what the account says: the token has repo.write on the model acme/tiny"
    )
    #expect(fact("clock", in: tiny) == "- clock not checked: the server does not tell its time")
    let old = try await doctor(server.url, token: Self.writer, "--repo", "acme/old")
    #expect(old.status == 1)
    #expect(fact("repository", in: old) == "ok repository exists, private, head 0123456")
    #expect(
      fact("name", in: old).hasPrefix("warn name it was renamed: acme/old leads to acme/new fix: Say --repo acme/new")
    )
    #expect(fact("write access", in: old).hasPrefix("FAIL write access no: the token has no repo.write there"))
    let spelled = try await doctor(server.url, token: Self.writer, "--repo", "acme/TINY")
    #expect(fact("name", in: spelled).hasPrefix("warn name the Hub spells it acme/tiny"))
  }

  @Test("where neither the server nor the account says it, write access cannot be told")
  func cannotTell() async throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/api/whoami-v2": .json(#"{"type":"user","name":"acme","auth":{"type":"oauth"}}"#)
      case "/api/models/acme/tiny": .json(#"{"id":"acme/tiny","private":false}"#)
      default: .json(#"{"error":"Not Found"}"#, status: 404)
      }
    }
    let result = try await doctor(server.url, token: Self.writer, "--repo", "acme/tiny")
    #expect(result.status == 0)
    #expect(fact("rights", in: result) == "- rights not checked: the server does not say what the token may do")
    #expect(
      fact("write access", in: result).hasPrefix("- write access not checked: cannot tell: the server does not say")
    )
  }

  // MARK: Repositories

  @Test("a missing repository: in the own account it can be made, elsewhere it may be hidden")
  func missing() async throws {
    try await withHub { server in
      let own = try await doctor(server.url, token: Self.writer, "--repo", "acme/none")
      #expect(own.status == 0)
      #expect(
        fact("repository", in: own)
          == "warn repository acme/none does not exist fix: hfpub upload --repo acme/none --create makes it."
      )
      let other = try await doctor(server.url, token: Self.writer, "--repo", "other/none")
      #expect(other.status == 1)
      #expect(
        fact("repository", in: other).hasPrefix(
          "FAIL repository other/none does not exist, or this token cannot see it"
        )
      )
    }
  }

  @Test("a private repository of others looks like one that is missing; a public one cannot be written")
  func others() async throws {
    try await withHub { server in
      try await make("hidden", on: server, isPrivate: true)
      try await make("open", on: server)
      let hidden = try await doctor(server.url, token: Self.stranger, "--repo", "acme/hidden")
      #expect(hidden.status == 1)
      #expect(fact("repository", in: hidden).contains("does not exist, or this token cannot see it"))
      #expect(fact("write access", in: hidden) == "- write access not checked: the repository could not be seen")
      let open = try await doctor(server.url, token: Self.stranger, "--repo", "acme/open")
      #expect(open.status == 1)
      #expect(fact("write access", in: open).hasPrefix("FAIL write access no: other does not belong to acme"))
    }
  }
}
