import Files
import Foundation
import HubAPI
import LocalHub
import TestKit
import Testing

/// Trusted publishing as the official client does it, on our hub.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct TrustedPublishingComparisonTests {
  @Test("the official client gets a token of one repository for its ID token, and publishes with it")
  func published() async throws {
    let folder = try TemporaryFolder()
    let id = try #require(RepositoryID("acme/tiny"))
    var configuration = LocalHubConfiguration(
      folder: "\(folder.path)/hub",
      accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
    )
    configuration.trusted = [LocalHubTrust(repository: id, idToken: "job.id.token")]
    let server = try await LocalHubServer.start(configuration: configuration)
    func python(_ program: String, _ variables: [String: String]) async throws -> String {
      try await Python.run(
        ["-c", program],
        in: folder.path,
        environment: ["HF_ENDPOINT": server.url].merging(variables) { _, new in new }
      )
    }
    _ = try await python(
      "from huggingface_hub import HfApi; HfApi().create_repo('acme/tiny', private=True)",
      ["HF_TOKEN": "hf_testwriter"]
    )
    // The ordinary token is a wrong one: whoever falls back to it is found out.
    let job = ["HF_OIDC_RESOURCE": "acme/tiny", "HF_OIDC_ID_TOKEN": "job.id.token", "HF_TOKEN": "hf_wrong"]
    let seen = try await python(
      """
      from huggingface_hub import HfApi, get_token
      HfApi().upload_file(path_or_fileobj=b'hello', path_in_repo='a.txt', repo_id='acme/tiny')
      print(get_token()[:7], HfApi().auth_check('acme/tiny'))
      try:
          HfApi().create_repo('acme/other')
      except Exception as error:
          print(error.response.status_code)
      """,
      job
    )
    #expect(seen.contains("hf_jwt_ None") && seen.contains("403"), "\(seen)")
    let refused = try await python(
      """
      from huggingface_hub import get_token
      try:
          get_token()
      except Exception as error:
          print(type(error).__name__, error.response.status_code)
      """,
      job.merging(["HF_OIDC_ID_TOKEN": "another"]) { _, new in new }
    )
    #expect(refused.contains("400"), "\(refused)")
    // What it published we read by the same way.
    let tool = Tool(environment: job.merging(["HF_ENDPOINT": server.url, "HF_HOME": folder.path]) { _, new in new })
    let download = try await tool.run("download", "acme/tiny", "--include", "a.txt", "--quiet")
    #expect(download.status == 0, "\(download.errors)")
    let place = download.output.split(separator: "\n").first.map(String.init) ?? ""
    #expect(try LocalFiles.readText("\(place)/a.txt") == "hello")
    await server.stop()
  }
}
