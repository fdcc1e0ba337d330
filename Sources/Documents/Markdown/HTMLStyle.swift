/// What of a `style` attribute is kept: properties that change how something looks, not where it is or what is loaded.
enum HTMLStyle {
  private static let properties: Set<String> = [
    "align-items", "background", "background-color", "border", "border-bottom", "border-collapse", "border-color",
    "border-left", "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width",
    "clear", "color", "column-gap", "display", "flex", "flex-basis", "flex-direction", "flex-grow", "flex-shrink",
    "flex-wrap", "float", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "gap",
    "height", "justify-content", "letter-spacing", "line-height", "list-style", "list-style-type", "margin",
    "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-width", "object-fit",
    "opacity", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "row-gap",
    "text-align", "text-decoration", "text-indent", "text-transform", "vertical-align", "white-space", "width",
    "word-break",
  ]

  /// The declarations that are kept, in their order.
  ///
  /// A value with a function other than a colour is dropped (`url()`, `expression()`), and so is one with a backslash, a
  /// comment or a negative length, which could move things over others.
  static func kept(_ style: String) -> String {
    guard style.utf8.count <= 2_000 else { return "" }
    return style.split(separator: ";")
      .compactMap { declaration -> String? in
        guard let colon = declaration.firstIndex(of: ":") else { return nil }
        let name = trimmed(declaration[..<colon]).lowercased()
        let value = trimmed(declaration[declaration.index(after: colon)...])
        guard properties.contains(name), isHarmless(value) else { return nil }
        return "\(name): \(value)"
      }
      .joined(separator: "; ")
  }

  private static func isHarmless(_ value: Substring) -> Bool {
    guard !value.isEmpty,
      value.unicodeScalars.allSatisfy({
        $0.isASCII
          && ($0.properties.isAlphabetic || $0.properties.numericType != nil
            || " #%.,-()!'\"".unicodeScalars.contains($0))
      })
    else { return false }
    for word in value.split(whereSeparator: { " ,(".contains($0) }) where word.hasPrefix("-") && word.count > 1 {
      let second = word.dropFirst().first ?? " "
      if second.isNumber || second == "." { return false }
    }
    return value.split(separator: "(", omittingEmptySubsequences: false).dropLast()
      .allSatisfy { before in ["rgb", "rgba", "hsl", "hsla"].contains { before.lowercased().hasSuffix($0) } }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
