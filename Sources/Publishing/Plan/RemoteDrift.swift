import HubAPI

/// What others did, since this tool's last upload to a branch, to files that the next upload would put back.
///
/// Without it a card that somebody mended on the Hub's page, or a file that somebody deleted there, would silently be
/// again what it is here.
public struct RemoteDrift: Sendable {
  /// What others did to a file.
  public enum Kind: Sendable, Hashable {
    /// It has other bytes.
    case changed
    /// It is gone.
    case deleted
    /// It was not there.
    case added
  }

  /// The last commit that an upload or a rollback of this tool made.
  public var since: PastCommit
  /// The files, sorted by path.
  public var paths: [String]
  let was: RemoteFiles
  let now: RemoteFiles

  /// What became of a file; nil when nobody touched it.
  public func kind(of path: String) -> Kind? {
    guard was[path]?.oid != now[path]?.oid else { return nil }
    return was[path] == nil ? .added : now[path] == nil ? .deleted : .changed
  }
}

extension RemoteDrift {
  /// The merges of pull requests that are looked into.
  private static let mostMerges = 5

  /// Looks for the drift that a plan meets; nil when there is none, or no upload of this tool among the newest commits.
  init?(_ hub: HubClient, _ plan: UploadPlan, _ remote: [TreeEntry]) async throws(HubError) {
    guard !plan.changes.isEmpty, plan.head != nil,
      let since = try await Self.lastUpload(hub, plan), since.id != plan.head
    else { return nil }
    let was = try await RemoteFiles(hub, plan.repository, at: since.id)
    let now = RemoteFiles(remote)
    let paths = plan.changes.map(\.file.path.text).filter { was[$0]?.oid != now[$0]?.oid }
    guard !paths.isEmpty else { return nil }
    self.init(since: since, paths: paths, was: was, now: now)
  }

  private static func lastUpload(_ hub: HubClient, _ plan: UploadPlan) async throws(HubError) -> PastCommit? {
    var merges = 0
    for commit in try await hub.commits(plan.repository, revision: plan.revision) {
      if UploadMark.isOurs(commit) { return commit }
      // The commit of a merge says nothing of the description of those that it takes in.
      guard merges < mostMerges, let number = commit.mergedPullRequest else { continue }
      merges += 1
      if let draft = Revision("refs/pr/\(number)"),
        let last = try? await hub.commits(plan.repository, revision: draft).first, UploadMark.isOurs(last)
      {
        return commit
      }
    }
    return nil
  }
}

extension UploadPlan {
  /// Notes what others did; where that cannot be found out, the plan says so.
  mutating func noteDrift(_ hub: HubClient, _ remote: [TreeEntry]) async {
    do {
      drift = try await RemoteDrift(hub, self, remote)
    } catch {
      caveats.append("it is not known whether others changed these files: \(error.problem): \(error.reason)")
    }
  }
}

extension PastCommit {
  /// The pull request that the Hub says this commit takes in: “Title (#12)”.
  fileprivate var mergedPullRequest: Int? {
    guard let start = title.lastIndex(of: "("), case let end = title[start...], end.hasPrefix("(#"), end.hasSuffix(")")
    else { return nil }
    return Int(end.dropFirst(2).dropLast())
  }
}
