import Documents
import HubAPI
import Publishing
import Synchronization

/// Says on standard error what a download does.
final class DownloadPrinter: Sendable {
  private let isQuiet: Bool
  private let line = Mutex(ProgressLine())

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  @Sendable
  func show(_ event: DownloadEvent) {
    switch event {
    case .planned(let repository, let commit, let files, let size, let missing):
      let rest = missing == 0 ? "all in the cache" : "\(NumberFormat.bytes(missing)) to fetch"
      say("Looking up", "\(repository) at \(commit.short): \(count(files)), \(NumberFormat.bytes(size)), \(rest)")
    case .waiting(let path): say("Waiting", "\(path): another process downloads it")
    case .progress(let received, let total):
      guard !isQuiet, received < total else { return }
      line.withLock { $0.show("Fetching", "\(NumberFormat.bytes(received)) of \(NumberFormat.bytes(total))") }
    case .fetched(let path, let size): say("Fetched", "\(path), \(NumberFormat.bytes(size))")
    case .offline(let commit, let variable): say("Offline", "\(commit.short) from the cache (\(variable))")
    case .unlisted(let files):
      note("warning: the cache does not know all files of this commit: these \(files) may not be all")
    case .notNoted(let what): note("warning: the cache could not keep \(what)")
    }
  }

  /// Says what became of `--to`.
  func written(_ written: Int, of files: Int, to folder: String) {
    let same = files - written
    say("Writing", "\(count(written)) to \(folder)" + (same == 0 ? "" : "; \(same) there already, unchanged"))
  }

  /// Removes what only says how far it is.
  func clear() { line.withLock { $0.clear() } }

  private func count(_ files: Int) -> String { "\(files) file\(files == 1 ? "" : "s")" }

  private func say(_ verb: String, _ text: String) {
    guard !isQuiet else { return }
    line.withLock {
      $0.clear()
      Console.step(verb, text)
    }
  }

  private func note(_ text: String) {
    line.withLock {
      $0.clear()
      Console.note(TextEscape.printable(text))
    }
  }
}
