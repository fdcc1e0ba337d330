import Files
import Findings
import Glibc
import HTTP

/// The files that a login leaves on this machine: the token in use, and beside it all tokens by name.
///
/// Both are where huggingface_hub has them and of its form, so that one login serves all tools.
public struct TokenStore: Sendable {
  /// A token that is kept under a name.
  public struct NamedToken: Sendable, Hashable {
    /// The name, as the Hub or its owner gave it.
    public var name: String
    /// The token.
    public var token: Secret
  }

  /// The file of the token in use.
  public let tokenFile: String
  /// The file of all tokens by name.
  public let storedTokensFile: String
  // Only a folder of the Hub's tools is closed to others; one that the user named may serve other purposes, too.
  private let ownFolder: String?
  private let settings: HubSettings

  /// The store that the environment names.
  ///
  /// - Throws: `HubError` when there is neither a variable that names it nor a home.
  public init(_ settings: HubSettings) throws(HubError) {
    guard let tokenFile = settings.tokenFile, let storedTokensFile = settings.storedTokensFile else {
      throw HubError(
        .localFile,
        problem: "cannot find the place for the token",
        reason: "neither HF_TOKEN_PATH nor HF_HOME nor HOME is set",
        remedy: "Set HF_HOME to a folder."
      )
    }
    // A link that somebody put there on purpose is written through.
    self.tokenFile = LocalFiles.resolved(tokenFile) ?? tokenFile
    self.storedTokensFile = LocalFiles.resolved(storedTokensFile) ?? storedTokensFile
    ownFolder = LocalFiles.parent(of: tokenFile) == settings.home ? settings.home : nil
    self.settings = settings
  }

  /// The tokens by name; none when there is no file.
  ///
  /// - Throws: `HubError` when the file cannot be understood.
  public func tokens() throws(HubError) -> [NamedToken] {
    try stored().tokens.map { NamedToken(name: $0.name, token: $0.token) }
  }

  /// Keeps a token under its name and makes it the one in use.
  ///
  /// The files can be read by their owner only, and each is replaced in one step.
  ///
  /// - Throws: `HubError`; a file of tokens that cannot be understood is left as it is, and so is the token in use.
  public func save(_ token: Secret, name: String) throws(HubError) {
    var stored = try stored()
    stored.set(name, token)
    do throws(FileError) {
      for (file, text) in [(storedTokensFile, stored.text), (tokenFile, token.reveal())] {
        try LocalFiles.makeFolder(above: file, mode: 0o700)
        try LocalFiles.writeAtomically(Array(text.utf8), to: file, mode: 0o600)
      }
    } catch {
      throw .localFile(HubOperation("keep the token"), error)
    }
    // Where it does not belong to this user, the modes of the files must do.
    if let ownFolder { chmod(ownFolder, 0o700) }
  }

  /// Removes both files.
  ///
  /// - Returns: The files that were there, for people.
  /// - Throws: `HubError` when one cannot be removed.
  public func remove() throws(HubError) -> [String] {
    var removed: [String] = []
    for file in [tokenFile, storedTokensFile] where LocalFiles.kind(file) != nil {
      guard unlink(file) == 0 || errno == ENOENT else {
        throw .localFile(HubOperation("log out"), FileError.system("remove", file, number: errno))
      }
      removed.append(settings.shortened(file))
    }
    return removed
  }

  private func stored() throws(HubError) -> StoredTokens {
    guard LocalFiles.kind(storedTokensFile) != nil else { return StoredTokens() }
    let shown = settings.shortened(storedTokensFile)
    let text: String
    do {
      text = try LocalFiles.readText(storedTokensFile, limit: 1 << 20)
    } catch {
      throw .localFile(HubOperation("use the stored tokens"), error)
    }
    do {
      return try StoredTokens(text)
    } catch {
      throw HubError(
        .localFile,
        problem: "cannot use the stored tokens in \(shown)",
        reason: "line \(error.line): \(error.reason)",
        remedy: "Correct the file or move it away, then run the command again."
      )
    }
  }
}
