import Findings

/// Only formats of the allow-list ship; archives and programs do not belong into a model's folder either.
struct ForeignFilesCheck: Check {
  static let code = "HFP713"
  static let title = "only formats that a static model needs are shipped"
  static let page = CheckPage(
    why: """
      What a static model needs is a short list. Anything else in a repository is weight for every reader, and the \
      place where accidents hide.
      """,
    fix: """
      Take the file out of `files`. What a format holds can often be shipped as text, JSON or safetensors.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    try context.examinedFiles().compactMap { file in
      let format = file.format
      // What runs code and what is not what it says have their own checks.
      guard format.risk != .runsCode, !NamedFormat.isMismatch(file.name, format),
        let refusal = ShippedFormat.refusal(file.name, format)
      else { return nil }
      let seen = "\(format.name). \(format.why)"
      let at = SourceLocation(file: file.path)
      if file.isShipped {
        return Self.error(
          seen: seen,
          expected: "safetensors, JSON, text or an image; this may not ship, because \(refusal)",
          remedy: format.risk == .archive ? "Ship what it holds as files, or leave it out." : "Leave it out.",
          at: at
        )
      }
      guard format.risk == .archive || format.risk == .program else { return nil }
      return Self.warning(
        seen: seen,
        expected: "no archive and no program in the model's folder",
        remedy: "Move it out of the folder." + file.stayingNote,
        at: at
      )
    }
  }
}
