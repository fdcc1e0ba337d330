import Findings
import Publication
import TestKit
import Testing

@testable import Validation

/// Which licence may follow which, by their ids.
@Suite struct LicenseTermsTests {
  private func findings(_ sample: SampleCopy) throws -> [Finding] {
    let manifest = try ManifestReader.read(folder: sample.folder)
    let context = CheckContext(manifest: manifest, folder: sample.folder, today: "2026-01-01")
    return BaseLicenseCheck().run(context)
  }

  @Test("every id of the Hub has terms, or is known to tell nothing")
  func all() {
    let silent = Set(LicenseNames.all.filter { LicenseTerms($0) == nil })
    #expect(
      silent == [
        "artistic-2.0", "c-uda", "cc", "epl-1.0", "epl-2.0", "etalab-2.0", "lppl-1.3c", "ms-pl", "apple-ascl",
        "mpl-2.0", "ofl-1.1", "lgpl-lr", "unknown", "other",
      ]
    )
    #expect(LicenseTerms("cc-by-nc-nd-4.0") == .noDerivatives)
    #expect(LicenseTerms("cc-by-nc-sa-4.0") == .noncommercial)
  }

  @Test(
    "what may follow a base model's licence",
    arguments: [
      ("mit", "apache-2.0", nil), ("gemma", "apache-2.0", nil),
      ("apache-2.0", "gemma", "`gemma`, whose terms go along"),
      ("gemma", "gemma", nil), ("other", "gemma", nil), ("gpl-3.0", "agpl-3.0", nil),
      ("mit", "gpl-3.0", "the same kind of licence, as `gpl-3.0` asks"), ("cc-by-nc-sa-4.0", "cc-by-nc-4.0", nil),
      ("cc-by-4.0", "cc-by-nc-4.0", "a licence without use for money, as `cc-by-nc-4.0` asks"),
      ("mit", "cc-by-nd-4.0", "no derivative: `cc-by-nd-4.0` allows none to be passed on"), ("mit", "other", nil),
    ] as [(String, String, String?)]
  )
  func pairs(own: String, base: String, expected: String?) throws {
    let sample = try SampleCopy()
    try sample.replace("base_license: apache-2.0", with: "base_license: \(base)")
    try sample.replace("\nlicense: apache-2.0", with: "\nlicense: \(own)")
    let found = try findings(sample)
    #expect(found.map(\.expected) == [expected].compactMap { $0 })
  }

  @Test("a base licence that is not given is a note")
  func missing() throws {
    let sample = try SampleCopy()
    try sample.replace("base_license: apache-2.0\n", with: "")
    #expect(try findings(sample).map(\.severity) == [.note])
  }
}
