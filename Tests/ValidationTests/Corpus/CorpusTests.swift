import Findings
import Publication
import TestKit
import Testing

@testable import Validation

/// Every broken folder raises the code of its defect, and nothing that does not follow from it.
@Suite struct CorpusTests {
  @Test("a broken folder raises its code and no other", arguments: BrokenFolders.all)
  func broken(folder: BrokenFolder) throws {
    let sample = try SampleCopy()
    try folder.spoil(sample)
    let report = try Validator(toolVersion: "0.0.0", today: "2026-01-01")
      .run(ManifestReader.read(folder: sample.folder), folder: sample.folder)
    let found = report.findings.filter { $0.severity != .note }
    #expect(Set(found.map(\.code)) == folder.codes, "\(found.map { "\($0.code) \($0.seen)" }.joined(separator: "\n"))")
    #expect(found.allSatisfy { !$0.expected.isEmpty && !$0.remedy.isEmpty })
  }

  @Test("defects have names of their own, and there are enough of them")
  func names() {
    #expect(Set(BrokenFolders.all.map(\.name)).count == BrokenFolders.all.count)
    #expect(BrokenFolders.all.count >= 60)
  }
}
