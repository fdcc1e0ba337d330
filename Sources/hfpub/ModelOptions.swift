import ArgumentParser
import EmbeddingCore
import Publication

/// Which model a command runs.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The model's folder. Default: the publication's model.", valueName: "folder"))
  var model: String?

  func load() throws -> StaticModel {
    if let model { return try StaticModel(folder: model) }
    let choice = try Environment.publicationFinder
      .find(folder: nil, repository: nil)
    return try StaticModel(folder: choice.manifest.modelFolder)
  }
}
