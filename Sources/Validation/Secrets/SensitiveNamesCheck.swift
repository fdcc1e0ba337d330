import Archive
import Findings

/// No file has a name that says it holds secrets, such as `.env` or `id_rsa`, in the folder or inside an archive.
struct SensitiveNamesCheck: Check {
  static let code = "HFP702"
  static let title = "no file is one that holds secrets by its name"
  static let page = CheckPage(
    why: """
      Files such as `.netrc` and `id_rsa` hold secrets by their purpose, also in forms that no scanner knows.
      """,
    fix: """
      Move the file out of the model's folder. To show how such a file looks, ship one called `example.env` without \
      values.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    try context.examinedFiles().flatMap { file in
      if file.name.hasSuffix(".git/config") { return [Finding]() }
      var findings: [Finding] = []
      if let name = SensitiveName(file.name) { findings.append(finding(name, file, entry: nil)) }
      guard file.format.isOpenedForSecrets, case .file(let path) = file.source else { return findings }
      // What cannot be opened is reported by the check for secrets.
      _ = try? ArchiveReader.look(into: path, limits: SecretsCheck.archiveLimits) { entry, _ in
        guard findings.count < SecretsCheck.maximumFindings, let name = SensitiveName(entry) else { return }
        findings.append(finding(name, file, entry: entry))
      }
      return findings
    }
  }

  /// An error for what ships; a warning for what stays at home, whose content the check for secrets judges.
  private func finding(_ name: SensitiveName, _ file: ExaminedFile, entry: String?) -> Finding {
    let seen =
      entry.map { "the entry `\(ShownName.of($0))`, by its name \(name.holds)" }
      ?? "a file that by its name holds \(name.holds)"
    let expected = "no such file in what is published, nor in the model's folder"
    let remedy =
      entry == nil
      ? "Move it out of the folder; change what it holds if it was ever sent anywhere." : "Pack the archive without it."
    let at = SourceLocation(file: file.path)
    return file.isShipped
      ? Self.error(seen: seen, expected: expected, remedy: remedy, at: at)
      : Self.warning(seen: seen, expected: expected, remedy: remedy + file.stayingNote, at: at)
  }
}
