import Documents
import Findings

extension CardDocument {
  /// The first character of the file, for findings about the whole of it.
  var start: SourceLocation { SourceLocation(file: file, line: 1, column: 1) }

  /// Where the metadata begin.
  var metadataStart: SourceLocation { metadata?.location ?? start }

  /// The value of a key of the metadata; nil when it is not there or says nothing.
  func metadataValue(_ key: String) -> YAMLNode? {
    guard let node = metadata?.optional(key), !node.isNull else { return nil }
    return node
  }

  /// The error that kept the metadata from being read, if it is of this kind.
  func metadataError(_ code: DocumentError.Code) -> DocumentError? { metadataError?.code == code ? metadataError : nil }

  /// Whether a line of the file, from 1, belongs to the metadata.
  func isMetadata(line: Int) -> Bool { frontMatter.yaml != nil && line < frontMatter.bodyStartLine }

  /// The lines of the file with their numbers from 1, without their ends; a carriage return alone ends a line too.
  func forEachLine(_ body: (_ number: Int, _ line: Substring.UnicodeScalarView) -> Void) {
    let scalars = Substring(text).unicodeScalars
    var number = 1
    var start = scalars.startIndex
    var index = start
    while index < scalars.endIndex {
      let scalar = scalars[index]
      guard scalar == "\n" || scalar == "\r" else {
        index = scalars.index(after: index)
        continue
      }
      body(number, scalars[start..<index])
      index = scalars.index(after: index)
      if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { index = scalars.index(after: index) }
      start = index
      number += 1
    }
    body(number, scalars[start...])
  }
}

extension YAMLNode {
  /// Calls `body` for this node, its keys and everything in it, in the order of the file.
  func forEachNode(_ body: (_ node: YAMLNode, _ isKey: Bool) -> Void) { forEachNode(isKey: false, body) }

  private func forEachNode(isKey: Bool, _ body: (_ node: YAMLNode, _ isKey: Bool) -> Void) {
    body(self, isKey)
    switch value {
    case .scalar: return
    case .sequence(let items): for item in items { item.forEachNode(isKey: false, body) }
    case .mapping(let pairs):
      for pair in pairs {
        pair.key.forEachNode(isKey: true, body)
        pair.value.forEachNode(isKey: false, body)
      }
    }
  }
}
