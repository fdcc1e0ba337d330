/// Parts of a rendered file that belong to people and survive rendering.
///
/// A region is what stands between `<!-- hfpub:own NAME -->` and `<!-- /hfpub:own -->`, each alone on its line. Where the
/// file that is there has a region of a name, its content takes the place of the template's.
public enum OwnRegions {
  private static let begin = "<!-- hfpub:own "
  private static let end = "<!-- /hfpub:own -->"

  /// `rendered` with the regions of `written`.
  public static func keep(in rendered: String, from written: String?) -> String {
    guard let written, rendered.contains(begin) else { return rendered }
    let kept = regions(of: written)
    var result: [Substring] = []
    var replaced = false
    for line in rendered.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == end[...] { replaced = false }
      if !replaced { result.append(line) }
      if let name = name(of: line), let content = kept[name] {
        result += content
        replaced = true
      }
    }
    return result.joined(separator: "\n")
  }

  private static func regions(of text: String) -> [String: [Substring]] {
    var regions: [String: [Substring]] = [:]
    var open: String?
    var content: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == end[...], let name = open {
        regions[name] = content
        open = nil
      } else if open != nil {
        content.append(line)
      } else if let name = name(of: line) {
        open = name
        content = []
      }
    }
    return regions
  }

  private static func name(of line: Substring) -> String? {
    guard line.hasPrefix(begin), line.hasSuffix("-->") else { return nil }
    return String(line.dropFirst(begin.count).dropLast(3)).split(separator: " ").joined(separator: " ")
  }
}
