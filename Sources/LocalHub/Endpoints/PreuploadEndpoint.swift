import FoundationEssentials
import HubAPI

extension Hub {
  /// `POST …/preupload/{rev}`: which files travel how, and what is there already.
  func preupload(_ question: PreuploadRequest, revision: String, of index: RepositoryIndex) async throws -> Response {
    guard question.files.count <= Self.preuploadLimit else {
      throw Refusal.badRequest("\"files\" must contain at most \(Self.preuploadLimit) items")
    }
    let (commit, tree) = try await snapshot(revision, of: index)
    let attributes = GitAttributes(text(GitAttributes.path, in: tree.files) ?? "")
    let ignore = GitIgnore(question.gitIgnore ?? text(GitIgnore.path, in: tree.files) ?? "")
    let answers = try question.files.map { file in
      guard RepositoryPath(file.path) != nil else { throw Refusal.badRequest("Invalid path: \(file.path)") }
      guard file.size >= 0, let sample = Data(base64Encoded: file.sample), sample.count <= max(512, file.size) else {
        throw Refusal.badRequest("Invalid size or sample of \(file.path)")
      }
      let isLFS =
        file.size > 0 && (file.size > Self.regularFileLimit || attributes.isLFS(file.path) || sample.contains(0))
      return PreuploadResponse.File(
        path: file.path,
        uploadMode: isLFS ? .lfs : .regular,
        shouldIgnore: ignore.isIgnored(file.path),
        oid: tree.files[file.path]?.oid
      )
    }
    return .json(PreuploadResponse(files: answers, commitOid: commit.id))
  }
}
