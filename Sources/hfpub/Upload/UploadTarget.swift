import ArgumentParser
import HubAPI
import Publication
import Publishing

/// Where a publication goes and how, for every command that plans.
struct UploadTarget: ParsableArguments {
  @Flag(help: "Use the embedded hub on this machine instead of the Hub, from an empty store.")
  var rehearse = false

  @Option(
    help: ArgumentHelp(
      "With --rehearse: keep the hub's store in this folder (`hfpub serve --store` shows it).",
      valueName: "folder"
    )
  )
  var store: String?

  @Option(help: ArgumentHelp("The branch.", valueName: "branch"))
  var revision = Revision.main

  @Flag(help: "Delete files that are only on the remote; the plan lists them. Without it they stay.")
  var prune = false

  func validate() throws {
    if store != nil, !rehearse { throw ValidationError("--store goes with --rehearse.") }
  }

  /// The repository that the arguments or the manifest name.
  func repository(_ publication: PublicationOptions, _ manifest: Manifest) throws -> RepositoryID {
    if let repository = publication.repository ?? manifest.repository { return repository }
    if rehearse, let repository = RepositoryID("rehearsal/\(manifest.name)") { return repository }
    throw ValidationError("Say where to: --repo owner/name (the manifest names no `repo`).")
  }
}

extension Revision: ExpressibleByArgument {
  /// Reads the name of a branch from the command line.
  public init?(argument: String) { self.init(argument) }
}
