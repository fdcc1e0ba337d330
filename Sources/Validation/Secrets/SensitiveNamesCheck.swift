import Archive
import Findings

/// No file has a name that says it holds secrets, such as `.env` or `id_rsa`, in the folder or inside an archive.
struct SensitiveNamesCheck: Check {
  static let code = "HFP702"
  static let title = "no file is one that holds secrets by its name"

  func run(_ context: CheckContext) throws -> [Finding] {
    try ExaminedFile.all(context).flatMap { file in
      if file.name.hasSuffix(".git/config") { return [Finding]() }
      var findings: [Finding] = []
      if let name = SensitiveName(file.name) { findings.append(finding(name, file, entry: nil)) }
      let format = try file.withBytes { FileFormat.detect($0, path: file.name) }
      guard format.isOpenedForSecrets, case .file(let path) = file.source else { return findings }
      // What cannot be opened is reported by the check for secrets.
      _ = try? ArchiveReader.look(into: path, limits: SecretsCheck.archiveLimits) { entry, _ in
        guard findings.count < SecretsCheck.maximumFindings, let name = SensitiveName(entry) else { return }
        findings.append(finding(name, file, entry: entry))
      }
      return findings
    }
  }

  private func finding(_ name: SensitiveName, _ file: ExaminedFile, entry: String?) -> Finding {
    Self.error(
      seen: entry.map { "the entry `\(ShownName.of($0))`, by its name \(name.holds)" }
        ?? "a file that by its name holds \(name.holds)",
      expected: "no such file in what is published, nor in the model's folder",
      remedy: entry == nil
        ? "Move it out of the folder; change what it holds if it was ever sent anywhere." + file.stayingNote
        : "Pack the archive again without it." + file.stayingNote,
      at: SourceLocation(file: file.path)
    )
  }
}
