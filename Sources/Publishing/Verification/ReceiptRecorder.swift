import EmbeddingCore
import Evaluation
import Files
import Findings
import HubAPI
import Publication
import Synchronization

/// Watches an upload, and knows at its end what the receipt has to say.
public final class ReceiptRecorder: Sendable {
  private struct Seen {
    var plan: UploadPlan?
    var commit: CommitID?
    /// What an earlier run noted, whose commit this one only verifies.
    var resumed: JournalEntry?
    var isCompared = false
  }

  private let seen = Mutex(Seen())

  /// A recorder that has seen nothing.
  public init() {}

  /// The commit that was made, if one was.
  public var commit: CommitID? { seen.withLock(\.commit) }

  /// Takes a step of the upload down.
  public func note(_ event: UploadEvent) {
    seen.withLock { seen in
      switch event {
      case .planned(let plan), .replanned(let plan, _): seen.plan = plan
      case .committed(let commit, _): seen.commit = commit
      case .resumed(let entry, let commit): (seen.resumed, seen.commit) = (entry, commit)
      case .compared: seen.isCompared = true
      default: break
      }
    }
  }

  /// Puts the receipt together.
  ///
  /// - Parameters:
  ///   - publication: What was published.
  ///   - endpoint: The Hub.
  ///   - repositoryID: The Hub's own id of the repository, when it is known.
  ///   - version: The version of this program.
  ///   - date: The time, ISO 8601.
  ///   - error: What ended the upload early.
  /// - Returns: The receipt; nil when no commit was made.
  /// - Throws: `EmbeddingError` when the model here cannot be run any more.
  public func receipt(
    of publication: PreparedPublication,
    endpoint: String,
    repositoryID: String?,
    version: String,
    date: String,
    error: (any Error)? = nil
  ) throws -> PublishReceipt? {
    let seen = seen.withLock { $0 }
    guard let plan = seen.plan, let commit = seen.commit else { return nil }
    let (vectors, all) = try VectorDigest.receipt(publication.model, publication.manifest.smokeTexts)
    let weights = publication.model.facts.weightsFile.path
    return PublishReceipt(
      tool: .init(name: "hfpub", version: version),
      date: date,
      endpoint: endpoint,
      repository: plan.repository.description,
      repositoryID: repositoryID,
      branch: plan.revision.name,
      commit: .init(before: seen.resumed.map(\.parent) ?? plan.head?.hex, after: commit.hex),
      planSHA256: try seen.resumed?.planSHA256
        ?? FileDigests(of: Array(PlanFile(plan, endpoint: endpoint).json().utf8)).sha256.hex,
      files: plan.entries.map { entry in
        let digests = entry.file.digests
        return .init(
          path: entry.file.path.text,
          size: digests.size,
          sha256: digests.sha256.hex,
          gitSHA1: digests.gitBlobID.hex
        )
      },
      weightsSHA256: plan.entries.first { $0.file.path.text == weights }?.file.digests.sha256.hex ?? "",
      smokeTests: publication.results.map { ReceiptSuite($0) },
      vectors: vectors,
      vectorsSHA256: all.hex,
      verification: Self.verification(seen, error)
    )
  }

  private static func verification(_ seen: Seen, _ error: (any Error)?) -> PublishReceipt.Verification {
    guard !seen.isCompared else { return .init(result: .passed) }
    let cause = (error as? UploadFailure)?.underlying ?? error as? any ExplainedError
    let isFailure = (cause as? PublishingError)?.code == .verificationFailed
    let reason = cause.map { withoutFolders($0.reason) } ?? "the upload ended right after its commit"
    return .init(result: isFailure ? .failed : .unfinished, reason: reason)
  }

  /// The text with the names of files in place of their absolute paths, which mean nothing elsewhere.
  static func withoutFolders(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard let start = word.firstIndex(where: { !"\"'(‹“".contains($0) }), word[start] == "/",
        let last = word.lastIndex(of: "/")
      else { return String(word) }
      return String(word[..<start]) + word[word.index(after: last)...]
    }.joined(separator: " ")
  }
}
