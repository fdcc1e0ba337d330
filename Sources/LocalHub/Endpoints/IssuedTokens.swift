import HubAPI
import Synchronization

/// The tokens of trusted publishers that were given out; they live in memory, for their time.
final class IssuedTokens: Sendable {
  private struct Issued {
    var account: LocalHubAccount
    var expiresAt: Int
  }

  private let trusted: [LocalHubTrust]
  /// For how many seconds a token is good.
  let lifetime: Int
  private let issued = Mutex<[Issued]>([])

  init(trusted: [LocalHubTrust], lifetime: Int) {
    self.trusted = trusted
    self.lifetime = lifetime
  }

  /// A new token for a repository whose publisher the ID token is; nil when it is not.
  func issue(idToken: String, resource: String, now: Int) -> String? {
    let resource = resource.lowercased()
    let match = trusted.first { trust in
      trust.repository.description.lowercased() == resource && Self.isSame(trust.idToken, idToken)
    }
    guard let match else { return nil }
    let account = LocalHubAccount(publisherOf: match.repository, token: "hf_jwt_\(RandomID.hex(bytes: 24))")
    issued.withLock { issued in
      issued.removeAll { $0.expiresAt <= now }
      issued.append(Issued(account: account, expiresAt: now + lifetime))
    }
    return account.token
  }

  /// The publisher with a token that has not expired.
  func account(token: String, now: Int) -> LocalHubAccount? {
    issued.withLock { issued in
      issued.first { $0.expiresAt > now && Self.isSame($0.account.token, token) }?.account
    }
  }

  /// Compares to the end, so that the time says nothing about the secret.
  static func isSame(_ known: String, _ given: String) -> Bool {
    let (known, given) = (Array(known.utf8), Array(given.utf8))
    return known.count == given.count && zip(known, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
