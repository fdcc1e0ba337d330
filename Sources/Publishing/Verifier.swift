import EmbeddingCore
import Files
import Findings
import HubAPI
import Publication
import Validation

/// Fetches what was published, compares hashes, loads the fetched model and runs it again.
struct Verifier {
  let hub: HubClient
  let report: @Sendable (UploadEvent) -> Void

  func verify(_ plan: UploadPlan, at commit: CommitID, against publication: PreparedPublication) async throws {
    let folder = try TemporaryFolder()
    for entry in plan.entries {
      let path = "\(folder.path)/\(entry.file.path)"
      if let parent = LocalFiles.parent(of: path) { try LocalFiles.makeFolder(parent) }
      _ = try await hub.download(
        plan.repository,
        revision: Revision(commit),
        path: entry.file.path,
        to: path,
        maximumBytes: entry.file.digests.size
      )
      let digests = try FileDigests(ofFile: path)
      guard digests == entry.file.digests else {
        throw PublishingError.verification(
          "\(entry.file.path) came back with SHA-256 \(digests.sha256), sent was \(entry.file.digests.sha256)"
        )
      }
    }
    report(.fetched(files: plan.entries.count, size: plan.entries.reduce(0) { $0 + $1.file.digests.size }))
    try compare(folder.path, with: publication)
  }

  private func compare(_ folder: String, with publication: PreparedPublication) throws {
    let fetched = try StaticModel(folder: folder)
    let texts = publication.manifest.smokeTexts
    for text in texts {
      let here = try publication.report.model.encode(text).map(\.bitPattern)
      let there = try fetched.encode(text).map(\.bitPattern)
      guard here == there else {
        throw PublishingError.verification("the fetched model gives another vector for \"\(text)\"")
      }
    }
    report(.compared(texts: texts.count))
  }
}
