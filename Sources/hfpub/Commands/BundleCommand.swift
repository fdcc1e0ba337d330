import ArgumentParser
import Documents
import Files
import Publication
import Publishing

struct BundleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Put everything into one .tar.gz and one .zip.",
    usage: "hfpub bundle [<folder>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub bundle
        hfpub bundle mymodel -o release

      The same publication gives the same bytes on every run and every machine.
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride
  @OptionGroup var output: OutputOptions

  func run() async throws {
    // An archive that is being written goes; a look at the model before it is left behind.
    try await Interruption.cancelling(patience: .milliseconds(1500)) { try bundle() }
  }

  private func bundle() throws {
    let choice = try model.applied(to: publication.find())
    let prepared = try Steps.prepare(choice, repository: publication.repository)
    try Task.checkCancellation()
    let folder = try output.folder(for: prepared.manifest)
    for file in prepared.shipment.files {
      Console.step("Adding", "\(file.path) (\(NumberFormat.bytes(file.digests.size)))")
    }
    for left in prepared.shipment.leftOut { Console.step("Not shipped", "\(left.path): \(left.reason)") }
    for (path, digests) in try Steps.bundle(prepared, to: folder).archives {
      Console.result("\(path)  \(NumberFormat.bytes(digests.size))\n  sha256 \(digests.sha256)")
    }
  }
}
