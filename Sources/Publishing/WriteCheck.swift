import Findings
import Glibc
import HubAPI
import Publication

/// Asks whether an upload may write at all, before anything is read, hashed or sent for it.
///
/// For a large publication only. Reading a small one takes a second, and one that is not fit to be published makes no
/// request at all; the first request of its upload is refused where a right is missing, and then `naming(_:)` says which.
public struct WriteCheck: Sendable {
  private static let large = 1 << 30

  private let hub: HubClient
  private let repository: RepositoryID
  private let creation: UploadJob.Creation
  private let opensPullRequest: Bool

  /// A check for an upload to `repository`.
  public init(
    hub: HubClient,
    repository: RepositoryID,
    creation: UploadJob.Creation,
    opensPullRequest: Bool = false
  ) {
    self.hub = hub
    self.repository = repository
    self.creation = creation
    self.opensPullRequest = opensPullRequest
  }

  /// Whether reading a publication takes so long that nobody wants to hear of a missing right afterwards.
  public static func comesFirst(_ manifest: Manifest, folder: String) -> Bool {
    let model = RepositoryLayout.modelFiles.compactMap { path in manifest.modelFolder.map { "\($0)/\(path)" } }
    let size = (model + manifest.namedFiles.map { "\(folder)/\($0)" }).reduce(0) { total, path in
      var status = stat()
      return total + (stat(path, &status) == 0 ? Int(status.st_size) : 0)
    }
    return size >= large
  }

  /// Asks.
  ///
  /// A server that does not know the question is no reason to stop: the upload tells it when it comes to it.
  ///
  /// - Returns: Whether the repository is there, under this name, and the token may write to it.
  /// - Throws: `UploadFailure` when the right is missing, or the repository is and is not to be created.
  public func run() async throws -> Bool {
    // To open one everybody may who can read.
    guard !opensPullRequest else { return false }
    do {
      switch try await hub.checkWrite(to: repository) {
      case .allowed: return true
      case .unknown: return false
      case .missing:
        guard creation != .refused else { throw PublishingError.repositoryMissing(repository) }
        try await requireCreation()
        return false
      }
    } catch let error as any ExplainedError {
      throw UploadFailure(underlying: error, remoteState: .untouched)
    }
  }

  /// A refusal that came later than asked, with the missing right named; the same one where none is missing.
  public func naming(_ refusal: HubError) async -> HubError {
    do {
      _ = try await run()
      return refusal
    } catch {
      guard let named = (error as? UploadFailure)?.underlying as? HubError, named.code == refusal.code else {
        return refusal
      }
      return named
    }
  }

  // A token that may write everywhere is not judged here: not every hub lists all namespaces of an account.
  private func requireCreation() async throws(HubError) {
    guard let rights = (try? await hub.whoAmI()).map({ TokenRights(account: $0) }), rights.role != "write",
      case .no(let why) = rights.create(repository)
    else { return }
    throw HubError(
      .forbidden,
      problem: "cannot create the repository \(repository)",
      reason: "the token lacks the right to create repositories of \(repository.owner): \(why)",
      remedy: "Use a token that may write to everything of \(repository.owner) (\(hub.endpoint)/settings/tokens), "
        + "or create the repository on the web first."
    )
  }
}
