import Files
import HTTP
import HubAPI
import TestKit
import Testing

let plantedToken = "hf_plantedTOKEN1234"

/// A client of a scripted server; pauses take no time.
func hub(
  _ server: ScriptedServer,
  token: String? = plantedToken,
  attempts: Int = 1
) throws -> HubClient {
  var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
  configuration.retry = RetryPolicy(maximumAttempts: attempts)
  configuration.clock = RetryClock(sleep: { _ in }, now: { 0 }, jitter: { 0 })
  return HubClient(
    endpoint: try HubEndpoint(server.url),
    token: token.map { Secret($0) },
    http: HTTPClient(configuration: configuration)
  )
}

/// Runs a call that must fail and returns its error.
func failure(_ body: () async throws -> some Any) async throws -> HubError? {
  do {
    _ = try await body()
    return nil
  } catch let error as HubError {
    return error
  }
}

struct Names {
  let id: RepositoryID
  let branch: Revision
  let commit: CommitID

  init() throws {
    id = try #require(RepositoryID("acme/tiny"))
    branch = try #require(Revision("dev/x"))
    commit = try #require(CommitID("0123456789abcdef0123456789abcdef01234567"))
  }
}

func path(_ text: String) throws -> RepositoryPath { try #require(RepositoryPath(text)) }
