import Findings

/// No file can run code when it is loaded, by its content and whatever its name; nothing is loaded to find out.
struct CodeFormatsCheck: Check {
  static let code = "HFP711"
  static let title = "no file runs code when it is loaded"
  static let page = CheckPage(
    why: """
      A pickle runs code when it is loaded, and a readable one can be made to look like any weights file. Readers of \
      a static model need none.
      """,
    fix: """
      Ship the weights as safetensors, and leave the file out.
      """
  )

  func run(_ context: CheckContext) throws -> [Finding] {
    try context.examinedFiles().compactMap { file in
      let format = file.format
      guard format.risk == .runsCode, !NamedFormat.isMismatch(file.name, format) else { return nil }
      let seen = "\(format.name)\(try Self.imports(file)). \(format.why)"
      let expected = "weights as safetensors, everything else as text"
      let at = SourceLocation(file: file.path)
      return file.isShipped
        ? Self.error(seen: seen, expected: expected, remedy: "Convert it to safetensors, or take it out.", at: at)
        : Self.warning(
          seen: seen,
          expected: expected,
          remedy: "Move it out of the model's folder." + file.stayingNote,
          at: at
        )
    }
  }

  /// What a pickle calls for, which tells a list of tensors from an attack.
  static func imports(_ file: ExaminedFile) throws -> String {
    guard [.pickle, .joblib].contains(file.format) else { return "" }
    let imports = try file.withBytes { PickleProgram($0)?.imports ?? [] }
    guard !imports.isEmpty else { return "" }
    let names = imports.prefix(3).map { "`\(ShownName.of($0))`" }.joined(separator: ", ")
    return imports.count > 3 ? " that takes \(names) and \(imports.count - 3) more" : " that takes \(names)"
  }
}
