import ArgumentParser
import Documents
import Files
import Findings
import Publication
import Publishing
import Validation

struct RenderCardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render-card",
    abstract: "Write the card and its companions from the scores.",
    usage: "hfpub render-card [<folder>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub render-card                     write to build/<name>
        hfpub render-card --check             exit 1 when what is written differs
        hfpub render-card --stdout | less     the card alone

      README.md and the other `documents` of the manifest are rendered only when validation passes. The model's folder \
      is never written to. What people wrote between `<!-- hfpub:own NAME -->` and `<!-- /hfpub:own -->` stays.
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride
  @OptionGroup var output: OutputOptions

  @Flag(help: "Print the card instead of writing it.")
  var stdout = false

  @Flag(help: "Write nothing; show what differs from the files that are there, and exit 1 if any does.")
  var check = false

  @Flag(help: "Write nothing; show what differs.")
  var diff = false

  @Flag(help: "Print the card's metadata alone.")
  var metadataOnly = false

  func validate() throws {
    if [stdout, check, diff, metadataOnly].filter({ $0 }).count > 1 {
      throw ValidationError("Give one of --stdout, --check, --diff and --metadata-only.")
    }
  }

  func run() throws {
    let choice = try model.applied(to: publication.find())
    let report = try Steps.validate(choice, repository: publication.repository)
    let card = report.documents.first { $0.path == "README.md" }
    if stdout {
      Console.write(try required(card).text, to: 1)
    } else if metadataOnly {
      Console.write(FrontMatter.split(try required(card).text).yaml ?? "", to: 1)
    } else if check || diff {
      try compare(report.documents, with: output.path(for: choice.manifest))
    } else {
      let folder = try output.folder(for: choice.manifest)
      for document in report.documents {
        let merged = try OwnRegions.keep(in: document.text, from: folder.text(of: document.path))
        Console.result(try folder.write(merged, as: document.path))
      }
    }
  }

  private func required(_ card: RenderedFile?) throws -> RenderedFile {
    guard let card else { throw ValidationError("The manifest's `documents` do not hold README.md.") }
    return card
  }

  /// Shows the drift between what is rendered and what is written.
  private func compare(_ documents: [RenderedFile], with folder: String) throws {
    var differing = 0
    for document in documents {
      let file = "\(folder)/\(document.path)"
      let written = LocalFiles.isFile(file) ? try LocalFiles.readText(file) : nil
      let rendered = OwnRegions.keep(in: document.text, from: written)
      guard rendered != written else { continue }
      differing += 1
      let lines = UnifiedDiff.lines(from: written ?? "", to: rendered, name: file)
      lines.forEach { Console.result(TextEscape.printable($0)) }
    }
    Console.step(
      differing == 0 ? "Same" : "Differing",
      "\(differing) of \(documents.count) files differ from \(folder)"
    )
    if check, differing > 0 { throw BadResult(status: .checkFailed) }
  }
}
