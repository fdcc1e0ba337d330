import ArgumentParser
import Publication
import Reports

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of what hfpub writes or reads.",
    discussion: """
      EXAMPLES
        hfpub schema                                   what --format json writes
        hfpub schema manifest > hfpub.schema.json      for hfpub.yaml
        hfpub schema suite > suite.schema.json         for the suites
        hfpub schema evidence > evidence.schema.json   for what others measured

      Of `report`, one frame holds success, findings and failures. Keys are only ever added; another meaning would get \
      another name. A line of --format jsonl is `#/$defs/event` of the same schema. With the schemas of \
      `manifest`, `suite` and `evidence` an editor completes and checks what you write.
      """
  )

  /// What has a schema.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case report
    case manifest
    case suite
    case evidence
  }

  @Argument(help: ArgumentHelp("Of what.", valueName: "subject"))
  var subject = Subject.report

  @Flag(help: ArgumentHelp("Print the documentation's tables of the same keys, in Markdown.", visibility: .hidden))
  var page = false

  func validate() throws {
    if page, subject == .report { throw ValidationError("There is no page of the report's keys.") }
  }

  func run() {
    let text =
      switch subject {
      case .report: ReportSchema.text
      case .manifest: page ? KeyPage.manifest : KeySchema.manifest
      case .suite: page ? KeyPage.suite : KeySchema.suite
      case .evidence: page ? KeyPage.evidence : KeySchema.evidence
      }
    Console.write(text, to: 1)
  }
}
