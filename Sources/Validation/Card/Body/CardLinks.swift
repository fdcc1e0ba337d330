import Documents

/// Everything in a card's body that leads somewhere: links and pictures, in Markdown and in HTML.
struct CardLinks {
  /// A link or picture.
  struct Entry {
    var address: String
    var isImage: Bool
    /// The words of the link, or what stands for the picture where it cannot be shown; nil when that is not said.
    var text: String?
    /// The piece of the body that holds it.
    var node: MarkdownNode
    /// The tag, where it is one.
    var tag: HTMLTag?

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
      switch node.kind {
      case .link(let address):
        entries.append(Entry(address: address, isImage: false, text: node.all(Self.words).joined(), node: node))
      case .image(let address):
        entries.append(Entry(address: address, isImage: true, text: node.text, node: node))
      case .html(let html), .htmlBlock(let html):
        for tag in HTMLTag.tags(in: html) {
          if tag.name == "a", let address = tag["href"] {
            entries.append(Entry(address: address, isImage: false, text: nil, node: node, tag: tag))
          } else if tag.name == "img", let address = tag["src"] {
            entries.append(Entry(address: address, isImage: true, text: tag["alt"], node: node, tag: tag))
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
  /// Whether the address is a path of one machine.
  var isOfOneMachine: Bool {
    if scheme == "file" { return true }
    let starts = ["/home/", "/Users/", "/root/", "/tmp/", "/mnt/", "~/", "\\\\"]
    if starts.contains(where: address.hasPrefix) { return true }
    let bytes = Array(address.utf8.prefix(3))
    // The parser writes `%5C` for a backslash.
    return bytes.count == 3 && bytes[1] == UInt8(ascii: ":")
      && (bytes[2] == UInt8(ascii: "\\") || bytes[2] == UInt8(ascii: "/") || bytes[2] == UInt8(ascii: "%"))
      && Character(UnicodeScalar(bytes[0])).isLetter
  }

  /// The name within the card that the address leads to; nil for other addresses.
  var anchor: String? { address.hasPrefix("#") ? relative(to: "")?.anchor : nil }

  /// The path within the repository and the name within the file that a relative address leads to; nil for others.
  ///
  /// The path is empty for an address within the card; it is nil where the address leads out of the repository.
  func relative(to folder: String) -> (path: String?, anchor: String?)? {
    guard scheme == nil, !isOfOneMachine, !address.hasPrefix("//"), !address.isEmpty else { return nil }
    let bare = address.prefix { $0 != "#" && $0 != "?" }
    let anchor = address.firstIndex(of: "#").map { String(address[address.index(after: $0)...]) }
    guard !bare.isEmpty else { return ("", anchor?.removingPercentEncoded ?? anchor) }
    var parts = folder.split(separator: "/")
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

extension CardDocument {
  /// The folder of the repository that relative addresses begin from; empty for the top.
  var folder: String {
    guard shippedPaths?.files.contains(file) == true, let slash = file.lastIndex(of: "/") else { return "" }
    return String(file[..<slash])
  }
}

extension String {
  /// The text with `%` escapes undone; nil when they are no text.
  var removingPercentEncoded: String? {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let digits = String(validating: rest.prefix(2), as: UTF8.self),
        digits.utf8.count == 2, let value = UInt8(digits, radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
