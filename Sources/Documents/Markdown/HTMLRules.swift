/// What of the HTML in a card is kept; everything that is not named here is dropped.
///
/// The list of elements and attributes is the one of section "Sanitising" of the project's notes: what cards in use
/// need. What the Hub itself keeps is not published.
enum HTMLRules {
  static let elements: Set<String> = [
    "a", "abbr", "audio", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "picture", "pre",
    "q",
    "s", "samp", "source", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "video",
  ]

  /// Elements whose content is dropped with them: it is no text for readers.
  static let dropped: Set<String> = [
    "script", "style", "iframe", "noembed", "noframes", "noscript", "plaintext", "template", "textarea", "title", "xmp",
    "svg", "math", "select", "object",
  ]

  static let void: Set<String> = ["br", "hr", "img", "input", "source"]

  /// Classes that mean something on the pages that show cards; others could only imitate them.
  private static let classes: Set<String> = [
    "alert", "alert-title", "alert-note", "alert-tip", "alert-important", "alert-warning", "alert-caution", "block",
    "hidden", "dark:hidden", "dark:block", LightDark.light.rawValue, LightDark.dark.rawValue,
  ]

  /// The attributes of an element that are kept, with their values.
  ///
  /// `isFinished` says that they went through here before, so that a picture as data may be ours.
  static func attributes(
    of element: String,
    _ attributes: [(name: String, value: String)],
    options: MarkdownHTML.Options,
    isFinished: Bool = false,
    address: (_ address: String, _ isImage: Bool) -> String
  ) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var seen: Set<String> = []
    for (name, raw) in attributes where seen.insert(name).inserted {
      let value = HTMLText.unescape(AnnotationMarks.removed(from: raw))
      guard let kept = kept(name, value, of: element, options: options, isFinished: isFinished, address: address)
      else { continue }
      result.append((name, kept))
    }
    // A picture without words is said to be one without meaning.
    if element == "img", !seen.contains("alt") { result.append(("alt", "")) }
    return result
  }

  private static func kept(
    _ name: String,
    _ value: String,
    of element: String,
    options: MarkdownHTML.Options,
    isFinished: Bool,
    address: (String, Bool) -> String
  ) -> String? {
    switch (name, element) {
    case ("alt", "img"), ("title", _): return value
    case ("align", _):
      return ["left", "right", "center", "justify", "top", "middle", "bottom"].contains(value.lowercased())
        ? value.lowercased() : nil
    case ("width", _), ("height", _): return isLength(value) ? value : nil
    case ("colspan", "td"), ("colspan", "th"), ("rowspan", "td"), ("rowspan", "th"):
      return Int(value).map { (1...100).contains($0) } == true ? value : nil
    case ("start", "ol"): return Int(value) == nil ? nil : value
    case ("open", "details"), ("controls", "audio"), ("controls", "video"): return ""
    case ("id", _): return isIdentifier(value) ? options.idPrefix + value : nil
    case ("class", _):
      let classes = value.split(whereSeparator: \.isWhitespace)
        .filter {
          Self.classes.contains(String($0))
            || element == "code" && $0.hasPrefix("language-") && isIdentifier(String($0))
        }
      return classes.isEmpty ? nil : classes.joined(separator: " ")
    case ("style", _):
      let style = HTMLStyle.kept(value)
      return style.isEmpty ? nil : style
    case ("href", "a"): return safe(value, isImage: false, options: options, address: address)
    case ("src", "img"), ("src", "audio"), ("src", "video"), ("src", "source"):
      return safe(value, isImage: true, options: options, isFinished: isFinished, address: address)
    case ("srcset", "img"), ("srcset", "source"):
      return sourceSet(value, options: options, isFinished: isFinished, address: address)
    case ("media", "source"):
      let media = value.lowercased().filter { $0 != " " }
      return ["(prefers-color-scheme:dark)", "(prefers-color-scheme:light)"].contains(media) ? media : nil
    default: return nil
    }
  }

  /// The address as the page wants it; empty when either is not safe, so that the element stays but leads nowhere.
  static func safe(
    _ old: String,
    isImage: Bool,
    options: MarkdownHTML.Options,
    isFinished: Bool = false,
    address: (String, Bool) -> String
  ) -> String {
    guard isSafe(old, isImage: isImage, isOurs: isFinished, options: options) else { return "" }
    if old.hasPrefix("#") { return isImage ? "" : "#\(options.idPrefix)\(old.dropFirst())" }
    // The page that shows the card need not know the mark of a picture for one mode.
    let mode = isImage ? LightDark(of: old) : nil
    let new = address(mode.map { String(old.dropLast($0.fragment.count)) } ?? old, isImage)
    guard isSafe(new, isImage: isImage, isOurs: true, options: options) else { return "" }
    return mode.map { new + $0.fragment } ?? new
  }

  /// Whether an address may stand in a page: `http`, `https`, `mailto` for links, or no scheme at all; a picture as
  /// data only where the page allows it, and then as pixels, unless the page itself put it there.
  static func isSafe(
    _ address: String,
    isImage: Bool,
    isOurs: Bool = false,
    options: MarkdownHTML.Options
  ) -> Bool {
    // Browsers drop these inside an address, and could read a scheme where none was seen.
    guard !address.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return false }
    let scheme = address.prefix { !":/?#".contains($0) }
    guard scheme.endIndex < address.endIndex, address[scheme.endIndex] == ":" else { return true }
    switch scheme.lowercased() {
    case "http", "https": return true
    case "mailto": return !isImage
    case "data":
      guard isImage, options.allowsDataImages else { return false }
      let types = ["png", "jpeg", "gif", "webp", "avif"] + (isOurs ? ["svg+xml"] : [])
      let head = address.prefix(40).lowercased()
      return types.contains { head.hasPrefix("data:image/\($0);base64,") }
    default: return false
    }
  }

  private static func sourceSet(
    _ value: String,
    options: MarkdownHTML.Options,
    isFinished: Bool,
    address: (String, Bool) -> String
  ) -> String? {
    // An address as data may hold the comma that parts candidates; such a list comes from us, with one candidate.
    let candidates = value.hasPrefix("data:") ? [value[...]] : value.split(separator: ",")
    var result: [String] = []
    for candidate in candidates {
      let parts = candidate.split(whereSeparator: \.isWhitespace)
      guard let first = parts.first, parts.count <= 2 else { return nil }
      let new = safe(
        String(first),
        isImage: true,
        options: options,
        isFinished: isFinished,
        address: address
      )
      guard !new.isEmpty, !new.contains(where: \.isWhitespace) else { return nil }
      // One picture as data is enough: it is here already.
      if new.hasPrefix("data:") { return new }
      let descriptor = parts.dropFirst().first.map(String.init)
      if let descriptor, descriptor.wholeMatch(of: /[0-9]{1,5}(\.[0-9]{1,3})?[xw]/) == nil { return nil }
      result.append(descriptor.map { "\(new) \($0)" } ?? new)
    }
    return result.isEmpty ? nil : result.joined(separator: ", ")
  }

  private static func isLength(_ value: String) -> Bool {
    value.wholeMatch(of: /[0-9]{1,4}(\.[0-9]{1,3})?(px|%)?/) != nil
  }

  private static func isIdentifier(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.count <= 200
      && value.allSatisfy {
        $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." || $0 == ":" || $0 == "+"
      }
  }
}

/// A picture that is meant for one mode only, marked by the fragment of its address.
public enum LightDark: String, Sendable, CaseIterable {
  /// Shown on light pages; also the class that the picture gets.
  case light = "hf-light-mode-only"
  /// Shown on dark pages; also the class that the picture gets.
  case dark = "hf-dark-mode-only"

  init?(of address: String) {
    guard let mode = Self.allCases.first(where: { address.hasSuffix($0.fragment) }) else { return nil }
    self = mode
  }

  var fragment: String { "#\(rawValue)" }
}
