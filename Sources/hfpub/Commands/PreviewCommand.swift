import ArgumentParser
import Files
import Findings
import Glibc
import HubAPI
import Publication
import Publishing
import Validation

struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show the card as the Hub would, with its findings.",
    usage: "hfpub preview [<folder>] [<options>]",
    discussion: """
      EXAMPLES
        hfpub preview --open                    look at it in the browser
        hfpub preview -o card.html              write it here
        hfpub preview --document BENCHMARKS.md  another rendered file

      Writes one HTML file that loads nothing and runs nothing, in light and dark, and prints its path. Findings do not \
      stop it: they stand beside the card.
      """
  )

  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The file to write. Default: a new one in the system's temporary folder.", valueName: "file")
  )
  var output: String?

  @Option(help: ArgumentHelp("The rendered Markdown file to show.", valueName: "path"))
  var document = "README.md"

  @Flag(help: "Open it in the browser, with xdg-open.")
  var open = false

  func run() throws {
    let choice = try model.applied(to: publication.find())
    let repository = publication.repository ?? choice.manifest.repository
    var validator = Validator(toolVersion: Tool.version, today: Tool.today)
    validator.progress = ValidationWork.show
    let report = try validator.run(choice.manifest, folder: choice.folder, repository: repository)
    Console.await(nil)
    guard let shown = report.documents.first(where: { $0.path == document && $0.isMarkdown }) else {
      let names = report.documents.filter(\.isMarkdown).map(\.path)
      let hint = NearestName.suggestion(for: document, among: names).map { " Did you mean \($0)?" } ?? ""
      throw ValidationError(
        "No Markdown file \(document) is rendered; there are \(names.joined(separator: ", ")).\(hint)"
      )
    }
    let page = PreviewPage(
      card: shown.text,
      claims: shown.claims,
      findings: report.findings,
      images: PreviewImages(
        files: Dictionary(report.documents.map { ($0.path, Array($0.text.utf8)) }) { first, _ in first },
        folders: [choice.folder]
      ),
      title: repository?.description ?? choice.manifest.name,
      linkBase: repository.map { "https://huggingface.co/\($0)/blob/main/" }
    )
    let file = try output ?? Self.temporaryFile(named: choice.manifest.name)
    try LocalFiles.writeAtomically(Array(page.html.utf8), to: file)
    let problems = report.findings.count { $0.severity != .note }
    Console.step("Preview", "\(document) with \(problems) finding\(problems == 1 ? "" : "s") beside it")
    Console.result(file)
    if open { openInBrowser(file) }
  }

  /// A file in a new folder that only this user can read, so that nobody else can have put something there.
  private static func temporaryFile(named name: String) throws -> String {
    let base = Environment.variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(base)/hfpub-preview-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkdtemp($0) != nil } ?? false }
    guard made else { throw FileError.system("create a folder in", base, number: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/\(name).html"
  }

  private func openInBrowser(_ file: String) {
    // A path that begins with a dash would be read as an option.
    let path = LocalFiles.resolved(file) ?? file
    do {
      try Browser.open(path)
    } catch {
      Console.note("hfpub: could not open it: \(error.reason)")
    }
  }
}
