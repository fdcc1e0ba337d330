import HubAPI

extension PublishingError {
  static func noReceipt(_ file: String, _ reason: String) -> PublishingError {
    PublishingError(
      .noReceipt,
      problem: "cannot use \(file) as a receipt",
      reason: reason,
      remedy: "Name the publish-receipt.json that `hfpub upload` wrote."
    )
  }

  static func foreignReceipt(_ receipt: PublishReceipt, _ repository: RepositoryID) -> PublishingError {
    PublishingError(
      .noReceipt,
      problem: "cannot verify \(repository) with this receipt",
      reason: "it is about \(receipt.repository)",
      remedy: "Name the receipt of this repository, or leave it out."
    )
  }

  static func notVisible(_ repository: RepositoryID, _ cause: HubError) -> PublishingError {
    PublishingError(
      .repositoryMissing,
      problem: "cannot verify \(repository)",
      reason: "it does not exist, or only its members see it, and no token was sent",
      remedy: "Check the name; for a private repository set HF_TOKEN, or run `hfpub login`.",
      cause: cause
    )
  }

  static func damagedCache(_ path: String, of repository: RepositoryID) -> PublishingError {
    PublishingError(
      .damagedCache,
      problem: "cannot verify \(repository)",
      reason: "the cache's copy of \(path) is not the content that its name promises",
      remedy: "Add --no-cache to fetch everything anew, and delete that copy, as other tools would use it."
    )
  }
}
