import Files

extension Manifest {
  /// The Python packages that the publication's `requirements.txt` names, in lower case with `-`; nil without that file.
  ///
  /// - Throws: `FileError` when the file cannot be read.
  public func requirements(in folder: String) throws(FileError) -> Set<String>? {
    guard let path = files.first(where: { RepositoryLayout.nameInRepository($0) == "requirements.txt" }),
      LocalFiles.isFile("\(folder)/\(path)")
    else { return nil }
    return Self.packages(inRequirements: try LocalFiles.readText("\(folder)/\(path)", limit: 1 << 20))
  }

  /// The names of the packages in a text of one requirement a line
  /// (<https://pip.pypa.io/en/stable/reference/requirements-file-format/>); options and comments are passed over.
  public static func packages(inRequirements text: String) -> Set<String> {
    Set(
      text.split(whereSeparator: \.isNewline).compactMap { line in
        let bare = line.drop { $0 == " " || $0 == "\t" }
        guard let first = bare.first, first.isLetter || first.isNumber else { return nil }
        let name = bare.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        return String(name.lowercased().map { $0 == "_" || $0 == "." ? "-" : $0 })
      }
    )
  }
}
