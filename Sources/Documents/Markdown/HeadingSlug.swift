/// Names of headings for links to them.
///
/// The Hub's rule is not published. This one is inferred from anchors seen in cards and agrees with GitHub's: lower
/// case; letters, marks, numbers, `-` and `_` stay, blanks become `-`, everything else goes; a name that was given
/// before gets a number. An emoji at the front therefore leaves a `-`, and a variation selector stays.
struct HeadingSlug {
  private var used: [String: Int] = [:]

  /// The name of the next heading; empty for one without a letter.
  mutating func next(for text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      switch scalar.properties.generalCategory {
      case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation:
        slug.unicodeScalars.append(scalar)
      default:
        if scalar == "-" || scalar == " " { slug += "-" }
      }
      if slug.utf8.count > 190 { break }
    }
    guard !slug.isEmpty else { return "" }
    // A numbered name can itself be taken: `a`, `a-1`, `a`.
    var name = slug
    while used[name] != nil {
      used[slug, default: 0] += 1
      name = "\(slug)-\(used[slug, default: 0])"
    }
    used[name] = 0
    return name
  }
}
