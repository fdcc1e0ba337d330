import ArgumentParser
import EmbeddingCore
import Files
import Findings

struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Turn texts into vectors.",
    usage: "hfpub encode [<texts> ...] [<options>]",
    discussion: """
      EXAMPLES
        hfpub encode "a cat" "a kitten" --model DIR
        hfpub encode --input texts.jsonl --output vectors.npy

      Texts come from the arguments, from --input, or from standard input: a line is a text. In a .jsonl file a line is \
      a JSON string or an object with "text", so that texts may hold newlines. Vectors come out in the order of the \
      texts, as JSON lines, or as a float32 NumPy array when --output ends in .npy. Memory does not grow with the input.
      """
  )

  @Argument(help: "The texts.")
  var texts: [String] = []

  @OptionGroup var model: ModelArguments

  @Option(help: ArgumentHelp("Read texts from this file; - is standard input.", valueName: "file"))
  var input: String?

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write vectors to this file.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Also write the pooled token ids, one JSON array a line.", valueName: "file"))
  var tokens: String?

  func validate() throws {
    if !texts.isEmpty, input != nil {
      throw ValidationError("Give texts as arguments or --input, not both.")
    }
  }

  func run() throws {
    let model = try model.load()
    let source: any TextSource = texts.isEmpty ? try TextLines(path: input ?? "-") : TextArguments(texts)
    let vectors = try VectorOutput.open(output, dimension: model.facts.dimension)
    let tokenOutput = try tokens.map { try OutputStream(path: $0) }
    try EncodingRun(model: model, source: source, vectors: vectors, tokens: tokenOutput).run()
  }
}
