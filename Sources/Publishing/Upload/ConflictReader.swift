import Documents
import Files
import HubAPI

/// Finds out what somebody else's commits did to the paths of an upload.
struct ConflictReader: Sendable {
  /// The paths that are told of in full.
  private static let mostPaths = 20
  /// The differences that are fetched.
  private static let mostDifferences = 5
  private static let mostLines = 20
  private static let mostBytes = 64 << 10
  /// The commits of which each is asked for its files.
  private static let mostCommits = 8

  let hub: HubClient
  /// The plan that was made before.
  let old: UploadPlan
  let before: CommitID
  let after: CommitID
  let was: RemoteFiles
  let now: RemoteFiles

  /// What is known; a remote that cannot be asked any more leaves the commits and the differences out.
  func read(_ touched: [String]) async -> UploadConflict {
    let commits = await commits(of: touched)
    var differences = 0
    var paths: [UploadConflict.Path] = []
    for path in touched.prefix(Self.mostPaths) {
      let sizes = (was[path]?.size, now[path]?.size)
      var found = UploadConflict.Path(
        path: path,
        ours: ours(path, before: sizes.0),
        theirs: .init(action: Self.action(sizes.0, sizes.1), before: sizes.0, after: sizes.1),
        commit: commits[path]
      )
      if differences < Self.mostDifferences, let lines = await difference(path) {
        differences += 1
        found.leftOut = max(0, lines.count - Self.mostLines)
        // The last line says how many are left out.
        if found.leftOut > 0 { found.leftOut += 1 }
        found.difference = Array(lines.prefix(found.leftOut > 0 ? Self.mostLines - 1 : Self.mostLines))
      }
      paths.append(found)
    }
    return UploadConflict(paths: paths, more: touched.count - paths.count)
  }

  private static func action(_ before: Int?, _ after: Int?) -> UploadConflict.Action {
    before == nil ? .add : after == nil ? .delete : .change
  }

  private func ours(_ path: String, before: Int?) -> UploadConflict.Side {
    guard let entry = old.entries.first(where: { $0.file.path.text.isSamePath(path) }) else {
      return .init(action: .delete, before: before, after: nil)
    }
    let action: UploadConflict.Action =
      switch entry.action {
      case .add: .add
      case .change: .change
      case .same: .keep
      }
    return .init(action: action, before: before, after: entry.file.digests.size)
  }

  /// The newest commit that touched each path.
  private func commits(of paths: [String]) async -> [String: PastCommit] {
    guard let history = try? await hub.commits(old.repository, revision: old.revision),
      let start = history.firstIndex(where: { $0.id == after }),
      let end = history.firstIndex(where: { $0.id == before }),
      start < end
    else { return [:] }
    let newer = Array(history[start..<end])
    guard newer.count > 1 else { return Dictionary(uniqueKeysWithValues: paths.map { ($0, newer[0]) }) }
    var found: [String: PastCommit] = [:]
    var files = now
    for (place, commit) in newer.prefix(Self.mostCommits).enumerated() {
      let parent = place + 1 < newer.count ? newer[place + 1].id : before
      guard let older = parent == before ? was : try? await RemoteFiles(hub, old.repository, at: parent) else { break }
      for path in paths where found[path] == nil && files[path]?.oid != older[path]?.oid { found[path] = commit }
      files = older
    }
    return found
  }

  /// The difference that they made to a small text; nil for everything else.
  private func difference(_ path: String) async -> [String]? {
    guard let first = was[path], let second = now[path], !first.isObject, !second.isObject,
      let old = await text(path, first, at: before), let new = await text(path, second, at: after)
    else { return nil }
    let lines = UnifiedDiff.lines(from: old, to: new, name: path)
    guard lines.count > 2 else { return nil }
    return ["--- \(path) at \(before.short)", "+++ \(path) at \(after.short)"] + lines.dropFirst(2)
  }

  private func text(_ name: String, _ file: RemoteFiles.File, at commit: CommitID) async -> String? {
    guard file.size <= Self.mostBytes, let path = RepositoryPath(name), let folder = try? TemporaryFolder() else {
      return nil
    }
    defer { withExtendedLifetime(folder) {} }
    let place = "\(folder.path)/text"
    let download = try? await hub.download(
      old.repository,
      revision: Revision(commit),
      path: path,
      to: place,
      maximumBytes: Self.mostBytes
    )
    guard download != nil, let bytes = try? LocalFiles.read(place, limit: Self.mostBytes), !bytes.contains(0),
      let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    guard bytes.contains(UInt8(ascii: "\r")) else { return text }
    // A line break of two characters counts as one; what it ends with is shown.
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self).replacing("\r", with: "␍") }.joined(separator: "\n")
  }
}
