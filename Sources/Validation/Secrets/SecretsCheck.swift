import Archive
import Files
import Findings

/// No file that is published, and none in the model's folder, holds a secret.
///
/// Of a safetensors file the header is read, of every other file all bytes, of an archive what is inside, one level
/// deep. A secret is an error wherever it is: a file that stays at home today is sent by another tool tomorrow.
struct SecretsCheck: Check {
  static let code = "HFP701"
  static let title = "no file holds a secret"
  static let page = CheckPage(
    why: """
      A token in a published file is used by strangers within minutes, and it stays in the history of the repository \
      after the file was deleted. The official client sends `.env` files without a word.
      """,
    fix: """
      Revoke the secret where it was made, before anything else; then take it out of the file. A finding prints four \
      characters at most.
      """,
    isWaivable: false
  )

  /// How much is read out of one archive.
  static let archiveLimits: ArchiveReader.Limits = {
    var limits = ArchiveReader.Limits()
    limits.entries = 2000
    limits.totalBytes = 256 << 20
    return limits
  }()

  /// The most findings about one file; the last one counts the rest.
  static let maximumFindings = 20

  func run(_ context: CheckContext) throws -> [Finding] {
    try context.examinedFiles().flatMap { file in
      let inside = inside(file)
      // What was seen of an archive entry by entry need not be searched as it lies.
      if let inside, inside.isWhole { return inside.findings }
      let matches = try file.withBytes { bytes in
        SecretScanner().matches(in: Self.text(of: bytes, file.format), path: file.name)
      }
      return Self.limited(matches.map { finding($0, in: file) }, in: file) + (inside?.findings ?? [])
    }
  }

  /// The bytes of a file that may hold text: of safetensors the header alone, its tensors being numbers.
  static func text(of bytes: UnsafeRawBufferPointer, _ format: FileFormat) -> UnsafeRawBufferPointer {
    guard format == .safetensors, bytes.count >= 8 else { return bytes }
    let size = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    return UnsafeRawBufferPointer(rebasing: bytes[..<(8 + Int(min(size, UInt64(bytes.count - 8))))])
  }

  /// What the entries of an archive hold; nil when it is none, or none that can be read here.
  private func inside(_ file: ExaminedFile) -> (findings: [Finding], isWhole: Bool)? {
    if file.format == .rar { return ([Self.unsearched(file, "RAR is not read here")], false) }
    guard file.format.isOpenedForSecrets, case .file(let path) = file.source else { return nil }
    var findings: [Finding] = []
    let unseen: String?
    do {
      unseen = try ArchiveReader.look(into: path, limits: Self.archiveLimits) { name, content in
        guard findings.count < SecretScanner.maximumMatches else { return }
        let text = content.withUnsafeBytes { bytes in
          SecretScanner().matches(in: Self.text(of: bytes, FileFormat.detect(bytes, path: name)), path: name)
        }
        findings += text.map { finding($0, in: file, entry: name) }
      }
      .unseen
    } catch {
      unseen = error.reason
    }
    findings = Self.limited(findings, in: file)
    guard let unseen else { return (findings, true) }
    return (findings + [Self.unsearched(file, unseen)], false)
  }

  private static func unsearched(_ file: ExaminedFile, _ reason: String) -> Finding {
    warning(
      seen: "an archive that could not be searched for secrets to its end: \(reason)",
      expected: "only files that can be read whole",
      remedy: "Search what is inside before anybody gets it, or take it out.",
      at: SourceLocation(file: file.path)
    )
  }

  private func finding(_ match: SecretMatch, in file: ExaminedFile, entry: String? = nil) -> Finding {
    let inside = entry.map { " in its entry `\(ShownName.of($0))`, line \(match.line)," } ?? ""
    return Self.error(
      seen: "what looks like a \(match.kind.name)\(inside) beginning with `\(match.beginning)`: \(match.kind.why)",
      expected: "no secret in any file",
      remedy:
        "\(match.kind.revoking) Then take it out of the file, and out of the history of every repository it is in."
        + file.stayingNote,
      at: entry == nil
        ? SourceLocation(file: file.path, line: match.line, column: match.column) : SourceLocation(file: file.path)
    )
  }

  private static func limited(_ findings: [Finding], in file: ExaminedFile) -> [Finding] {
    guard findings.count > maximumFindings else { return findings }
    let rest = findings.count - maximumFindings + 1
    return findings.prefix(maximumFindings - 1) + [
      error(
        seen: "\(rest) more texts that look like secrets",
        expected: "no secret in any file",
        remedy: "Go through the whole file." + file.stayingNote,
        at: SourceLocation(file: file.path)
      )
    ]
  }
}
