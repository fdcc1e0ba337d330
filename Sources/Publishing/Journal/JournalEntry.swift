import Files
import FoundationEssentials
import HubAPI

/// How far an upload came, as its journal keeps it: ids, hashes and counts, no address of storage and no secret.
public struct JournalEntry: Codable, Sendable, Hashable {
  /// The steps that a killed run can have come to.
  public enum State: String, Codable, Sendable, CaseIterable {
    /// A plan was made.
    case planned
    /// Objects were put into storage.
    case objectsStored = "objects-stored"
    /// The commit was on its way.
    case commitSent = "commit-sent"
    /// The commit was made.
    case commitMade = "commit-made"
    /// The commit was fetched back and compared.
    case verified
  }

  /// The name of the form.
  public static let schema = "hfpub/journal/1"

  /// The name of the form.
  public var schema = Self.schema
  /// The version of the program.
  public var tool: String
  /// The process that wrote this.
  public var process: Int32
  /// When the run began, in Unix seconds.
  public var started: Int
  /// When this was written, in Unix seconds.
  public var changed: Int
  /// The Hub.
  public var endpoint: String
  /// `owner/name`.
  public var repository: String
  /// The Hub's own id of the repository, which one that is made again does not share.
  public var repositoryID: String?
  /// The branch.
  public var branch: String
  /// The commit that the plan was made on.
  public var parent: String?
  /// The SHA-256 of the plan's file.
  public var planSHA256: String
  /// The id that the commit bears.
  public var uploadID: String
  /// The SHA-256 of the files' paths and hashes.
  public var filesSHA256: String
  /// The objects that the commit names.
  public var objects: Int
  /// The SHA-256 of those that are in storage.
  public var stored: [String] = []
  /// How far it came.
  public var state = State.planned
  /// The draft pull request that was opened for it.
  public var draft: Int?
  /// Whether that draft is merged in the end.
  public var mergesDraft: Bool?
  /// The commit that was made.
  public var commit: String?

  /// The commit that was made, if one was.
  public var madeCommit: CommitID? { commit.flatMap { CommitID($0) } }

  /// What the run left, as a sentence.
  public func sentence(now: Int) -> String {
    "The last run\(Self.distance(now - changed)), ended \(ending)."
  }

  private var ending: String {
    let open = draft.map { "; the draft pull request \($0) was left open, and the branch is as it was" }
    let commit = madeCommit?.short ?? "not known"
    switch state {
    case .planned: return "before anything was sent\(open ?? "; nothing was changed")"
    case .objectsStored:
      let all = "\(objects) object\(objects == 1 ? "" : "s")"
      return "after \(stored.count) of \(all) \(objects == 1 ? "was" : "were") stored"
        + (open ?? "; nothing was changed")
    case .commitSent:
      return draft.map { "while the pull request \($0) was merged; whether it was is looked up now" }
        ?? "while its commit was sent; whether it was made is looked up now"
    case .commitMade: return "after its commit \(commit) was made, before that was verified"
    case .verified: return "right after its commit \(commit) was verified"
    }
  }

  private static func distance(_ seconds: Int) -> String {
    func text(_ count: Int, _ unit: String) -> String { ", \(count) \(unit)\(count == 1 ? "" : "s") ago" }
    switch seconds {
    // Somebody set the clock.
    case ..<0: return ", some time ago"
    case 0: return ", just now"
    case ..<60: return text(seconds, "second")
    case ..<3600: return text(seconds / 60, "minute")
    case ..<172_800: return text(seconds / 3600, "hour")
    default: return text(seconds / 86_400, "day")
    }
  }
}

// MARK: - Files

extension JournalEntry {
  /// What a file of the journal holds.
  enum Reading: Sendable {
    case entry(JournalEntry)
    /// A newer version of this program wrote it.
    case newer
    /// It is none, for this reason.
    case damaged(String)
  }

  private struct Schema: Decodable { var schema: String }

  private static let family = "hfpub/journal/"

  /// Reads what a file of the journal holds; it may have been cut, overwritten or written by anybody.
  static func read(_ bytes: [UInt8]) -> Reading {
    let data = Data(bytes)
    guard let schema = try? JSONDecoder().decode(Schema.self, from: data).schema else {
      return .damaged("it is not the JSON of an entry")
    }
    if schema != Self.schema, schema.hasPrefix(family), let number = Int(schema.dropFirst(family.count)), number > 1 {
      return .newer
    }
    guard schema == Self.schema else { return .damaged("its schema is another") }
    do {
      let entry = try JSONDecoder().decode(JournalEntry.self, from: data)
      return entry.fault.map { .damaged($0) } ?? .entry(entry)
    } catch {
      return .damaged("a field is missing or of another kind")
    }
  }

  /// What cannot be true in it.
  private var fault: String? {
    let hashes = stored + [planSHA256, filesSHA256]
    guard hashes.allSatisfy({ SHA256Digest(hex: $0) != nil }) else { return "a hash in it is none" }
    guard uploadID.utf8.count == 32, uploadID.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      return "its id is none"
    }
    guard [parent, commit].allSatisfy({ $0.map { CommitID($0) != nil } ?? true }) else {
      return "a commit in it is none"
    }
    guard RepositoryID(repository) != nil, Revision(branch) != nil else { return "it is of no repository" }
    // Counts and times are subtracted and shown.
    let most = 1 << 40
    guard (0..<most).contains(started), (0..<most).contains(changed), (0..<most).contains(objects),
      (1..<most).contains(draft ?? 1), process > 0
    else { return "a number in it is out of range" }
    guard (state != .commitMade && state != .verified) || commit != nil else { return "it names no commit" }
    return nil
  }

  /// The text of its file.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}

extension UploadPlan {
  /// The SHA-256 of the files' paths and hashes, whatever the remote holds.
  var filesSHA256: SHA256Digest {
    let lines = entries.map { "\($0.file.digests.sha256.hex) \($0.file.path)" }
    return FileDigests(of: Array(lines.joined(separator: "\n").utf8)).sha256
  }
}
