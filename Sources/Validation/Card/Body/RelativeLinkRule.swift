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
    return CardLinks(card).entries.compactMap { entry in
      guard let (path, anchor) = entry.relative else { return nil }
      guard let path else {
        return Self.finding(
          seen: "the address \(entry.address), which leads out of the repository",
          expected: "a path within the repository, or a whole address",
          remedy: "Write it from the repository's top, without a slash in front.",
          at: entry.location
        )
      }
      if path.isEmpty {
        guard let anchor, !anchor.isEmpty, !anchors.contains(anchor) else { return nil }
        let nearest = NearestName.suggestion(for: anchor, among: anchors.sorted())
        return Self.finding(
          seen: "the link #\(anchor), and no heading of that name",
          expected: "the name of a heading of this file",
          remedy: nearest.map { "Did you mean #\($0)?" } ?? "Correct the name, or add the heading.",
          at: entry.location
        )
      }
      guard let shipped = card.shippedPaths, let decoded = path.removingPercentEncoded else { return nil }
      guard !shipped.contains(decoded), !shipped.contains(where: { $0.hasPrefix("\(decoded)/") }) else { return nil }
      let nearest = NearestName.suggestion(for: decoded, among: shipped.sorted())
      return Self.finding(
        seen: "the address \(entry.address), and no such file is published",
        expected: "a file that is published with this one",
        remedy: nearest.map { "Did you mean \($0)?" } ?? "Add the file to the publication, or take the link out.",
        at: entry.location
      )
    }
  }
}

extension String {
  /// The text with `%` escapes undone; nil when they are no text.
  fileprivate var removingPercentEncoded: String? {
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
