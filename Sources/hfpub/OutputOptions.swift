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

  func path(for manifest: Manifest) -> String { output ?? Self.defaultPath(for: manifest) }

  static func defaultPath(for manifest: Manifest) -> String { "build/\(manifest.name)" }

  func folder(for manifest: Manifest) throws -> OutputFolder {
    try OutputFolder(path(for: manifest), modelFolder: manifest.modelFolder)
  }
}
