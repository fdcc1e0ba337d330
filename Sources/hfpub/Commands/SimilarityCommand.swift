import ArgumentParser
import Documents
import EmbeddingCore

struct SimilarityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity",
    abstract: "Print the cosine similarity of two texts.",
    usage: "hfpub similarity <a> <b> [<options>]",
    discussion: """
      EXAMPLES
        hfpub similarity "a kitten" "a cat"
        hfpub similarity "a kitten" "a cat" --model path/to/model
      """
  )

  @Argument(help: "The first text.")
  var a: String

  @Argument(help: "The second text.")
  var b: String

  @OptionGroup var model: ModelArguments

  func run() throws {
    let model = try model.load()
    Console.result(NumberFormat.decimal(Similarity.cosine(try model.encode(a), try model.encode(b)), places: 4))
  }
}
