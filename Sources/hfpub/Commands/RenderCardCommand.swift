import ArgumentParser
import Publishing

struct RenderCardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render-card",
    abstract: "Write the model card, README.md, from what was measured.",
    discussion: """
      The card is rendered only when validation passes. The model's folder is never written to.
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Print the card instead of writing it.")
  var stdout = false

  func run() throws {
    let choice = try publication.find()
    let prepared = try Steps.prepare(choice, repository: publication.repository)
    if stdout {
      Console.write(prepared.readme, to: 1)
    } else {
      Console.result(try output.folder(for: prepared.manifest).write(prepared.readme, as: "README.md"))
    }
  }
}
