import ArgumentParser

struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract: "Print the script by which a shell completes commands.",
    discussion: """
      EXAMPLES
        hfpub completion bash > ~/.local/share/bash-completion/completions/hfpub
        hfpub completion zsh > ~/.zfunc/_hfpub
        hfpub completion fish > ~/.config/fish/completions/hfpub.fish
      """
  )

  /// The shells that scripts are made for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "The shell.")
  var shell: Shell

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell.rawValue) else {
      throw ValidationError("There are no completions for \(shell.rawValue).")
    }
    Console.write(Hfpub.completionScript(for: shell), to: 1)
  }
}
