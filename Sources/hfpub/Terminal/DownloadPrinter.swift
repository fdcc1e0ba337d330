import Documents
import HubAPI
import Publishing
import Reports

/// Says on standard error what a download does, and takes down for the result what is known.
struct DownloadPrinter: Sendable {
  /// What is waited for when nothing comes; nil when nothing is asked.
  let endpoint: String?
  let result: CommandResult

  @Sendable
  func show(_ event: DownloadEvent) {
    switch event {
    case .planned(let repository, let commit, let files, let size, let missing):
      let rest = missing == 0 ? "all in the cache" : "\(NumberFormat.bytes(missing)) to fetch"
      result.note { $0.commit = commit.hex }
      let amount = "\(count(files)), \(NumberFormat.bytes(size)), \(rest)"
      Console.step("Looking up", "\(repository) at \(commit.short): \(amount)")
    case .waiting(let path): Console.wait("\(path): another process downloads it")
    case .progress(let received, let total):
      Console.show(.init(verb: "Fetching", text: "", bytes: (received, total), awaited: endpoint))
    case .fetched(let path, let size):
      Console.event(.file(phase: "fetching", path: path, size: size))
      Console.step("Fetched", "\(path), \(NumberFormat.bytes(size))")
    case .offline(let commit, let variable):
      result.note { $0.commit = commit.hex }
      Console.step("Offline", "\(commit.short) from the cache (\(variable))")
    case .unlisted(let files):
      Console.note("warning: the cache does not know all files of this commit: these \(files) may not be all")
    case .notNoted(let what): Console.note(TextEscape.printable("warning: the cache could not keep \(what)"))
    }
  }

  /// Says what became of `--to`.
  func written(_ written: Int, of files: Int, to folder: String) {
    let same = files - written
    Console.step("Writing", "\(count(written)) to \(folder)" + (same == 0 ? "" : "; \(same) there already, unchanged"))
  }

  private func count(_ files: Int) -> String { "\(files) file\(files == 1 ? "" : "s")" }
}
