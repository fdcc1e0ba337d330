import Findings
import HubAPI

/// Makes sure that there is a repository and a branch to upload to.
struct UploadPlace: Sendable {
  let hub: HubClient
  let repository: RepositoryID
  let creation: UploadJob.Creation
  let report: @Sendable (UploadEvent) -> Void

  /// Makes the repository, if that was asked for.
  ///
  /// - Returns: The Hub's own id of it, where it tells one.
  func requireRepository(_ state: inout RemoteState) async throws -> String? {
    if let info = try await info() { return info.internalID }
    guard creation != .refused else { throw PublishingError.repositoryMissing(repository) }
    let created: CreatedRepository
    do {
      created = try await hub.createRepository(repository, isPrivate: creation == .asPrivate)
    } catch {
      // A lost answer does not undo the creation.
      switch error.code {
      case .serverFault, .unreachable, .malformedAnswer, .notTheHub, .cancelled:
        do {
          state = try await info() == nil ? .untouched : .created
        } catch { state = .unknown }
      default: break
      }
      throw error
    }
    // Else somebody else made it in between.
    if created.wasCreated {
      state = .created
      report(.created(repository, isPrivate: creation == .asPrivate))
    }
    return try? await info()?.internalID
  }

  /// Makes the branch, if that was asked for.
  func requireBranch(_ revision: Revision, _ state: inout RemoteState) async throws {
    guard revision != .main, creation != .refused else { return }
    let branches = try await hub.references(repository).branches
    guard !branches.contains(where: { $0.name == revision.name }) else { return }
    if try await hub.createBranch(repository, revision) {
      if state == .untouched { state = .branchMade(revision) }
      report(.createdBranch(revision))
    }
  }

  /// What the Hub says about the repository; nil when there is none.
  private func info() async throws -> RepositoryInfo? {
    let info: RepositoryInfo
    do {
      info = try await hub.repositoryInfo(repository, revision: .main)
    } catch {
      guard error.code == .repositoryNotFound else { throw error }
      return nil
    }
    // A former name leads on to the new one, whose owner may be another by now. Case makes no other name.
    guard info.id.lowercased() == repository.description.lowercased() else {
      throw PublishingError.repositoryMoved(repository, to: info.id)
    }
    return info
  }
}
