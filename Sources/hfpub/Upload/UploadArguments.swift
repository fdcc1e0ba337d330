import ArgumentParser
import HubAPI
import Publication
import Publishing

/// What `upload` and `publish` are told.
struct UploadArguments: ParsableArguments {
  @OptionGroup var publication: PublicationOptions
  @OptionGroup var model: ModelOverride

  @Flag(help: "Create the repository (private, unless --public) and the branch if they do not exist.")
  var create = false

  @Flag(help: "With --create: let everybody see the new repository.")
  var `public` = false

  @OptionGroup var target: UploadTarget

  @Flag(help: "Put back what others changed or deleted there since the last upload; refused without it.")
  var overwrite = false

  @Option(help: ArgumentHelp("The commit's first line.", valueName: "text"))
  var message: String?

  @Option(help: ArgumentHelp("The commit's further lines; a line `hfpub-upload: ID` follows them.", valueName: "text"))
  var description = ""

  @Option(help: ArgumentHelp("Give the new commit this tag, once it is verified.", valueName: "name"))
  var tag: Revision?

  @Flag(help: "Open a pull request instead of committing to main; it is shown to others once it is verified.")
  var pr = false

  @Option(help: ArgumentHelp("Do exactly what this plan says (`hfpub plan -o`), or nothing.", valueName: "file"))
  var plan: String?

  @Option(
    help: ArgumentHelp("Where the receipt goes. Default: build/<name>/publish-receipt.json here.", valueName: "file")
  )
  var receipt: String?

  @OptionGroup var network: NetworkOptions
  @OptionGroup var speed: RateOptions

  func validate() throws {
    if `public`, !create { throw ValidationError("--public goes with --create.") }
    if overwrite, plan != nil {
      throw ValidationError("--overwrite goes without --plan, which was looked at.")
    }
    if pr, target.revision != .main { throw ValidationError("--pr goes to main; give it without --revision.") }
    if pr, plan != nil || create {
      throw ValidationError(
        "--pr is for a repository that is there, and plans anew; give it without --create and --plan."
      )
    }
    if let message, message.allSatisfy(\.isWhitespace) { throw ValidationError("--message is empty.") }
  }

  /// What the publisher decided about the commit.
  var options: UploadOptions {
    var options = UploadOptions(
      revision: target.revision,
      prunes: target.prune,
      message: message,
      description: description
    )
    options.opensPullRequest = pr
    options.overwrites = overwrite
    options.tag = tag
    return options
  }

  /// What to do about a repository that is not there.
  var creation: UploadJob.Creation { `public` ? .asPublic : create || target.rehearse ? .asPrivate : .refused }

  /// What the network may cost.
  var limits: NetworkLimits {
    var limits = network.limits
    limits.rate = speed.limitRate?.bytes
    return limits
  }
}
