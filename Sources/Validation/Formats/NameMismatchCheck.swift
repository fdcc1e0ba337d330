import Findings
import Files

/// Every file is what its name says.
struct NameMismatchCheck: Check {
  static let code = "HFP712"
  static let title = "every file is what its name says"
  static let page = CheckPage(
    why: """
      A pickle that is called `model.safetensors` passes every list of allowed names. A page that says "not found", \
      saved as weights, has been uploaded more than once.
      """,
    fix: """
      Find out what the file is and how it came there; give it the name of its content, or replace it.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    try context.examinedFiles().compactMap { file in
      let format = file.format
      guard NamedFormat.isMismatch(file.name, format) else { return nil }
      let name = LocalFiles.name(of: file.name)
      let isDangerous = format.risk == .runsCode || format.risk == .program
      let why = isDangerous || format == .lfsPointer ? " \(format.why)" : ""
      let seen = "\(format.name)\(try CodeFormatsCheck.imports(file)).\(why)"
      let expected = "what the name \(ShownName.of(name)) says"
      let remedy = Self.remedy(format) + file.stayingNote
      let at = SourceLocation(file: file.path)
      return file.isShipped || isDangerous
        ? Self.error(seen: seen, expected: expected, remedy: remedy, at: at)
        : Self.warning(seen: seen, expected: expected, remedy: remedy, at: at)
    }
  }

  private static func remedy(_ format: FileFormat) -> String {
    switch format {
    case .lfsPointer: "Fetch the file with git lfs pull."
    case .empty, .binary: "Write the file again, or take it out."
    case .html: "It may be the page of a failed download: fetch the file again."
    default: "Give the file the name of what it is, or take it out."
    }
  }
}
