import Documents
import Findings

/// Everything in a card's body that leads somewhere: links and pictures, in Markdown and in HTML.
struct CardLinks {
  /// A link or picture.
  struct Entry {
    var address: String
    var isImage: Bool
    /// The words of the link, or what stands for the picture where it cannot be shown; nil when that is not said.
    var text: String?
    var location: SourceLocation

    /// The scheme in lower case; nil for an address within the repository.
    var scheme: String? {
      guard let colon = address.firstIndex(of: ":") else { return nil }
      let scheme = address[..<colon]
      guard let first = scheme.first, first.isASCII, first.isLetter, scheme.count > 1,
        scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
      else { return nil }
      return scheme.lowercased()
    }
  }

  /// In the order of the text.
  var entries: [Entry] = []

  init(_ card: CardDocument) {
    var entries: [Entry] = []
    card.body?.visit { node in
      let location = card.location(of: node)
      switch node.kind {
      case .link(let address):
        entries.append(Entry(address: address, isImage: false, text: node.all(Self.words).joined(), location: location))
      case .image(let address):
        entries.append(Entry(address: address, isImage: true, text: node.text, location: location))
      case .html(let html), .htmlBlock(let html):
        for tag in HTMLTag.tags(in: html) {
          if tag.name == "a", let address = tag["href"] {
            entries.append(Entry(address: address, isImage: false, text: nil, location: location))
          } else if tag.name == "img", let address = tag["src"] {
            entries.append(Entry(address: address, isImage: true, text: tag["alt"], location: location))
          }
        }
      default: break
      }
    }
    self.entries = entries
  }

  /// What a reader sees of a piece: words, code, and pictures by their own text.
  private static func words(_ node: MarkdownNode) -> String? {
    switch node.kind {
    case .text(let text), .code(let text): text
    case .image: "picture"
    default: nil
    }
  }
}

extension CardLinks.Entry {
  /// The path within the repository and the name within the file that a relative address leads to; nil for others.
  ///
  /// The path is empty for an address within the card; it is nil where the address leads out of the repository.
  var relative: (path: String?, anchor: String?)? {
    guard scheme == nil, !address.hasPrefix("//"), !address.isEmpty else { return nil }
    let bare = address.prefix { $0 != "#" && $0 != "?" }
    let anchor = address.firstIndex(of: "#").map { String(address[address.index(after: $0)...]) }
    var parts: [Substring] = []
    for part in bare.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        guard parts.popLast() != nil else { return (nil, anchor) }
      default: parts.append(part)
      }
    }
    return (bare.hasPrefix("/") ? nil : parts.joined(separator: "/"), anchor)
  }
}
