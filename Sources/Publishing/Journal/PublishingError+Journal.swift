import HubAPI

extension PublishingError {
  static func uploadRunning(_ target: JournalTarget, process: Int32?) -> PublishingError {
    let branch = target.branch == .main ? "" : " at \(target.branch)"
    return PublishingError(
      .uploadRunning,
      problem: "cannot upload to \(target.repository)\(branch)",
      reason: "another upload of this runs\(process.map { " (process \($0))" } ?? "")",
      remedy: "Wait until it has ended, then run the command again."
    )
  }
}
