import ArgumentParser
import Files
import FoundationEssentials
import Glibc
import HubAPI
import Publication

/// What every command about a publication takes.
struct PublicationOptions: ParsableArguments {
  @Argument(help: "The publication's folder. Without it: the nearest hfpub.yaml upward, or the project's choice.")
  var folder: String?

  @Option(name: .customLong("repo"), help: ArgumentHelp("The repository on the Hub.", valueName: "owner/name"))
  var repository: RepositoryID?

  /// The publication that the arguments and the working directory mean.
  func find() throws -> PublicationFinder.Choice {
    let choice = try Environment.publicationFinder
      .find(folder: folder, repository: repository)
    if choice.isProjectDefault {
      let why = repository.map { "no publication names \($0)" } ?? "none was named"
      Console.step("Using", "\(choice.folder) (the project's default; \(why))")
    }
    return choice
  }
}

/// The model of a publication, where the manifest names none or another one is meant.
struct ModelOverride: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: ArgumentHelp("The model's folder, in place of the manifest's.", valueName: "folder")
  )
  var folder: String?

  /// The choice with this model.
  func applied(to choice: PublicationFinder.Choice) -> PublicationFinder.Choice {
    guard let folder else { return choice }
    var changed = choice
    changed.manifest.modelFolder = folder
    return changed
  }
}

extension RepositoryID: ExpressibleByArgument {
  /// Reads `owner/name` from the command line.
  public init?(argument: String) { self.init(argument) }
}
