import HTTP
import HubAPI
import LocalHub
import Publishing
import Synchronization
import Testing

@Suite("uploads of a trusted publisher")
struct TrustedUploadTests {
  @Test("an upload that outlives its token renews it on the way and ends well")
  func renewed() async throws {
    let id = try #require(RepositoryID("acme/tiny"))
    let exchanges = Mutex(0)
    let remote = try await Remote { configuration in
      configuration.trusted = [LocalHubTrust(repository: id, idToken: "job")]
      configuration.requestLog = { record in
        if record.path == "/oauth/token" { exchanges.withLock { $0 += 1 } }
      }
    }
    // Every look at the clock takes twenty minutes.
    let time = Mutex(0.0)
    var configuration = HTTPConfiguration(userAgent: "hfpub-tests/1.0")
    configuration.clock = RetryClock(
      sleep: { _ in },
      now: {
        time.withLock { time in
          time += 1200
          return time
        }
      },
      jitter: { 0 }
    )
    let http = HTTPClient(configuration: configuration)
    let endpoint = try HubEndpoint(remote.server.url)
    let found = try await HubIdentity.find(
      environment: ["HF_OIDC_RESOURCE": "acme/tiny", "HF_OIDC_ID_TOKEN": "job"],
      writingTo: id,
      at: endpoint,
      over: http
    )
    let job = UploadJob(
      hub: HubClient(endpoint: endpoint, credential: found?.credential, http: http),
      repository: id,
      creation: .refused,
      report: { _ in }
    )
    guard case .published = try await job.run(Sample.prepared()) else {
      Issue.record("nothing was published")
      return
    }
    #expect(exchanges.withLock { $0 } > 2)
    await remote.server.stop()
  }
}
