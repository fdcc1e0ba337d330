/// What can be seen in Python code without running it: whether it closes what it opens, what it imports, and which calls
/// begin with a text.
///
/// It is no parser of the language (<https://docs.python.org/3/reference/lexical_analysis.html>): it knows strings,
/// comments, brackets, lines and indentation.
public struct PythonScan: Sendable, Hashable {
  /// A place where the code cannot be right.
  public struct Fault: Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong.
    public var reason: String
  }

  /// A module that is imported.
  public struct Import: Sendable, Hashable {
    /// Its name up to the first dot.
    public var module: String
    /// The line, from 1.
    public var line: Int
  }

  /// A call with a text in it: the first argument, or a named one.
  public struct Call: Sendable, Hashable {
    /// What is called, with its dots: `StaticModel.from_pretrained`.
    public var name: String
    /// The argument's name; nil for the first.
    public var argument: String?
    /// The text.
    public var text: String
    /// The line of the text, from 1.
    public var line: Int
    /// The same number for all arguments of one call.
    public var group: Int
  }

  /// The first fault; nil when none is seen.
  public private(set) var fault: Fault?
  /// The imports in their order.
  public private(set) var imports: [Import] = []
  /// The calls in their order.
  public private(set) var calls: [Call] = []

  /// Looks through code.
  public init(_ code: String) {
    var lexer = PythonLexer(code)
    let tokens = lexer.tokens()
    fault = lexer.fault
    findImports(tokens)
    findCalls(tokens)
  }

  private mutating func findImports(_ tokens: [PythonLexer.Token]) {
    for (index, token) in tokens.enumerated() where index == 0 || tokens[index - 1].kind == .lineEnd {
      guard token.kind == .name, token.text == "import" || token.text == "from" else { continue }
      var expectsName = true
      for next in tokens[(index + 1)...] {
        if next.kind == .lineEnd { break }
        if next.kind == .name, expectsName {
          imports.append(Import(module: next.text, line: next.line))
          expectsName = false
          if token.text == "from" { break }
        } else if next.kind == .mark, next.text == "," {
          expectsName = true
        } else if next.text == ".", token.text == "from", expectsName {
          // A module beside the script.
          break
        }
      }
    }
  }

  private mutating func findCalls(_ tokens: [PythonLexer.Token]) {
    for (index, token) in tokens.enumerated() where token.kind == .text {
      guard index >= 2 else { continue }
      let before = tokens[index - 1]
      if before.text == "(", let name = Self.dotted(tokens, endingAt: index - 2) {
        calls.append(Call(name: name, argument: nil, text: token.text, line: token.line, group: index - 1))
      } else if before.text == "=", tokens[index - 2].kind == .name,
        let open = Self.openBracket(tokens, before: index - 2), let name = Self.dotted(tokens, endingAt: open - 1)
      {
        let argument = tokens[index - 2].text
        calls.append(Call(name: name, argument: argument, text: token.text, line: token.line, group: open))
      }
    }
  }

  /// The name with its dots that ends at a place.
  private static func dotted(_ tokens: [PythonLexer.Token], endingAt end: Int) -> String? {
    guard end >= 0, tokens[end].kind == .name else { return nil }
    var parts = [tokens[end].text]
    var place = end
    while place >= 2, tokens[place - 1].text == ".", tokens[place - 2].kind == .name {
      parts.append(tokens[place - 2].text)
      place -= 2
    }
    return parts.reversed().joined(separator: ".")
  }

  /// The place of the bracket that is open before a place, looked for among the next few dozen tokens.
  private static func openBracket(_ tokens: [PythonLexer.Token], before end: Int) -> Int? {
    var depth = 0
    for place in stride(from: end - 1, through: max(0, end - 60), by: -1) where tokens[place].kind == .mark {
      switch tokens[place].text {
      case ")", "]", "}": depth += 1
      case "(" where depth == 0: return place
      case "(", "[", "{":
        guard depth > 0 else { return nil }
        depth -= 1
      default: break
      }
    }
    return nil
  }
}
