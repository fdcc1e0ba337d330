import Files
import Foundation
import HubAPI
import LocalHub
import Synchronization
import TestKit
import Testing

/// Trusted publishing through the built tool, against an embedded hub that trusts a job.
@Suite struct TrustedPublishingCommandTests {
  private static let idToken = "eyJplanted.ID.token4711"

  private func withHub(
    _ body: (LocalHubServer, @escaping @Sendable () -> [String]) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let log = RequestLog()
    let id = try #require(RepositoryID("acme/tiny"))
    var configuration = LocalHubConfiguration(
      folder: "\(folder.path)/hub",
      accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")],
      requestLog: { log.add("\($0.method) \($0.path) \($0.status)") }
    )
    configuration.trusted = [LocalHubTrust(repository: id, idToken: Self.idToken)]
    let server = try await LocalHubServer.start(configuration: configuration)
    let made = try await Tool(environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"])
      .run("upload", "--repo", "acme/tiny", "--create", "--message", "By hand")
    #expect(made.status == 0, "\(made.errors)")
    try await body(server) { log.lines }
    await server.stop()
  }

  private func run(
    _ server: LocalHubServer,
    _ arguments: String...,
    with variables: [String: String] = [:]
  ) async throws -> Tool.Result {
    let environment = [
      "HF_ENDPOINT": server.url, "HF_OIDC_RESOURCE": "acme/tiny", "HF_OIDC_ID_TOKEN": Self.idToken,
      "HF_TOKEN": "hf_wrongtoken",
    ]
    let result = try await Tool(environment: environment.merging(variables) { _, new in new }).run(arguments)
    for secret in [Self.idToken, "hf_jwt", "hf_wrong"] {
      #expect(!(result.output + result.errors).contains(secret), "\(arguments)")
    }
    return result
  }

  @Test("an upload and a download go by the token of the repository alone")
  func wholeWay() async throws {
    try await withHub { server, lines in
      let upload = try await run(server, "upload", "--repo", "acme/tiny", "--tag", "v1")
      #expect(upload.status == 0, "\(upload.errors)")
      let folder = try TemporaryFolder()
      let download = try await run(server, "download", "acme/tiny", with: ["HF_HOME": folder.path])
      #expect(download.status == 0, "\(download.errors)")
      #expect(lines().filter { $0 == "POST /oauth/token 200" }.count == 2)
      #expect(!lines().contains { $0.hasSuffix(" 401") })
    }
  }

  @Test("another repository is refused with both names before anything is sent or hashed")
  func other() async throws {
    try await withHub { server, lines in
      let before = lines().count
      let result = try await run(server, "upload", "--repo", "acme/other")
      #expect(result.status == 4)
      #expect(
        result.errors.hasSuffix(
          """
          error[hub.forbidden]: cannot write to acme/other
            why: HF_OIDC_RESOURCE is acme/tiny, and a token for that repository may write to no other
            fix: Set HF_OIDC_RESOURCE to acme/other, or say --repo acme/tiny.

          """
        )
      )
      #expect(lines().count == before)
    }
  }

  @Test("an ID token that is refused ends the command; the other token is not tried")
  func refused() async throws {
    try await withHub { server, lines in
      let before = lines().count
      for arguments in [["upload", "--repo", "acme/tiny"], ["download", "acme/tiny"], ["whoami"]] {
        let result = try await Tool(
          environment: [
            "HF_ENDPOINT": server.url, "HF_OIDC_RESOURCE": "acme/tiny", "HF_OIDC_ID_TOKEN": "notthatone4711",
            "HF_TOKEN": "hf_testwriter",
          ]
        )
        .run(arguments)
        #expect(result.status == 4)
        #expect(result.errors.contains("error[hub.unauthorized]: cannot get a token for acme/tiny\n"))
        #expect(result.errors.contains("why: the Hub does not take the ID token: invalid_grant, “No trusted publisher"))
        #expect(!result.errors.contains("notthatone") && !result.errors.contains("hf_test"))
      }
      #expect(Array(lines()[before...]) == Array(repeating: "POST /oauth/token 400", count: 3))
    }
  }

  @Test("whoami and doctor say where the token comes from")
  func shown() async throws {
    try await withHub { server, _ in
      let who = try await run(server, "whoami")
      #expect(who.status == 0)
      #expect(
        who.output.contains(
          "token     “trusted publisher”, role fineGrained, from trusted publishing for acme/tiny, "
            + "by the ID token of HF_OIDC_ID_TOKEN\n"
        ),
        "\(who.output)"
      )
      let doctor = try await run(server, "doctor", "--repo", "acme/tiny")
      #expect(doctor.status == 0, "\(doctor.output)")
      let text = doctor.output.split { $0.isWhitespace }.joined(separator: " ")
      for part in [
        "ok token trusted publishing for acme/tiny, by the ID token of HF_OIDC_ID_TOKEN",
        "ok not used HF_TOKEN: HF_OIDC_RESOURCE goes before every other token",
        "ok exchange the endpoint gave a token for the ID token",
        "ok rights fine-grained: repo.content.read, repo.write on the model acme/tiny",
        "ok write access yes, the server says", "ok HF_OIDC_RESOURCE acme/tiny",
        "ok HF_OIDC_ID_TOKEN set, never shown",
      ] {
        #expect(text.contains(part), "\(part)\n\(doctor.output)")
      }
      let other = try await run(server, "doctor", "--repo", "acme/other")
      #expect(other.status == 1)
      #expect(other.output.contains("FAIL  publisher"))
      let refused = try await run(server, "doctor", with: ["HF_OIDC_ID_TOKEN": "notthatone4711"])
      #expect(refused.status == 1)
      #expect(refused.output.contains("FAIL  exchange") && !refused.output.contains("notthatone"))
      let nobody = try await run(server, "doctor", "--offline", with: ["HF_OIDC_ID_TOKEN": ""])
      #expect(nobody.status == 1)
      #expect(nobody.output.contains("FAIL  token"))
    }
  }
}

private final class RequestLog: Sendable {
  private let all = Mutex<[String]>([])
  var lines: [String] { all.withLock { $0 } }
  func add(_ line: String) { all.withLock { $0.append(line) } }
}
