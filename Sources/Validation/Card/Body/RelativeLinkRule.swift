import Documents
import Findings

/// Links and pictures within the repository lead to files that are published with the card, and to headings that exist.
struct RelativeLinkRule: CardRule {
  static let code = "HFP606"
  static let title = "links within the repository lead to something"
  static let page = CheckPage(
    why: """
      A link to a file that was never uploaded is the first thing that a reader tries and the last. The author's own \
      folder had the file.
      """,
    fix: """
      Ship the file, or correct the path; paths are relative to the repository's top.
      """
  )

  func run(_ card: CardDocument) -> [Finding] {
    let anchors = card.body?.anchors ?? []
    var nearAnchors = NearNames(anchors)
    var nearPaths = NearNames(card.shippedPaths?.files ?? [])
    return CardLinks(card).entries.compactMap { entry in
      guard let (path, anchor) = entry.relative(to: card.folder) else { return nil }
      let location = card.location(of: entry)
      let address = entry.address.prefix(200)
      guard let path else {
        return Self.finding(
          seen: "the address \(address), which leads out of the repository",
          expected: "a path within the repository, or a whole address",
          remedy: "Write it from the repository's top, without a slash in front.",
          at: location
        )
      }
      if path.isEmpty {
        // Every page has a top.
        guard let anchor, !anchor.isEmpty, anchor != "top", !anchors.contains(anchor) else { return nil }
        return Self.finding(
          seen: "the link #\(anchor.prefix(200)), and no heading of that name",
          expected: "the name of a heading of this file",
          remedy: nearAnchors.nearest(to: anchor).map { "Did you mean #\($0)?" }
            ?? "Correct the name, or add the heading.",
          at: location
        )
      }
      guard let shipped = card.shippedPaths, let decoded = path.removingPercentEncoded, !shipped.has(decoded) else {
        return nil
      }
      return Self.finding(
        seen: "the address \(address), and no such file is published",
        expected: "a file that is published with this one",
        remedy: nearPaths.nearest(to: decoded).map { "Did you mean \($0)?" }
          ?? "Add the file to the publication, or take the link out.",
        at: location
      )
    }
  }
}
