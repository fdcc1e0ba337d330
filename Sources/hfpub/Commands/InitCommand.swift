import ArgumentParser
import Documents
import Files
import Publication
import Publishing

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a publication: a sample, or one for your model.",
    discussion: """
      EXAMPLES
        hfpub init demo
        hfpub init mymodel --from path/to/model

      Without --from the folder holds the sample publication with its small real model, which validates, renders and \
      uploads as it is.

      With --from the model's folder is read and the model is run: the manifest says what the files say (base model, \
      licence, languages), suites get floors from what the model scores, and what only you can say is marked `SAY:`. \
      `hfpub validate` names these places until you have filled them. The model stays where it is and is only read.
      """
  )

  @Argument(help: ArgumentHelp("The folder to make; nothing may be in it.", valueName: "folder"))
  var folder: String

  @Option(help: ArgumentHelp("The folder of the model that is to be published.", valueName: "folder"))
  var from: String?

  @Option(help: ArgumentHelp("With --from: the publication's name. Default: the folder's.", valueName: "name"))
  var name: String?

  func validate() throws {
    if name != nil, from == nil { throw ValidationError("--name goes with --from; the sample has its own.") }
    guard from != nil, !ManifestReader.isName(chosenName) else { return }
    throw ValidationError("“\(chosenName)” is no name for a publication (letters, digits, - _ .): say one with --name.")
  }

  private var place: String { LocalFiles.withoutSlash(folder) }

  private var chosenName: String { name ?? LocalFiles.name(of: LocalFiles.destination(folder)) }

  func run() throws {
    guard let from else { return try writeSample() }
    let draft = try PublicationDraft(
      name: chosenName,
      modelFolder: from,
      modelPath: from.hasPrefix("/") ? from : NewFolder.relativePath(of: from, in: place),
      starter: Sample.starter,
      today: Tool.today
    )
    try draft.write(to: place)
    DraftPrinter(draft: draft, folder: place).show()
  }

  private func writeSample() throws {
    let files = Sample.files
    try NewFolder.write(files, to: place)
    let size = NumberFormat.bytes(files.reduce(0) { $0 + $1.bytes.count })
    Console.step("Writing", "\(place): the sample publication, \(files.count) files, \(size)")
    DraftPrinter.showNext(place)
  }
}
