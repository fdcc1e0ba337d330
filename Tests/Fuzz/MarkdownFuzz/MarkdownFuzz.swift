import Documents
import Findings
import Validation

/// Reads any bytes as a card: shows it as a page, reads it as a tree, and lets every rule look at it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMarkdown(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
  let card = CardDocument(text: text, file: "README.md", shippedPaths: ["a", "b/c"], requirements: ["numpy"])
  for finding in CardLinter.run(card) {
    guard let location = finding.location, location.line <= lines + 1 else { fatalError("no such place: \(finding)") }
  }
  for block in card.codeBlocks where block.location.line > lines { fatalError("no such place: \(block)") }
  let html = CardHTML(text).body.html.lowercased()
  for forbidden in ["<script", "<iframe", "<style", "javascript:"] where html.contains("\(forbidden)") {
    // As text it stands with entities; an address is never one that runs something.
    if forbidden != "javascript:" || html.contains("=\"javascript:") { fatalError("\(forbidden) came through") }
  }
  return 0
}
