import ArgumentParser
import Documents
import Findings
import HubAPI
import Publication
import Publishing
import Synchronization

/// A published model that a command runs as if it were a folder here.
struct RemoteModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("With --repo: a branch, tag or commit. Default: main.", valueName: "name"))
  var revision: Revision?
}

/// A model on the Hub, on its way into the shared cache.
struct RemoteModel {
  let repository: RepositoryID
  let revision: Revision

  init(_ repository: RepositoryID, _ options: RemoteModelOptions) {
    self.repository = repository
    revision = options.revision ?? .main
  }

  /// The folder with the model's files, fetched as far as they are missing; one line says so.
  ///
  /// - Throws: `HubError`, `PublishingError`, `FileError`, or `CancellationError`.
  func folder() async throws -> String {
    let variable = Environment.settings.offlineVariable
    let connection = variable == nil ? try await HubConnection.remote(needsToken: false) : nil
    let said = Mutex<(commit: CommitID, text: String)?>(nil)
    let job = SnapshotDownload(
      repository,
      revision: revision,
      filter: PathFilter(include: RepositoryLayout.modelFiles.sorted()),
      from: connection.map { .hub($0.hub) } ?? .cache(variable: variable ?? ""),
      into: try Environment.cache(),
      report: { event in
        switch event {
        case .planned(_, let commit, let files, let size, let missing):
          let rest = missing == 0 ? "all in the cache" : "\(NumberFormat.bytes(missing)) fetched"
          let count = "\(files) file\(files == 1 ? "" : "s")"
          said.withLock { $0 = (commit, "\(count), \(NumberFormat.bytes(size)), \(rest)") }
        case .offline(let commit, let variable): said.withLock { $0 = (commit, "from the cache (\(variable))") }
        case .progress(let received, let total):
          Console.show(
            .init(verb: "Fetching", text: "", bytes: (received, total), awaited: connection?.name)
          )
        default: break
        }
      }
    )
    let place = Mutex("")
    Console.await(connection?.name)
    try await Interruption.cancelling(patience: .seconds(1)) {
      let snapshot = try await job.run(try await job.plan())
      place.withLock { $0 = snapshot }
    }
    Console.await(nil)
    if let (commit, text) = said.withLock({ $0 }) {
      Console.step("Fetching", "\(repository) at \(commit.short): \(text)")
    }
    await connection?.close()
    return place.withLock { $0 }
  }
}
