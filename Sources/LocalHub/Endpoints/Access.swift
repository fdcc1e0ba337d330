import FoundationEssentials
import HubAPI
import NIOHTTP1

/// Who asks, and what they may do.
struct Access: Sendable {
  private let accounts: [LocalHubAccount]
  /// What was given to trusted publishers.
  let issued: IssuedTokens

  init(accounts: [LocalHubAccount], issued: IssuedTokens) {
    self.accounts = accounts
    self.issued = issued
  }

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
    guard let account, !account.isPublisher else { return false }
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
      || (account?.names(index.id) ?? false)
  }

  /// Whether an account may read the files of a repository, gated or not.
  func isInside(_ index: RepositoryIndex, _ account: LocalHubAccount?) -> Bool {
    guard index.gate != nil else { return true }
    guard let account else { return false }
    return isMember(account, of: String(index.id.prefix { $0 != "/" })) || account.names(index.id)
      || (index.granted ?? []).contains(account.userName.lowercased())
  }

  /// Whether there is such a user.
  func knows(_ user: String) -> Bool { accounts.contains { $0.userName.lowercased() == user.lowercased() } }

  /// The account that may take part in discussions and open pull requests wherever it can read.
  ///
  /// A fine-grained token may where it may write.
  func contributor(_ account: LocalHubAccount?, to id: String) throws -> LocalHubAccount {
    guard let account else { throw Refusal.anonymous }
    return try withRight(account, to: id)
  }

  /// The account that may write to a repository, or the Hub's refusal.
  func writer(_ account: LocalHubAccount?, to id: String) throws -> LocalHubAccount {
    guard let account else { throw Refusal.anonymous }
    _ = try withRight(account, to: id)
    guard account.isPublisher || isMember(account, of: String(id.prefix { $0 != "/" })) else {
      throw Refusal(.forbidden, "Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request")
    }
    return account
  }

  private func withRight(_ account: LocalHubAccount, to id: String) throws -> LocalHubAccount {
    switch account.role {
    case .write: return account
    case .read: throw Refusal(.forbidden, "Forbidden: you must use a write token to upload to a repository.")
    case .fineGrained:
      guard account.names(id) else {
        throw Refusal(.forbidden, "Forbidden: your token lacks the permission repo.write on \(id)")
      }
      return account
    }
  }

  private func account(token: String) throws -> LocalHubAccount {
    let known = accounts.first { IssuedTokens.isSame($0.token, token) }
    guard let account = known ?? issued.account(token: token, now: WallClock.now()) else {
      throw Refusal.invalidCredentials
    }
    return account
  }
}
