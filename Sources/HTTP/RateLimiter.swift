import Synchronization

/// Shares a number of bytes a second among all transfers of a client, in both directions.
///
/// Who moves bytes pays for them afterwards; as long as there are debts, nobody moves any. So the sum stays at the rate,
/// however many transfers there are.
final class RateLimiter: Sendable {
  private struct Account {
    /// Bytes that may move; below zero when more did.
    var balance: Double
    /// When the balance was right.
    var time: Double
    /// How often a transfer had to wait.
    var pauses = 0
  }

  /// Bytes a second.
  let rate: Double
  private let now: @Sendable () -> Double
  private let account: Mutex<Account>

  /// A limiter of `rate` bytes a second, by a clock of seconds that never goes back.
  init(rate: Int, now: @escaping @Sendable () -> Double) {
    self.rate = Double(max(1, rate))
    self.now = now
    account = Mutex(Account(balance: 1, time: now()))
  }

  /// How often a transfer had to wait so far.
  var pauses: Int { account.withLock { $0.pauses } }

  /// The most that should move at once: an eighth of a second's worth.
  var piece: Int { Int(min(65_536, max(1024, rate / 8))) }

  /// Whether bytes may move now.
  var isOpen: Bool { secondsUntilOpen == 0 }

  /// Seconds until bytes may move.
  var secondsUntilOpen: Double {
    account.withLock { account in
      settle(&account)
      return account.balance > 0 ? 0 : (1 - account.balance) / rate
    }
  }

  /// Pays for bytes that moved.
  func spend(_ bytes: Int) { account.withLock { $0.balance -= Double(bytes) } }

  /// Turn numbers of those that wait: first come, first served.
  func takeTurn() -> Int {
    account.withLock { account in
      account.pauses += 1
      return account.pauses
    }
  }

  private func settle(_ account: inout Account) {
    let time = now()
    // What was not used is lost, or else a pause would be followed by a flood.
    account.balance = min(Double(piece), account.balance + max(0, time - account.time) * rate)
    account.time = time
  }
}
