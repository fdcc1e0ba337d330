import Findings
import HTTP
import HubAPI
import LocalHub
import TestKit
import Testing
@testable import Publishing

@Suite("the right to write, asked for first")
struct WriteCheckTests {
  private func check(
    _ remote: Remote,
    token: String? = Remote.writer,
    to repository: String = "acme/tiny",
    creation: UploadJob.Creation = .refused,
    pullRequest: Bool = false
  ) async throws -> Result<Bool, UploadFailure> {
    let check = WriteCheck(
      hub: try remote.client(token: token),
      repository: try #require(RepositoryID(repository)),
      creation: creation,
      opensPullRequest: pullRequest
    )
    do {
      return .success(try await check.run())
    } catch let error as UploadFailure {
      return .failure(error)
    }
  }

  private func error(_ result: Result<Bool, UploadFailure>) throws -> any ExplainedError {
    guard case .failure(let failure) = result else { throw FixtureError(text: "it was not refused") }
    #expect(failure.remoteState == .untouched)
    return failure.underlying
  }

  @Test("a token that may write is known by one question")
  func allowed() async throws {
    let remote = try await Remote()
    #expect(try await check(remote).get())
    #expect(remote.count("GET") <= 1)
  }

  @Test(
    "a missing right is named with its repository and its reason",
    arguments: [
      (Remote.reader, "acme/tiny", "the token's role is read"),
      ("hf_stranger", "acme/tiny", "stranger does not belong to acme"),
      ("hf_fine", "acme/tiny", "the token has no repo.write there"),
    ]
  )
  func refused(token: String, repository: String, why: String) async throws {
    let other = try #require(RepositoryID("acme/other"))
    let remote = try await Remote { configuration in
      configuration.accounts += [
        LocalHubAccount(token: "hf_stranger", userName: "stranger"),
        LocalHubAccount(token: "hf_fine", userName: "acme", role: .fineGrained, writable: [other]),
      ]
    }
    let error = try error(try await check(remote, token: token, to: repository))
    #expect(error.codeName == "hub.forbidden" && error.exitStatus == .notAuthorized)
    #expect(error.problem == "cannot write to \(repository)")
    #expect(error.reason == "the token lacks the right to write (repo.write) to \(repository): \(why)")
    #expect(error.remedy.contains(repository))
  }

  @Test("a refused token, a missing one and a missing repository end before anything else")
  func others() async throws {
    let remote = try await Remote()
    #expect(try error(try await check(remote, token: "hf_nobody")).codeName == "hub.unauthorized")
    #expect(try error(try await check(remote, token: nil)).codeName == "hub.no-token")
    #expect(try error(try await check(remote, to: "acme/none")).codeName == "publishing.repository-missing")
    #expect(try await check(remote, to: "acme/none", creation: .asPrivate).get() == false)
    let reader = try error(try await check(remote, token: Remote.reader, to: "acme/none", creation: .asPrivate))
    #expect(reader.problem == "cannot create the repository acme/none")
    #expect(
      reader.reason == "the token lacks the right to create repositories of acme: the token's role is read"
    )
  }

  @Test("a former name is left to the upload, which does not write through it; so is a pull request")
  func unknown() async throws {
    let remote = try await Remote()
    #expect(try await check(remote, token: Remote.reader, pullRequest: true).get() == false)
    #expect(remote.count("GET") == 0)
  }

  @Test(
    "a server that does not know the question is no reason to stop",
    arguments: [404, 405, 501]
  )
  func mirror(status: Int) async throws {
    let server = try ScriptedServer { _ in .text("what?", status: status) }
    let hub = HubClient(
      endpoint: try HubEndpoint(server.url),
      token: Secret("hf_x"),
      http: HTTPClient(configuration: HTTPConfiguration(userAgent: "hfpub-tests/1.0"))
    )
    let id = try #require(RepositoryID("acme/tiny"))
    #expect(try await WriteCheck(hub: hub, repository: id, creation: .refused).run() == false)
    #expect(server.requests.count == 1)
  }
}
