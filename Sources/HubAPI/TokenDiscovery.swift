import Files
import Findings
import Glibc
import HTTP

/// A token and where it was found.
public struct DiscoveredToken: Sendable, Hashable {
  /// The token.
  public var token: Secret
  /// Where it comes from, for people: "HF_TOKEN", "the file ~/.cache/huggingface/token".
  public var source: String
  /// What should be put right, such as a token file that others can read.
  public var warning: String?
}

/// Finds the access token where the Hub's own tools look for it.
///
/// In order: the file that the user named, `HF_TOKEN`, `HUGGING_FACE_HUB_TOKEN`, and one token file: `HF_TOKEN_PATH`,
/// else `$HF_HOME/token`, else `$XDG_CACHE_HOME/huggingface/token`, else `~/.cache/huggingface/token`. Line ends and
/// blanks around a token are dropped; what is empty then counts as not there.
public enum TokenDiscovery {
  /// A file as a reader gives it.
  public struct TokenFile: Sendable, Hashable {
    /// Its text.
    public var text: String
    /// Whether the group or everybody may read it.
    public var isReadableByOthers: Bool

    /// A file's text and who may read it.
    public init(text: String, isReadableByOthers: Bool) {
      self.text = text
      self.isReadableByOthers = isReadableByOthers
    }
  }

  /// The token, or nil when there is none anywhere.
  ///
  /// - Parameters:
  ///   - tokenFile: The file that the user named; it must hold a token.
  ///   - environment: The environment variables.
  ///   - read: Reads a file; nil when nothing is there.
  /// - Returns: The token with its source.
  /// - Throws: `HubError`: `.localFile` when a token file cannot be read, `.noToken` when the named file is empty,
  ///   `.unauthorized` when a token holds characters that none has.
  public static func discover(
    tokenFile: String? = nil,
    environment: [String: String],
    read: (String) throws(FileError) -> TokenFile? = TokenDiscovery.readFile
  ) throws(HubError) -> DiscoveredToken? {
    if let tokenFile {
      guard let found = try token(inFile: tokenFile, shownAs: tokenFile, read) else {
        throw HubError(
          .noToken,
          problem: "cannot use the token file \(tokenFile)",
          reason: "it is missing or empty",
          remedy: "Put the token into that file, on one line."
        )
      }
      return found
    }
    if HubSettings.isTrue(environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"]) { return nil }
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
      if let token = try parse(environment[name] ?? "", source: name) {
        return DiscoveredToken(token: token, source: name, warning: nil)
      }
    }
    let settings = HubSettings(environment: environment)
    guard let path = settings.tokenFile else { return nil }
    return try token(inFile: path, shownAs: settings.shortened(path), read)
  }

  /// Reads a token file from disk; nil when nothing is there.
  ///
  /// - Throws: `FileError` when it cannot be read or is larger than 64 KiB.
  public static func readFile(_ path: String) throws(FileError) -> TokenFile? {
    guard LocalFiles.isFile(path) || LocalFiles.kind(path) != nil else { return nil }
    let text = try LocalFiles.readText(path, limit: 64 << 10)
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode : 0
    return TokenFile(text: text, isReadableByOthers: mode & (S_IRGRP | S_IROTH) != 0)
  }

  private static func token(
    inFile path: String,
    shownAs shown: String,
    _ read: (String) throws(FileError) -> TokenFile?
  ) throws(HubError) -> DiscoveredToken? {
    let file: TokenFile?
    do {
      file = try read(path)
    } catch {
      throw .localFile(HubOperation("use the token file \(shown)"), error)
    }
    guard let file, let token = try parse(file.text, source: "the file \(shown)") else { return nil }
    let warning =
      file.isReadableByOthers
      ? "the token file \(shown) can be read by other users of this machine; run: chmod 600 \(shown)" : nil
    return DiscoveredToken(token: token, source: "the file \(shown)", warning: warning)
  }

  /// The token that a text is, without blanks and line ends around it; nil when nothing else is there.
  ///
  /// - Throws: `HubError` with code `.unauthorized` when it holds characters that no token has.
  public static func parse(_ text: String, source: String) throws(HubError) -> Secret? {
    // By scalar: a line end of CR and LF is one character of Swift.
    var scalars = text.unicodeScalars.filter { $0 != "\r" && $0 != "\n" }[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    guard !scalars.isEmpty else { return nil }
    guard scalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
      throw HubError(
        .unauthorized,
        problem: "cannot use the token from \(source)",
        reason: "it holds a blank, a control character or a character outside ASCII, which no token has",
        remedy: "Copy the token again."
      )
    }
    return Secret(String(String.UnicodeScalarView(scalars)))
  }
}
