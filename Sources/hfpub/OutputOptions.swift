import ArgumentParser
import Publication
import Publishing

/// Where a command writes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The folder to write to. Default: build/<name> here.", valueName: "folder")
  )
  var output: String?

  func folder(for manifest: Manifest) throws -> OutputFolder {
    try OutputFolder(output ?? "build/\(manifest.name)", modelFolder: manifest.modelFolder)
  }
}
