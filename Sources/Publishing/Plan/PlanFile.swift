import Documents
import Files
import Findings
import FoundationEssentials
import HubAPI

/// A plan that somebody looked at, as a file: an upload with it does that, or nothing.
public struct PlanFile: Codable, Sendable, Hashable {
  /// The name of the form.
  public static let schema = "hfpub/plan/1"

  /// A file of the shipment.
  public struct Entry: Codable, Sendable, Hashable {
    /// Its path.
    public var path: String
    /// Its size in bytes.
    public var size: Int
    /// The SHA-256 of its content, in hex.
    public var sha256: String
    /// What happens to it.
    public var action: UploadPlan.Action
    /// `lfs` or `regular`.
    public var mode: String
  }

  /// The name of the form.
  public var schema: String
  /// The Hub.
  public var endpoint: String
  /// `owner/name`.
  public var repository: String
  /// The branch.
  public var revision: String
  /// The commit that the plan was made on.
  public var head: String?
  /// The files, sorted by path.
  public var files: [Entry]
  /// The paths that are deleted.
  public var removed: [String]

  /// The plan as a file.
  public init(_ plan: UploadPlan, endpoint: String) {
    schema = Self.schema
    self.endpoint = endpoint
    repository = plan.repository.description
    revision = plan.revision.name
    head = plan.head?.hex
    files = plan.entries.map {
      Entry(
        path: $0.file.path.text,
        size: $0.file.digests.size,
        sha256: $0.file.digests.sha256.hex,
        action: $0.action,
        mode: $0.mode.rawValue
      )
    }
    removed = plan.removals.map(\.path)
  }

  /// Reads a plan that was written with `-o`.
  ///
  /// - Throws: `FileError` when it cannot be read, `PublishingError` when it is no plan.
  public init(file: String) throws {
    let text = try LocalFiles.readText(file, limit: 64 << 20)
    do {
      self = try JSONDecoder().decode(PlanFile.self, from: Data(text.utf8))
    } catch {
      throw PublishingError.noPlan(file, "it is not the JSON of a plan")
    }
    guard schema == Self.schema else {
      throw PublishingError.noPlan(file, "its schema is \(TextEscape.printable(String(schema.prefix(60))))")
    }
  }

  /// The file's text, the same for the same plan.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Makes sure that a plan made now is still this one.
  ///
  /// - Throws: `PublishingError`: `.planChanged` with what moved, whether here or there.
  func requireSame(as plan: UploadPlan, endpoint: String) throws(PublishingError) {
    var now = PlanFile(plan, endpoint: endpoint)
    // An embedded hub has another port in every run.
    let isLocal = [now.endpoint, self.endpoint].allSatisfy { $0.hasPrefix("http://127.0.0.1:") }
    if isLocal { now.endpoint = self.endpoint }
    guard now != self else { return }
    if now.endpoint != self.endpoint || now.repository != repository || now.revision != revision {
      throw .planChanged(
        "it is for \(repository) at \(revision) on \(self.endpoint), not for \(now.repository) at \(now.revision) on "
          + now.endpoint,
        isRemote: false
      )
    }
    let old = Dictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    let new = Dictionary(now.files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    let moved = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    if let first = moved.first {
      let rest = moved.count == 1 ? "" : " and \(moved.count - 1) more"
      throw .planChanged("\(first)\(rest) changed here since", isRemote: false)
    }
    let heads = "\(head.map { String($0.prefix(7)) } ?? "none") to \(plan.head?.short ?? "none")"
    throw .planChanged(
      now.head == head ? "what is to be deleted changed" : "the remote's head moved from \(heads)",
      isRemote: true
    )
  }
}
