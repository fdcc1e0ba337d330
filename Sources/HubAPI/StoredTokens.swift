import HTTP

/// The tokens by name that the Hub's own tools keep beside the token in use: an INI file, a section for each name.
///
/// What other tools wrote into it stays as it is, byte for byte.
struct StoredTokens {
  /// A text that is no such file.
  struct Malformed: Error {
    var line: Int
    var reason: String
  }

  private struct Section {
    var name: String
    var token: String?
    var lines: [String]
  }

  private var sections: [Section] = []
  private var beginning: [String] = []

  /// No tokens.
  init() {}

  /// The tokens in a text.
  init(_ text: String) throws(Malformed) {
    // By scalar: a line end of CR and LF is one character of Swift.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0)) }
    if lines.last == "" { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      let content = Self.trimmed(line)
      if content.hasPrefix("["), let end = content.lastIndex(of: "]") {
        let name = String(content[content.index(after: content.startIndex)..<end])
        guard !name.isEmpty else { throw Malformed(line: index + 1, reason: "a section has no name") }
        guard !sections.contains(where: { $0.name == name }) else {
          throw Malformed(line: index + 1, reason: "the section [\(name)] is there twice")
        }
        sections.append(Section(name: name, token: nil, lines: [line]))
        continue
      }
      let isComment = content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";")
      guard !sections.isEmpty else {
        guard isComment else { throw Malformed(line: index + 1, reason: "it belongs to no section") }
        beginning.append(line)
        continue
      }
      let last = sections.count - 1
      sections[last].lines.append(line)
      // A line that begins with a blank goes on with the value above.
      guard !isComment, line.first != " ", line.first != "\t" else { continue }
      guard let delimiter = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
        // The line itself is not shown: it may be a token.
        throw Malformed(line: index + 1, reason: "it is neither a section nor a value")
      }
      if Self.trimmed(String(content[..<delimiter])).lowercased() == "hf_token" {
        sections[last].token = Self.trimmed(String(content[content.index(after: delimiter)...]))
      }
    }
  }

  /// The names and tokens, in the order of the file.
  var tokens: [(name: String, token: Secret)] {
    sections.compactMap { section in
      // A section of this name holds defaults of the others.
      guard section.name != Self.reserved, let token = section.token, !token.isEmpty else { return nil }
      return (section.name, Secret(token))
    }
  }

  /// Puts a token under a name; what was known under it is forgotten, as it belonged to another token.
  mutating func set(_ name: String, _ token: Secret) {
    var name = String(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
    name = Self.trimmed(name)
    if name.isEmpty || name == Self.reserved { name = "token \(name)" }
    let section = Section(
      name: name,
      token: token.reveal(),
      lines: ["[\(name)]", "hf_token = \(token.reveal())", ""]
    )
    if let index = sections.firstIndex(where: { $0.name == name }) {
      sections[index] = section
    } else {
      sections.append(section)
    }
  }

  /// The file's text.
  var text: String {
    let lines = beginning + sections.flatMap(\.lines)
    return lines.map { "\($0)\n" }.joined()
  }

  private static let reserved = "DEFAULT"

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }
}
