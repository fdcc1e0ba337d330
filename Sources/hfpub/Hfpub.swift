import ArgumentParser
import Files
import Findings
import Glibc
import Publishing

/// The command line: parses, calls a library, prints; `main` turns every error into text and an exit status.
@main
struct Hfpub: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hfpub",
    abstract: "Publish static embedding models to the Hugging Face Hub, measured before and after.",
    discussion: """
      EXAMPLES
        hfpub init demo                           a publication to try everything on
        hfpub validate                            run the model, score its tests
        hfpub preview --open                      the card, as on the Hub
        hfpub upload --rehearse                   all the way, to a hub of its own
        hfpub upload --repo owner/name --create   the same for real
        hfpub verify owner/name                   fetch it and run it again

      Run it in a publication's folder (the one with hfpub.yaml), or at the top of a project with a Publication folder.
      """,
    version: Tool.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Publication",
        subcommands: [
          InitCommand.self, ValidateCommand.self, EvaluateCommand.self, RenderCardCommand.self, PreviewCommand.self,
          LintCardCommand.self, BundleCommand.self,
        ]
      ),
      CommandGroup(
        name: "Hub",
        subcommands: [
          PlanCommand.self, UploadCommand.self, PublishCommand.self, VerifyCommand.self, RollbackCommand.self,
          DownloadCommand.self, ServeCommand.self, LoginCommand.self, LogoutCommand.self, WhoAmICommand.self,
        ]
      ),
      CommandGroup(name: "Model", subcommands: [EncodeCommand.self, SimilarityCommand.self, ConvertCommand.self]),
      CommandGroup(
        name: "Help",
        subcommands: [
          DoctorCommand.self, ExplainCommand.self, SchemaCommand.self, CompletionCommand.self, ManualCommand.self,
        ]
      ),
    ]
  )

  static func main() async {
    MappedFile.surviveShrinking()
    // A limit on the size of files is an error of the write, with a text, not a silent end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      if let unknown = UnknownCommand.first(in: Array(CommandLine.arguments.dropFirst())) { throw unknown.error }
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      Console.await(nil)
    } catch {
      Failure.end(with: error)
    }
  }
}

/// Facts about this build.
enum Tool {
  /// The version, as `--version` and the card say it.
  static let version = "0.1.0"

  /// The day, as year-month-day, in UTC.
  static var today: String { String(now.prefix(10)) }

  /// The time in UTC, ISO 8601.
  static var now: String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}
