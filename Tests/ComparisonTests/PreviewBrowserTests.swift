import Files
import Foundation
import TestKit
import Testing

/// The preview as a real browser reads it.
@Suite(.enabled(if: Chromium.path != nil, "needs Chromium"))
struct PreviewBrowserTests {
  @Test(
    "a browser finds nothing to complain of, loads nothing, and keeps every number with its origin",
    arguments: ["minilm-static", "qwen25-deposium-1024d"]
  )
  func page(_ name: String) async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/card.html"
    let result = try await Tool().run("preview", "Publication/\(name)", "-o", file)
    #expect(result.status == 0, "\(result.errors)")
    let (page, log) = try await Chromium.open(file, in: folder.path)
    // What a page's rules forbid, and what fails to load, is written to the console.
    #expect(!log.contains("CONSOLE"), "\(log)")
    let html = try LocalFiles.readText(file)
    func count(_ needle: String, in text: String) -> Int { text.components(separatedBy: needle).count - 1 }
    #expect(count("class=\"claim ", in: page) > 3)
    #expect(count("class=\"claim ", in: page) == count("class=\"claim ", in: html))
    #expect(count("<table", in: page) == count("<table", in: html))
    // A tag that was left open would end up around the panel.
    #expect(page.contains("</article>\n</main>\n<aside"))
  }
}
