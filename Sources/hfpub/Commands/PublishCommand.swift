import ArgumentParser
import Publishing

struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Go the whole way in five steps, with a checklist.",
    usage: "hfpub publish [<folder>] [--repo <owner/name>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub publish --rehearse                   no account and no network
        hfpub publish --repo owner/name            to an existing repository
        hfpub publish --repo owner/name --create   create it first, private

      The five steps are those of the publication's page PUBLISHING.md: the model is here, its numbers are measured, the \
      files are rendered (they and the archives are written to build/<name>), it is rehearsed on a hub of this machine, \
      and it is published and verified. The first step that fails ends the way. The commit's URL is printed on standard \
      output.

      The last step is `hfpub upload`, with all of its options. With --rehearse the way ends with the rehearsal, and \
      nothing leaves this machine.
      """
  )

  @OptionGroup var upload: UploadArguments
  @OptionGroup var results: ResultOptions

  func run() async throws {
    try await results.run("publish") { [upload] result in
      let delivery = try await Delivery(upload, result)
      try await Interruption.cancelling { try await PublishRun(delivery, result).run() }
      await delivery.close()
    }
  }
}
