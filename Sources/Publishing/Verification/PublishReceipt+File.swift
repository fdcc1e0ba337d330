import Documents
import Files
import FoundationEssentials
import HubAPI

extension PublishReceipt {
  // Suites are bounded to 1000 pairs each; this is far above.
  private static let limit = 64 << 20

  /// Reads a receipt.
  ///
  /// - Throws: `FileError` when it cannot be read, `PublishingError` when it is none.
  public init(file: String) throws {
    let text = try LocalFiles.readText(file, limit: Self.limit)
    let name = try? JSONDecoder().decode(Name.self, from: Data(text.utf8))
    guard let name else { throw PublishingError.noReceipt(file, "it is not the JSON of a receipt") }
    guard name.schema == Self.schema else {
      throw PublishingError.noReceipt(file, "its schema is \(TextEscape.printable(String(name.schema.prefix(60))))")
    }
    do {
      self = try JSONDecoder().decode(PublishReceipt.self, from: Data(text.utf8))
    } catch {
      throw PublishingError.noReceipt(file, "a part of it is missing or of another kind")
    }
    if let fault { throw PublishingError.noReceipt(file, fault) }
  }

  /// The file's text, the same for the same receipt.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// The newest receipt below a folder of builds that is about this; nil when there is none that can be read.
  ///
  /// - Parameters:
  ///   - builds: The folder that holds one folder for each publication.
  ///   - repository: The repository.
  ///   - revision: The branch, or the commit that was made.
  ///   - endpoint: The Hub.
  /// - Returns: The receipt and its file.
  public static func newest(
    below builds: String,
    of repository: RepositoryID,
    at revision: Revision,
    on endpoint: String
  ) -> (receipt: PublishReceipt, file: String)? {
    let folders = ((try? LocalFiles.list(builds)) ?? []).filter { $0.kind == .folder }.map(\.name)
    return folders.compactMap { name -> (receipt: PublishReceipt, file: String)? in
      let file = "\(builds)/\(name)/\(fileName)"
      guard LocalFiles.isFile(file), let receipt = try? PublishReceipt(file: file),
        receipt.isAbout(repository, on: endpoint),
        [receipt.branch, receipt.commit.after].contains(revision.name)
      else { return nil }
      return (receipt, file)
    }.max { $0.receipt.date < $1.receipt.date }
  }

  /// Whether it is about this repository.
  public func isAbout(_ repository: RepositoryID, on endpoint: String) -> Bool {
    // An embedded hub has another port in every run.
    let isLocal = [self.endpoint, endpoint].allSatisfy { $0.hasPrefix("http://127.0.0.1:") }
    return self.repository.lowercased() == repository.description.lowercased()
      && (isLocal || self.endpoint == endpoint)
  }

  /// Whether it says that this commit was made and verified.
  public func vouches(for commit: CommitID) -> Bool {
    self.commit.after == commit.hex && verification.result == .passed
  }

  private struct Name: Decodable {
    var schema: String
  }

  /// What makes it unusable: a file that is changed by hand is foreign input.
  private var fault: String? {
    guard RepositoryID(repository) != nil else { return "it names no repository" }
    guard CommitID(commit.after) != nil else { return "it names no commit" }
    var paths: Set<String> = []
    for file in files {
      guard RepositoryPath(file.path) != nil, paths.insert(file.path).inserted, file.size >= 0,
        SHA256Digest(hex: file.sha256) != nil, GitBlobID(hex: file.gitSHA1) != nil
      else { return "the entry of \(TextEscape.printable(String(file.path.prefix(80)))) is not one of a file" }
    }
    return files.isEmpty ? "it lists no file" : nil
  }
}
