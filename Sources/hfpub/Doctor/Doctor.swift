import HTTP
import HubAPI

/// Looks at the tool and everything around it that publishing depends on.
struct Doctor {
  let variables: [String: String]
  let repository: RepositoryID?
  /// Whether no request may be made, whatever the variables say.
  let isOffline: Bool

  func run() async -> DoctorReport {
    let token = TokenFacts(variables: variables)
    var sections = [
      DoctorReport.Section(title: "Tool", facts: ToolFacts.all),
      .init(title: "Machine", facts: MachineFacts(variables: variables).all),
      .init(title: "Workplace", facts: WorkplaceFacts(variables: variables, repository: repository).all),
    ]
    let (endpoint, endpointFact) = findEndpoint()
    let settings = NetworkSettings(variables: variables, endpoint: endpoint)
    let (hubFacts, repositoryFacts) = await ask(endpoint, token)
    sections.append(.init(title: "Network", facts: [endpointFact] + settings.all + [offline]))
    sections.append(.init(title: "Hub", facts: token.all + hubFacts))
    if let repository { sections.append(.init(title: "Repository \(repository)", facts: repositoryFacts)) }
    let variableFacts = VariableFacts(variables: variables)
    sections.append(.init(title: "Variables", facts: variableFacts.all))
    return DoctorReport(sections, variables: variableFacts.isSet, hiding: token.secrets)
  }

  private func findEndpoint() -> (HubEndpoint?, DoctorFact) {
    let isDefault = variables["HF_ENDPOINT"]?.allSatisfy(\.isWhitespace) ?? true
    do throws(HubError) {
      let endpoint = try HubEndpoint.discover(environment: variables)
      return (endpoint, .ok("endpoint", "\(endpoint), \(isDefault ? "the default" : "from HF_ENDPOINT")"))
    } catch {
      return (nil, .fail("endpoint", "\(error.problem): \(error.reason)", remedy: error.remedy))
    }
  }

  // MARK: Asking

  /// Why nothing may be asked; nil when it may.
  private var offlineReason: String? {
    if isOffline { return "offline (--offline)" }
    return HubSettings(environment: variables).offlineVariable.map { "offline (\($0))" }
  }

  private var offline: DoctorFact {
    .ok("requests", offlineReason.map { "none are made: \($0)" } ?? "are made; --offline makes none")
  }

  private func ask(_ endpoint: HubEndpoint?, _ token: TokenFacts) async -> ([DoctorFact], [DoctorFact]) {
    func nothing(_ reason: String) -> ([DoctorFact], [DoctorFact]) {
      (HubFacts.unasked(reason), RepositoryFacts.unasked(reason))
    }
    if let offlineReason { return nothing(offlineReason) }
    guard let endpoint else { return nothing("there is no endpoint to ask") }
    let client = client()
    let credential: HubCredential?
    do throws(HubError) {
      credential = try await token.credential(at: endpoint, over: client)
    } catch {
      await client.shutdown()
      let (hubFacts, repositoryFacts) = nothing("there is no token")
      return ([.fail("exchange", error.reason, remedy: error.remedy)] + hubFacts, repositoryFacts)
    }
    let hub = HubClient(endpoint: endpoint, credential: credential, http: client)
    let probe: Result<HubProbe, HubError>
    do throws(HubError) {
      probe = .success(try await hub.probe())
    } catch {
      probe = .failure(error)
    }
    let isTrusted = if case .trusted = credential { true } else { false }
    var repositoryFacts = await askAboutRepository(hub, probe, isPublisher: isTrusted)
    await client.shutdown()
    if let repository, let fact = token.write(to: repository) { repositoryFacts.insert(fact, at: 0) }
    let exchange: [DoctorFact] = isTrusted ? [.ok("exchange", "the endpoint gave a token for the ID token")] : []
    return (exchange + HubFacts(probe: probe, endpoint: endpoint, isPublisher: isTrusted).all, repositoryFacts)
  }

  private func askAboutRepository(
    _ hub: HubClient,
    _ probe: Result<HubProbe, HubError>,
    isPublisher: Bool
  ) async -> [DoctorFact] {
    guard let repository else { return [] }
    guard case .success(let probe) = probe else {
      return RepositoryFacts.unasked("the server did not answer as a hub does")
    }
    if let other = probe.movedTo { return RepositoryFacts.unasked("the endpoint sends on to \(other)") }
    switch probe.account {
    case .success(let account): return await RepositoryFacts(hub: hub, id: repository, account: account).ask()
    case .failure(let error) where error.code == .unauthorized && !isPublisher:
      return RepositoryFacts.unasked("the token is refused")
    case .failure: return await RepositoryFacts(hub: hub, id: repository, account: nil).ask()
    }
  }

  /// A client that gives up soon: a diagnosis must end, also where nothing answers.
  private func client() -> HTTPClient {
    var configuration = Environment.httpClient(variables).configuration
    configuration.timeouts = HTTPTimeouts(connect: .seconds(5), stall: .seconds(5), total: .seconds(5))
    configuration.retry = .never
    return HTTPClient(configuration: configuration)
  }
}
