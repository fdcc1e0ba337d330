import FoundationEssentials
import HubAPI
import NIOHTTP1

/// Who asks, and what they may do.
struct Access: Sendable {
  private let accounts: [LocalHubAccount]

  init(accounts: [LocalHubAccount]) { self.accounts = accounts }

  /// The account of a request; nil when it has no credentials.
  ///
  /// Browsers can only send a name and a password: the token is accepted as the password, for reading only, so that
  /// no foreign page can make a browser write.
  ///
  /// - Throws: `Refusal` 401 for an unknown token.
  func account(of request: Request) throws -> LocalHubAccount? {
    guard let header = request.headers.first(name: "Authorization") else { return nil }
    let words = header.split(separator: " ", maxSplits: 1)
    guard words.count == 2 else { throw Refusal.invalidCredentials }
    switch words[0].lowercased() {
    case "bearer": return try account(token: String(words[1]))
    case "basic" where request.isRead:
      guard let data = Data(base64Encoded: String(words[1])),
        let text = String(validating: data, as: UTF8.self),
        let colon = text.firstIndex(of: ":")
      else { throw Refusal.invalidCredentials }
      return try account(token: String(text[text.index(after: colon)...]))
    default: throw Refusal.invalidCredentials
    }
  }

  /// Whether an account belongs to a namespace.
  func isMember(_ account: LocalHubAccount?, of owner: String) -> Bool {
    guard let account else { return false }
    let owner = owner.lowercased()
    return account.userName.lowercased() == owner
      || account.namespaces.contains { $0 == "*" || $0.lowercased() == owner }
  }

  /// A namespace in the spelling of the account, so that `Me` and `me` do not become two.
  func spelling(of owner: String, for account: LocalHubAccount) -> String {
    ([account.userName] + account.namespaces).first { $0.lowercased() == owner.lowercased() } ?? owner
  }

  /// Whether an account may see a repository.
  func canRead(_ index: RepositoryIndex, _ account: LocalHubAccount?) -> Bool {
    !index.isPrivate || isMember(account, of: String(index.id.prefix { $0 != "/" }))
  }

  /// Whether an account may read the files of a repository, gated or not.
  func isInside(_ index: RepositoryIndex, _ account: LocalHubAccount?) -> Bool {
    guard index.gate != nil else { return true }
    guard let account else { return false }
    return isMember(account, of: String(index.id.prefix { $0 != "/" }))
      || (index.granted ?? []).contains(account.userName.lowercased())
  }

  /// Whether there is such a user.
  func knows(_ user: String) -> Bool { accounts.contains { $0.userName.lowercased() == user.lowercased() } }

  /// The account that may take part in discussions and open pull requests wherever it can read.
  func contributor(_ account: LocalHubAccount?) throws -> LocalHubAccount {
    guard let account else { throw Refusal.anonymous }
    guard account.role == .write else {
      throw Refusal(.forbidden, "Forbidden: you must use a write token to upload to a repository.")
    }
    return account
  }

  /// The account that may write in a namespace, or the Hub's refusal.
  func writer(_ account: LocalHubAccount?, in owner: String) throws -> LocalHubAccount {
    guard let account else { throw Refusal.anonymous }
    guard account.role == .write else {
      throw Refusal(.forbidden, "Forbidden: you must use a write token to upload to a repository.")
    }
    guard isMember(account, of: owner) else {
      throw Refusal(.forbidden, "Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request")
    }
    return account
  }

  private func account(token: String) throws -> LocalHubAccount {
    let given = Array(token.utf8)
    for account in accounts {
      let known = Array(account.token.utf8)
      // Compared to the end, so that the time says nothing about the token.
      if known.count == given.count, zip(known, given).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 { return account }
    }
    throw Refusal.invalidCredentials
  }
}
