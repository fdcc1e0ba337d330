import HubAPI

/// Facts about one repository: whether it is there, who sees it, and whether the token may write to it.
struct RepositoryFacts {
  let hub: HubClient
  let id: RepositoryID
  /// Whose token it is; nil when there is none or the server does not say.
  let account: WhoAmI?

  /// The facts in place of these, when nothing is asked.
  static func unasked(_ reason: String) -> [DoctorFact] {
    ["repository", "write access"].map { .notChecked($0, reason) }
  }

  func ask() async -> [DoctorFact] {
    do throws(HubError) {
      let info = try await hub.repositoryInfo(id)
      return [visible(info)] + name(info) + [await write()]
    } catch {
      return missing(error)
    }
  }

  private var rights: TokenRights? { account.map { TokenRights(account: $0) } }

  private func visible(_ info: RepositoryInfo) -> DoctorFact {
    let access =
      switch info.private {
      case true?: "private"
      case false?: "public"
      case nil: "the server does not say whether it is private"
      }
    let gate =
      switch info.gated {
      case .automatic?: ", gated: its terms must be accepted"
      case .manual?: ", gated: its owner lets people in one by one"
      case .open?, nil: ""
      }
    return .ok("repository", "exists, \(access)\(gate)" + (info.sha.map { ", head \($0.prefix(7))" } ?? ""))
  }

  private func name(_ info: RepositoryInfo) -> [DoctorFact] {
    guard info.id != id.description else { return [] }
    let now = String(info.id.prefix(200))
    let isSpelling = now.lowercased() == id.description.lowercased()
    return [
      .warn(
        "name",
        isSpelling ? "the Hub spells it \(now)" : "it was renamed: \(id) leads to \(now)",
        remedy: "Say --repo \(now), and correct `repo` in hfpub.yaml."
      )
    ]
  }

  // MARK: Writing

  private static let remedy = "Use a token that may write there, or ask an owner of the namespace for the role."

  private func write() async -> DoctorFact {
    let name = "write access"
    guard hub.hasToken else {
      return .fail(name, "no: there is no token", remedy: "Set HF_TOKEN to a token with write access.")
    }
    let answer: Bool?
    do throws(HubError) {
      answer = try await hub.mayWrite(to: id)
    } catch {
      return .notChecked(name, error.reason)
    }
    let rights = rights?.write(to: id)
    switch (answer, rights) {
    case (true?, _): return .ok(name, "yes, the server says")
    case (false?, .no(let reason)?): return .fail(name, "no: \(reason)", remedy: Self.remedy)
    case (false?, _): return .fail(name, "no, the server says", remedy: Self.remedy)
    case (nil, .yes(let reason)?): return .ok(name, "yes, by what the account says: \(reason)")
    case (nil, .no(let reason)?): return .fail(name, "no: \(reason)", remedy: Self.remedy)
    case (nil, .unknown(let reason)?): return .notChecked(name, "cannot tell: \(reason)")
    case (nil, nil): return .notChecked(name, "cannot tell: the server does not say whose token it is")
    }
  }

  private func missing(_ error: HubError) -> [DoctorFact] {
    guard error.code == .repositoryNotFound, let rights, rights.seesEverything(of: id.owner) else {
      return [
        .fail("repository", error.reason, remedy: error.remedy),
        .notChecked("write access", "the repository could not be seen"),
      ]
    }
    return [
      .warn("repository", "\(id) does not exist", remedy: "hfpub upload --repo \(id) --create makes it."),
      .ok("write access", "the token may create it: \(id.owner) is its own account"),
    ]
  }
}
