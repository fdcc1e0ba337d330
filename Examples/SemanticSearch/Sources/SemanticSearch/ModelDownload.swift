import Files
import HTTP
import HubAPI

/// Fetches a model's files from the Hub, or from whatever speaks its protocol.
struct ModelDownload {
  private let hub: HubClient

  /// Goes to `HF_ENDPOINT`, with the token that the Hub's own tools would use.
  init(environment: [String: String]) throws {
    hub = HubClient(
      endpoint: try HubEndpoint.discover(environment: environment),
      token: try TokenDiscovery.discover(environment: environment)?.token,
      http: HTTPClient(configuration: HTTPConfiguration(userAgent: "semantic-search/1.0"))
    )
  }

  /// Puts the files of one commit into a folder; each appears when its hash is what the Hub announced.
  func fetch(_ repository: RepositoryID, into folder: String) async throws -> CommitID? {
    try LocalFiles.makeFolder(folder)
    // By the commit, so that a push between two requests cannot mix two models.
    let info = try await hub.repositoryInfo(repository)
    guard let commit = info.sha.flatMap(CommitID.init) else { return nil }
    let wanted = ["config.json", "model.safetensors", "modules.json", "tokenizer.json"]
    for entry in try await hub.tree(repository, revision: Revision(commit)) where wanted.contains(entry.path) {
      guard let path = RepositoryPath(entry.path) else { continue }
      _ = try await hub.download(repository, revision: Revision(commit), path: path, to: "\(folder)/\(path)")
    }
    return commit
  }
}
