/// What an upload did and what it found when it looked again: enough to verify the repository later, anywhere.
///
/// Holds neither a token nor a path of the machine it was written on.
public struct PublishReceipt: Codable, Sendable, Hashable {
  /// The name of the form.
  public static let schema = "hfpub/receipt/1"
  /// The usual name of the file.
  public static let fileName = "publish-receipt.json"

  /// The program that published.
  public struct Tool: Codable, Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String
  }

  /// The commits around the change.
  public struct Commits: Codable, Sendable, Hashable {
    /// The one that it was made on.
    public var before: String?
    /// The one that was made.
    public var after: String
  }

  /// A published file.
  public struct File: Codable, Sendable, Hashable {
    /// Its path.
    public var path: String
    /// Its size in bytes.
    public var size: Int
    /// The SHA-256 of its content, which names it in storage.
    public var sha256: String
    /// The hash of its content as a git blob, which names it in the repository.
    public var gitSHA1: String

    enum CodingKeys: String, CodingKey {
      case path, size, sha256
      case gitSHA1 = "git_sha1"
    }
  }

  /// The vector of a text.
  public struct Vector: Codable, Sendable, Hashable {
    /// The text.
    public var text: String
    /// The SHA-256 of the vector, as little-endian float32.
    public var sha256: String
  }

  /// What came out of fetching the files back and running the model again.
  public struct Verification: Codable, Sendable, Hashable {
    /// How it ended.
    public enum Result: String, Codable, Sendable, Hashable {
      /// The fetched files are those that were sent, and the model gives the same vectors.
      case passed
      /// What is published is not what was sent.
      case failed
      /// It was not brought to its end.
      case unfinished
    }

    /// How it ended.
    public var result: Result
    /// Why it did not pass.
    public var reason: String?
  }

  /// The name of the form.
  public var schema = Self.schema
  /// The program that published.
  public var tool: Tool
  /// When, in UTC, ISO 8601.
  public var date: String
  /// The Hub.
  public var endpoint: String
  /// `owner/name`.
  public var repository: String
  /// The Hub's own id of the repository, which a new one of the same name does not have; nil when it did not say.
  public var repositoryID: String?
  /// The branch.
  public var branch: String
  /// The commits.
  public var commit: Commits
  /// The SHA-256 of the plan that was carried out, as `hfpub plan -o` writes it.
  public var planSHA256: String
  /// The files, sorted by path.
  public var files: [File]
  /// The SHA-256 of the weights.
  public var weightsSHA256: String
  /// The smoke tests with their scores.
  public var smokeTests: [ReceiptSuite]
  /// The vectors of the smoke tests' texts, each text once.
  public var vectors: [Vector]
  /// The SHA-256 of all these vectors one after the other.
  public var vectorsSHA256: String
  /// What came out of looking again.
  public var verification: Verification

  enum CodingKeys: String, CodingKey {
    case schema, tool, date, endpoint, repository, branch, commit, files, vectors, verification
    case repositoryID = "repository_id"
    case planSHA256 = "plan_sha256"
    case weightsSHA256 = "weights_sha256"
    case smokeTests = "smoke_tests"
    case vectorsSHA256 = "vectors_sha256"
  }
}
