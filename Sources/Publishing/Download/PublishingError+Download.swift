import HubAPI

extension PublishingError {
  static let noCacheFolder = PublishingError(
    .noCacheFolder,
    problem: "cannot find the folder for downloads",
    reason: "neither HF_HUB_CACHE nor HF_HOME nor HOME is set",
    remedy: "Set HF_HUB_CACHE to a folder."
  )

  static func badListing(_ id: RepositoryID, _ reason: String) -> PublishingError {
    PublishingError(
      .badListing,
      problem: "cannot download \(id)",
      reason: "the server's list of its files cannot be: \(reason)",
      remedy: "Check the endpoint; if it is the Hub, run the command again later."
    )
  }

  static func nothingMatches(_ id: RepositoryID, _ filter: PathFilter, among files: Int) -> PublishingError {
    let patterns = filter.include.map { "--include \($0)" } + filter.exclude.map { "--exclude \($0)" }
    return PublishingError(
      .nothingMatches,
      problem: "cannot download \(id)",
      reason: "none of its \(files) files is meant by \(patterns.joined(separator: " "))",
      remedy: "Correct the patterns: `*` stands for any text, slashes included; quote them against the shell."
    )
  }

  static func notCached(
    _ id: RepositoryID,
    _ revision: Revision,
    reason: String,
    offline variable: String
  ) -> PublishingError {
    PublishingError(
      .notCached,
      problem: "cannot take \(id) at \(revision) from the cache",
      reason: reason,
      remedy: "Unset \(variable) and run the command again to download it."
    )
  }

  static func wouldOverwrite(_ paths: [String], in folder: String) -> PublishingError {
    let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return PublishingError(
      .wouldOverwrite,
      problem: "cannot write to \(folder)",
      reason: "other content is there: \(paths.prefix(3).joined(separator: ", "))\(more); nothing was written",
      remedy: "Choose another folder, or add --force to replace these files."
    )
  }

  static func blocked(_ path: String, in folder: String, by what: String) -> PublishingError {
    PublishingError(
      .wouldOverwrite,
      problem: "cannot write \(path) to \(folder)",
      reason: "\(what) is in its place; nothing was written",
      remedy: "Choose another folder, or move it away."
    )
  }
}
