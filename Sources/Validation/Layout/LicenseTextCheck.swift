import EmbeddingCore
import Files
import Findings
import Publication

/// The licence's text ships, and is the text of that licence.
struct LicenseTextCheck: Check {
  static let code = "HFP110"
  static let title = "the licence's text ships and is of that licence"
  static let page = CheckPage(
    why: """
      Most licences ask that their text goes with every copy. Tools write `license: mit` on the card whatever the \
      file beside it says, and a reader who has to choose between the two cannot use the model.
      """,
    fix: """
      Put the text of the licence into the publication, name it in `license_file`, and let `license` be its identifier.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    let manifest = context.manifest
    var findings: [Finding] = []
    if let name = manifest.licenseFile {
      let path = "\(context.folder)/\(name)"
      // That the file is there at all is another check's.
      if LocalFiles.isFile(path) { findings += [finding(path, name, manifest, isShipped: true)].compactMap { $0 } }
    } else if !["unknown", "other"].contains(manifest.license) {
      findings.append(
        Self.warning(
          seen: "no text of the licence ships",
          expected: "a file with the text of \(manifest.license)",
          remedy: "Put it into the publication and name it in `license_file`.",
          at: manifest.licenseLocation
        )
      )
    }
    guard let folder = manifest.modelFolder else { return findings }
    for name in ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING"]
    where LocalFiles.isFile("\(folder)/\(name)") {
      findings += [finding("\(folder)/\(name)", name, manifest, isShipped: false)].compactMap { $0 }
    }
    return findings
  }

  private func finding(_ path: String, _ name: String, _ manifest: Manifest, isShipped: Bool) -> Finding? {
    guard let bytes = try? LocalFiles.read(path, limit: 4 << 20) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let at = SourceLocation(file: path)
    if text.allSatisfy(\.isWhitespace) {
      guard isShipped else { return nil }
      return Self.error(
        seen: "\(name) is empty",
        expected: "the text of \(manifest.license)",
        remedy: "Put the licence's text into it.",
        at: at
      )
    }
    guard let expected = LicenseText.expected(for: manifest.license) else { return nil }
    let found = LicenseText.found(in: text)
    guard !found.isEmpty, found.isDisjoint(with: expected) else { return nil }
    let names = found.map(\.rawValue).sorted().joined(separator: " and ")
    return Finding(
      code: Self.code,
      severity: isShipped ? .error : .warning,
      location: at,
      seen: "\(name) \(isShipped ? "is" : "in the model's folder is") the text of \(names)",
      expected: "the text of \(manifest.license), which the manifest says",
      remedy: "Find out which licence holds, and correct the other."
    )
  }
}
