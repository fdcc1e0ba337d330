import ArgumentParser
import Reports

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of what --format json writes.",
    discussion: """
      EXAMPLES
        hfpub schema > result.schema.json

      One frame holds success, findings and failures. Keys are only ever added; another meaning would get another name. \
      A line of --format jsonl is `#/$defs/event` of the same schema.
      """
  )

  func run() { Console.write(ReportSchema.text, to: 1) }
}
