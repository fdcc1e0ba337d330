import Documents
import HTTP
import HubAPI

/// Facts that only the server can tell: that it answers, its time, whose token it is.
struct HubFacts {
  let probe: Result<HubProbe, HubError>
  let endpoint: HubEndpoint
  /// Whether the token is one of a repository, which the Hub may not connect with an account.
  let isPublisher: Bool

  /// Seconds that the clocks may differ; signed addresses and certificates bear no more than some minutes.
  static let clockTolerance = 60.0

  var all: [DoctorFact] {
    switch probe {
    case .failure(let error):
      let text =
        error.code == .notTheHub || error.code == .malformedAnswer ? error.reason : "no answer: \(error.reason)"
      let reason = "the server did not answer as a hub does"
      return [
        .fail("server", text, remedy: error.remedy), .notChecked("clock", reason), .notChecked("account", reason),
      ]
    case .success(let probe): return [server(probe), clock(probe)] + account(probe)
    }
  }

  /// The facts in place of those, when nothing is asked.
  static func unasked(_ reason: String) -> [DoctorFact] {
    ["server", "clock", "account"].map { .notChecked($0, reason) }
  }

  private func server(_ probe: HubProbe) -> DoctorFact {
    if let other = probe.movedTo {
      return .warn("server", "it sends on to \(other), where no token goes", remedy: "Set HF_ENDPOINT to \(other).")
    }
    if case .failure(let error) = probe.account, error.code == .serverFault {
      return .fail("server", error.reason, remedy: error.remedy)
    }
    return .ok("server", "answers in \(NumberFormat.decimal(probe.duration * 1000, places: 0)) ms")
  }

  private func clock(_ probe: HubProbe) -> DoctorFact {
    guard let lead = probe.clockLead else { return .notChecked("clock", "the server does not tell its time") }
    // The server counts whole seconds.
    guard abs(lead) > Self.clockTolerance else {
      return .ok("clock", "\(NumberFormat.decimal(abs(lead), places: 0)) s from the server's")
    }
    let seconds = NumberFormat.count(Int(min(abs(lead), 1e12).rounded()))
    return .warn(
      "clock",
      "\(seconds) s \(lead > 0 ? "ahead of" : "behind") the server's",
      remedy: "Set this machine's clock: upload addresses are signed for some minutes, and certificates have dates."
    )
  }

  private func account(_ probe: HubProbe) -> [DoctorFact] {
    if let other = probe.movedTo { return [.notChecked("account", "the token was not sent on to \(other)")] }
    switch probe.account {
    case .success(let account):
      let tokenName = account.auth?.accessToken.map { ", token “\($0.displayName)”" } ?? ""
      let kind = account.type == "org" ? "organization" : account.type
      var facts: [DoctorFact] = [.ok("account", "\(account.name) (\(kind.prefix(60)))\(tokenName)")]
      facts.append(TokenRights(account: account).fact(tokenPage: "\(endpoint)/settings/tokens"))
      return facts
    case .failure(let error):
      switch error.code {
      case .noToken: return [.notChecked("account", "there is no token")]
      case .rateLimited: return [.notChecked("account", error.reason)]
      case .serverFault: return [.notChecked("account", "the server has a fault")]
      case _ where isPublisher:
        return [.notChecked("account", "the server does not say for a trusted publisher: \(error.reason)")]
      default: return [.fail("account", error.reason, remedy: error.remedy)]
      }
    }
  }
}
