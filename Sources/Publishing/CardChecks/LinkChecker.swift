import Findings
import HTTP

/// Asks the servers behind a card's links whether the pages are there.
///
/// Each address is asked once, hosts side by side and the pages of one host one after the other; no token is sent, and
/// no address of this machine or of a private network is asked for a foreign card.
public struct LinkChecker: Sendable {
  /// The code of its findings.
  public static let code = "HFP691"
  /// What it makes sure of.
  public static let title = "links lead to pages that are there"
  /// The most addresses that are asked in one run.
  public static let maximumAddresses = 500
  private static let hostsAtOnce = 6
  private static let maximumRedirects = 6

  private let client: HTTPClient
  private let asksPrivateHosts: Bool

  /// A checker.
  ///
  /// - Parameters:
  ///   - client: sends the requests.
  ///   - asksPrivateHosts: whether addresses without a public name are asked too, as tests need it.
  public init(client: HTTPClient, asksPrivateHosts: Bool = false) {
    self.client = client
    self.asksPrivateHosts = asksPrivateHosts
  }

  /// What is wrong with the links, in their order.
  ///
  /// A page that is gone is an error; one that could not be asked about is a warning, never a pass.
  public func run(_ links: [CardLink]) async -> [Finding] {
    let web = links.filter { $0.address.hasPrefix("http://") || $0.address.hasPrefix("https://") }
    var order: [String] = []
    for link in web where !order.contains(Self.page(link)) { order.append(Self.page(link)) }
    let answers = await ask(Array(order.prefix(Self.maximumAddresses)))
    return web.compactMap { link in finding(link, answers[Self.page(link)] ?? .unknown("too many addresses")) }
  }

  private static func page(_ link: CardLink) -> String { String(link.address.prefix { $0 != "#" }) }

  private enum Answer: Sendable {
    case found
    case gone(Int)
    case unknown(String)
  }

  private func ask(_ pages: [String]) async -> [String: Answer] {
    var answers: [String: Answer] = [:]
    var hosts: [(name: String, pages: [(text: String, url: WebURL)])] = []
    for page in pages {
      guard let url = try? WebURL(page) else {
        answers[page] = .unknown("it is no address that hfpub can ask for")
        continue
      }
      guard mayAsk(url) else {
        answers[page] = .unknown("its host is no public name")
        continue
      }
      if let index = hosts.firstIndex(where: { $0.name == url.host }) {
        hosts[index].pages.append((page, url))
      } else {
        hosts.append((url.host, [(page, url)]))
      }
    }
    await withTaskGroup(of: [(String, Answer)].self) { group in
      var waiting = hosts[...]
      func next() {
        guard let host = waiting.popFirst() else { return }
        group.addTask { await ask(host.pages) }
      }
      for _ in 0..<Self.hostsAtOnce { next() }
      for await result in group {
        for (page, answer) in result { answers[page] = answer }
        next()
      }
    }
    return answers
  }

  private func ask(_ pages: [(text: String, url: WebURL)]) async -> [(String, Answer)] {
    var answers: [(String, Answer)] = []
    for page in pages { answers.append((page.text, await ask(page.url))) }
    return answers
  }

  private func ask(_ url: WebURL) async -> Answer {
    let head = await status(.head, url)
    // Some servers know GET only, and a few answer HEAD with 404.
    guard case .success(let status) = head, ![200, 429].contains(status) else { return Self.answer(head) }
    return Self.answer(await self.status(.get, url))
  }

  /// The status at the end of the redirects, which are followed here: each host on the way has to be a public one.
  private func status(_ method: HTTPRequest.Method, _ first: WebURL) async -> Result<Int, HTTPError> {
    var url = first
    do {
      for _ in 0..<Self.maximumRedirects {
        var request = HTTPRequest(method, url, headers: method == .get ? ["Range": "bytes=0-0"] : [:])
        request.timeouts = HTTPTimeouts(connect: .seconds(10), stall: .seconds(10), total: .seconds(20))
        request.redirects = .none
        let response = try await client.send(request)
        guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["Location"] else {
          return .success(response.status)
        }
        url = try url.resolving(location)
        guard mayAsk(url) else { return .success(response.status) }
      }
      return .success(302)
    } catch {
      return .failure(error)
    }
  }

  private func mayAsk(_ url: WebURL) -> Bool { asksPrivateHosts || Self.isPublic(url.host) }

  private static func answer(_ result: Result<Int, HTTPError>) -> Answer {
    switch result {
    case .success(200...299), .success(416): .found
    case .success(let status) where status == 404 || status == 410: .gone(status)
    case .success(300...399): .unknown("it leads on to addresses that hfpub does not follow")
    case .success(let status): .unknown("the server answers \(status)")
    // A page larger than what is kept is there.
    case .failure(let error): error.code == .responseTooLarge ? .found : .unknown(error.reason)
    }
  }

  /// Whether a host is a name with a dot that is no address in numbers and not of a local network.
  private static func isPublic(_ host: String) -> Bool {
    guard !host.hasPrefix("["), let last = host.split(separator: ".").last, host.contains(".") else { return false }
    return !last.allSatisfy(\.isNumber) && !["local", "localhost", "internal", "lan", "home"].contains(last)
  }

  private func finding(_ link: CardLink, _ answer: Answer) -> Finding? {
    switch answer {
    case .found: nil
    case .gone(let status):
      Finding(
        code: Self.code,
        severity: .error,
        location: link.location,
        seen: "the server answers \(status) for \(link.address)",
        expected: "a page that is there",
        remedy: "Correct the link or take it out."
      )
    case .unknown(let reason):
      Finding(
        code: Self.code,
        severity: .warning,
        location: link.location,
        seen: "could not check \(link.address): \(reason)",
        expected: "an answer of the server",
        remedy: "Open it in a browser, or try again later."
      )
    }
  }
}
