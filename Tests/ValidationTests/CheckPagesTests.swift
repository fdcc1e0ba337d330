import Testing

@testable import Validation

@Suite struct CheckPagesTests {
  @Test("every check says why it matters and what to do, in whole sentences of its own")
  func pages() {
    let entries = CheckCatalogue.all
    #expect(entries.count > 70)
    for entry in entries {
      #expect(entry.page.why.count >= 60, "\(entry.code)")
      #expect(entry.page.fix.count >= 30, "\(entry.code)")
      for text in [entry.page.why, entry.page.fix] {
        #expect(text.hasSuffix("."), "\(entry.code): \(text)")
        #expect(!text.contains("\n") && !text.contains("  "), "\(entry.code): \(text)")
      }
      #expect(!entry.title.hasSuffix("."), "\(entry.code)")
    }
    #expect(Set(entries.map(\.page.why)).count == entries.count)
    #expect(Set(entries.map(\.page.fix)).count == entries.count)
  }
}
