import Findings

/// A command's page for `man`, in the macros of man(7).
struct ManualPage {
  let command: CommandTree.Command
  /// The tool's command, of which the page tells everything.
  let root: CommandTree.Command

  private var isRoot: Bool { command.commandName == root.commandName }
  private var title: String {
    isRoot ? root.commandName : "\(root.commandName)-\(command.commandName)"
  }
  private var call: String { isRoot ? root.commandName : "\(root.commandName) \(command.commandName)" }

  /// The file's name.
  var file: String { "\(title).1" }

  /// The page.
  var text: String {
    var lines = [
      // No day: the same version has the same page.
      ".TH \(title.uppercased()) 1 \"\" \"hfpub \(Tool.version)\" \"User Commands\"",
      ".SH NAME", "\(Self.escaped(title)) \\- \(Self.escaped(abstract))", ".SH SYNOPSIS",
    ]
    lines += synopsis
    let (examples, description) = Self.parts(command.discussion ?? "")
    lines += [".SH DESCRIPTION"] + (description.isEmpty ? [Self.escaped(command.abstract ?? "")] : description)
    if isRoot { lines += commands }
    let options = command.shownArguments
    if !options.isEmpty { lines += [".SH OPTIONS"] + options.flatMap(entry) }
    if !examples.isEmpty { lines += [".SH EXAMPLES", ".nf"] + examples.map(Self.escaped) + [".fi"] }
    lines += environment + [".SH \"EXIT STATUS\""]
    for status in ExitStatus.allCases { lines += [".TP", "\(status.rawValue)", Self.escaped(status.meaning)] }
    lines += [".SH \"SEE ALSO\"", seeAlso]
    return lines.joined(separator: "\n") + "\n"
  }

  private var abstract: String {
    let text = command.abstract ?? ""
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  private var synopsis: [String] {
    guard !isRoot else { return [".B \(call)", ".I command", "[\\fIoptions\\fR]"] }
    let positional = command.shownArguments.filter(\.isPositional).map { argument in
      let name = "\\fI\(Self.escaped(argument.valueName ?? ""))\\fR" + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(name)]" : name
    }
    return [".B \(Self.escaped(call))", "[\\fIoptions\\fR] \(positional.joined(separator: " "))"]
  }

  private var commands: [String] {
    [".SH COMMANDS"]
      + root.ownSubcommands.flatMap { command in
        [
          ".TP", "\\fB\(Self.escaped("hfpub-\(command.commandName)"))\\fR(1)", Self.escaped(command.abstract ?? ""),
        ]
      }
  }

  private func entry(_ argument: CommandTree.Argument) -> [String] {
    let value = "\\fI\(Self.escaped(argument.valueName ?? ""))\\fR"
    let names = (argument.names ?? []).sorted { $0.text.utf8.count < $1.text.utf8.count }
      .map { "\\fB\(Self.escaped($0.text))\\fR" }.joined(separator: ", ")
    var text = Self.escaped(argument.abstract ?? "")
    if let values = argument.allValues, !values.isEmpty { text += " (\(Self.escaped(values.joined(separator: ", "))))" }
    if let usual = argument.defaultValue { text += " Default: \(Self.escaped(usual))." }
    let head = argument.isPositional ? value : argument.isFlag ? names : "\(names) \(value)"
    return [".TP", head, text]
  }

  private var environment: [String] {
    guard isRoot else { return [] }
    return [".SH ENVIRONMENT", "\\fBhfpub doctor\\fR says which of these are set, and where each value came from."]
      + EnvironmentVariable.all.flatMap { variable in
        [".TP", Self.escaped(variable.names.joined(separator: ", ")), Self.escaped(variable.meaning)]
      }
  }

  private var seeAlso: String {
    let others = isRoot ? root.ownSubcommands.map { "hfpub-\($0.commandName)" } : [root.commandName]
    return others.map { "\\fB\(Self.escaped($0))\\fR(1)" }.joined(separator: ",\n")
  }

  /// The examples and the rest of a discussion.
  private static func parts(_ discussion: String) -> (examples: [String], rest: [String]) {
    var examples: [String] = []
    var rest: [String] = []
    for block in paragraphs(discussion) {
      if block.first == "EXAMPLES" {
        examples += block.dropFirst().map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
      } else {
        rest += (rest.isEmpty ? [] : [".PP"]) + block.map { escaped($0) }
      }
    }
    return (examples, rest)
  }

  private static func paragraphs(_ text: String) -> [[String]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .split(separator: "", omittingEmptySubsequences: true).map { Array($0) }
  }

  /// A text as troff prints it: no letter of it is a command.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "’", "'": result += "\\(aq"
      case "“", "”": result += "\\(dq"
      case "`": result += "\\(ga"
      case "…": result += "..."
      case "~": result += "\\(ti"
      case "^": result += "\\(ha"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") ? "\\&\(result)" : result
  }
}
