import Findings

/// A parsed template: its nodes, and its source for telling where something stands.
struct Template: Sendable {
  /// A part of a template.
  indirect enum Node: Sendable {
    /// Printed as it stands.
    case text(String)
    /// The start of a line that has something on it: where a partial's indentation goes.
    case lineStart
    /// The value of a name.
    case variable(Reference)
    /// Rendered for every item, once for a true value, or (inverted) once for a value that is not true.
    case section(Reference, isInverted: Bool, [Node])
    /// Another template; `indentation` is what stands before a tag alone on its line, nil for a tag inside a line.
    case partial(String, indentation: String?, offset: Int)
  }

  /// A name as it is written in a tag.
  struct Reference: Sendable {
    /// The parts between dots; empty for `.`, the current item.
    var path: [String]
    /// The byte of the source at which the tag begins.
    var offset: Int

    /// The name as written.
    var name: String { path.isEmpty ? "." : path.joined(separator: ".") }
  }

  let name: String
  let nodes: [Node]
  private let source: [UInt8]

  /// Parses a template.
  init(name: String, text: String) throws(DocumentError) {
    var parser = TemplateParser(name: name, text: text)
    self.name = name
    nodes = try parser.parse()
    source = parser.source
  }

  /// The place of a byte of the source.
  func location(of offset: Int) -> SourceLocation { Self.location(of: offset, in: source, file: name) }

  static func location(of offset: Int, in source: [UInt8], file: String) -> SourceLocation {
    var line = 1
    var column = 1
    for byte in source.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return SourceLocation(file: file, line: line, column: column)
  }

  /// The names of the templates that are included, with their places.
  var partials: [(name: String, offset: Int)] {
    var found: [(String, Int)] = []
    var pending = [nodes]
    while let nodes = pending.popLast() {
      for node in nodes {
        switch node {
        case .partial(let name, _, let offset): found.append((name, offset))
        case .section(_, _, let children): pending.append(children)
        case .text, .lineStart, .variable: break
        }
      }
    }
    return found.sorted { $0.1 < $1.1 }
  }
}
