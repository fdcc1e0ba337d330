import ArgumentParser

struct UploadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upload",
    abstract: "Validate, send in one commit, fetch back, run again.",
    discussion: """
      EXAMPLES
        hfpub upload --rehearse                   no account and no network
        hfpub upload --repo owner/name            to an existing repository
        hfpub upload --repo owner/name --create   create it first, private
        hfpub upload --dry-run                    what would be sent
        hfpub upload --limit-rate 500k --max-wait 1h

      Goes to the Hub at HF_ENDPOINT (default https://huggingface.co) with the token of HF_TOKEN or of `hfpub login`, or \
      in a CI job that the Hub trusts (HF_OIDC_RESOURCE=owner/name) with one for that job. \
      Files that are only on the remote stay there, unless --prune. The commit's URL is printed on standard output.

      How far it came is noted in $XDG_STATE_HOME/hfpub/journal (default ~/.local/state): after a killed run, run the \
      command again; it says what was left, and completes it. Two runs to one branch at once are refused.

      A folder that one commit cannot hold (over 10,000 files, 1,000 objects in storage, or 100 MiB beside them) goes \
      to a draft pull request in parts, which is compared with the plan and merged in one step: nobody sees a half.
      """
  )

  @OptionGroup var upload: UploadArguments

  @Flag(help: "Show the plan and send nothing, as `hfpub plan` does.")
  var dryRun = false

  @OptionGroup var results: ResultOptions

  func validate() throws {
    guard dryRun else { return }
    if upload.receipt != nil { throw ValidationError("--dry-run leaves no receipt; give it without --receipt.") }
    if upload.plan != nil { throw ValidationError("--dry-run makes a plan of its own; give it without --plan.") }
    if upload.overwrite { throw ValidationError("--overwrite goes without --dry-run, which sends nothing.") }
    if upload.create { throw ValidationError("--dry-run creates nothing; give it without --create.") }
  }

  func run() async throws {
    try await results.run("upload") { [upload, dryRun] result in
      guard !dryRun else {
        return try await PlanCommand.show(
          upload.publication,
          upload.model,
          upload.target,
          upload.limits,
          output: nil,
          result
        )
      }
      let delivery = try await Delivery(upload, result)
      try await Interruption.cancelling {
        try await delivery.checkRights()
        let (choice, repository) = (delivery.choice, delivery.repository)
        let prepared = try await Interruption.leaving { try Steps.prepare(choice, repository: repository, for: result) }
        try await delivery.send(prepared)
      }
      await delivery.close()
    }
  }
}
