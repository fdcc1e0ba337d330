import ArgumentParser
import EmbeddingCore
import Publication

/// Which model a command runs, and how it is opened.
struct ModelArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The model's folder. Default: the publication's model.", valueName: "folder"))
  var model: String?

  @Option(name: .customLong("dim"), help: ArgumentHelp("Keep the first so many dimensions.", valueName: "number"))
  var dimension: Int?

  @Option(help: "What the files mean: as model2vec or as sentence-transformers reads them.")
  var semantics = ModelSemantics.model2vec

  @Option(
    name: .customLong("prompt"),
    help: ArgumentHelp("With sentence-transformers: the model's prompt of this name.", valueName: "name")
  )
  var promptName: String?

  func load() throws -> StaticModel {
    let options = ModelOptions(dimension: dimension, semantics: semantics, promptName: promptName)
    if let model { return try StaticModel(folder: model, options: options) }
    let choice = try Environment.publicationFinder
      .find(folder: nil, repository: nil)
    return try StaticModel(folder: choice.manifest.requiredModelFolder(), options: options)
  }
}

extension ModelSemantics: ExpressibleByArgument {}

extension TableFormat: ExpressibleByArgument {
  /// Reads `f16` or `float16`, and the like, from the command line.
  public init?(argument: String) {
    switch argument {
    case "f16", "float16": self = .float16
    case "f32", "float32": self = .float32
    case "f64", "float64": self = .float64
    case "i8", "int8": self = .int8
    default: return nil
    }
  }

  /// The short names, for help and completions.
  public static var allValueStrings: [String] { ["f16", "f32", "f64", "int8"] }
}
