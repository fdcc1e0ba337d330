import Files
import Foundation
import TestKit
import Testing

@Suite struct PreviewCommandTests {
  let folder: TemporaryFolder
  private var page: String { "\(folder.path)/card.html" }

  init() throws { folder = try TemporaryFolder() }

  @Test("the page is one file that loads nothing, with the card, the findings and the origin of each number")
  func page() async throws {
    let result = try await Tool().run("preview", "Publication/qwen25-deposium-1024d", "-o", page)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "\(page)\n")
    let html = try LocalFiles.readText(page)
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
    #expect(!html.contains("<script"))
    for attribute in ["src=\"http", "src=\"//", "url(http", "<link ", "@import"] {
      #expect(!html.contains(attribute), "\(attribute)")
    }
    #expect(html.contains("<h1 id=\"card-qwen25-deposium-1024d\""))
    #expect(html.contains("<code>HFP408</code>"))
    #expect(html.contains("title=\"recorded earlier: "))
  }

  @Test("findings stand beside the card and do not stop it")
  func findings() async throws {
    let sample = try SampleCopy()
    try sample.replace("It needs neither PyTorch nor a GPU.", with: "It is 7.5x faster.")
    let result = try await Tool().run("preview", sample.folder, "-o", page)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.hasSuffix("Preview  README.md with 1 finding beside it\n"))
    let html = try LocalFiles.readText(page)
    #expect(html.contains("<b>error</b> <code>HFP401</code>"))
    #expect(html.contains("the number 7.5, which comes from nowhere"))
  }

  @Test("another rendered file can be shown, and one that is not rendered is refused with the names there are")
  func documents() async throws {
    let shown = try await Tool().run("preview", SampleCopy.original, "-o", page, "--document", "BENCHMARKS.md")
    #expect(shown.status == 0, "\(shown.errors)")
    let unknown = try await Tool().run("preview", SampleCopy.original, "-o", "\(page).2", "--document", "BENCHMARK.md")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("No Markdown file BENCHMARK.md is rendered"))
    #expect(unknown.errors.contains("Did you mean BENCHMARKS.md?"))
    #expect(!FileManager.default.fileExists(atPath: "\(page).2"))
  }

  @Test("without a name the page goes into a new folder that only this user can read")
  func temporary() async throws {
    let result = try await Tool(environment: ["TMPDIR": folder.path]).run("preview", SampleCopy.original)
    #expect(result.status == 0, "\(result.errors)")
    let file = result.output.trimmingCharacters(in: .newlines)
    #expect(file.hasPrefix("\(folder.path)/hfpub-preview-"))
    let attributes = try FileManager.default.attributesOfItem(atPath: (file as NSString).deletingLastPathComponent)
    #expect((attributes[.posixPermissions] as? Int) == 0o700)
  }
}
