import HubAPI

/// What a download is doing, for whoever shows it.
public enum DownloadEvent: Sendable {
  /// It is known which files are meant; `missing` bytes are not there yet.
  case planned(RepositoryID, CommitID, files: Int, size: Int, missing: Int)
  /// Another process downloads this file, and its result is waited for.
  case waiting(path: String)
  /// So many of the missing bytes are there.
  case progress(received: Int, of: Int)
  /// A file is complete.
  case fetched(path: String, size: Int)
  /// Everything came from the cache, because a variable forbids requests.
  case offline(CommitID, variable: String)
  /// The cache does not know what the commit lists: the files may not be all.
  case unlisted(files: Int)
  /// The cache could not note something that only later runs need.
  case notNoted(String)
}
