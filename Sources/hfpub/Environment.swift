import FoundationEssentials
import HTTP
import HubAPI
import Publication
import Publishing

/// What the process was started with; only the executable looks at it.
enum Environment {
  /// All variables.
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// What the variables say about the Hub's places on this machine.
  static var settings: HubSettings { HubSettings(environment: variables) }

  /// The folder of downloads that all of the Hub's tools share.
  static func cache() throws -> HubCache {
    try HubCache(settings, workingDirectory: FileManager.default.currentDirectoryPath)
  }

  /// Where uploads note how far they came; nil, with a word about it, when there is no home for it.
  static var journal: UploadJournal? {
    let variables = variables
    // What is no absolute path counts as not set, as the directory specification says.
    let folders = [variables["XDG_STATE_HOME"], variables["HOME"].map { "\($0)/.local/state" }]
    guard let folder = folders.lazy.compactMap(\.self).first(where: { $0.hasPrefix("/") }) else {
      Console.note("warning: no journal of uploads is kept: neither XDG_STATE_HOME nor HOME is set")
      return nil
    }
    return UploadJournal(folder: "\(folder)/hfpub/journal", version: Tool.version)
  }

  /// Finds publications from the working directory.
  static var publicationFinder: PublicationFinder {
    PublicationFinder(workingDirectory: FileManager.default.currentDirectoryPath, usesRelativePaths: true)
  }

  /// A client with the certificate files that curl's and Python's users set; the library reads none by itself.
  static func httpClient(_ variables: [String: String], limits: NetworkLimits = NetworkLimits()) -> HTTPClient {
    var configuration = HTTPConfiguration(userAgent: "hfpub/\(Tool.version)")
    configuration.caFile = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"].lazy.compactMap { variables[$0] }
      .first { !$0.isEmpty }
    configuration.caPath = variables["SSL_CERT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    configuration.proxies = ProxySettings(environment: variables)
    limits.apply(to: &configuration)
    return HTTPClient(configuration: configuration)
  }
}
