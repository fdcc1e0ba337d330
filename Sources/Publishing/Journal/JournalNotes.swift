import Files
import Findings
import Glibc
import HubAPI
import Synchronization

/// What one upload notes while it runs; the lock that keeps others out ends with it.
final class JournalNotes: Sendable {
  private struct Current {
    var entry: JournalEntry?
    /// The files that are removed when there is something newer, or nothing left to say.
    var files: Set<String>
    /// The objects of the plan by the paths they go to.
    var objects: [String: String] = [:]
    var hasWarned = false
  }

  /// What the last run left, if anything.
  let left: JournalEntry?

  private let journal: UploadJournal
  private let target: JournalTarget
  private let lock: JournalLock?
  private let started: Int
  private let warn: @Sendable (String) -> Void
  private let current: Mutex<Current>

  init(
    journal: UploadJournal,
    target: JournalTarget,
    lock: JournalLock?,
    left: JournalEntry?,
    files: Set<String>,
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.journal = journal
    self.target = target
    self.lock = lock
    self.left = left
    self.warn = warn
    started = journal.now()
    current = Mutex(Current(files: files))
  }

  /// The time in Unix seconds.
  var now: Int { journal.now() }

  /// A plan is about to be carried out; what earlier plans came to is forgotten, but for a draft of this run.
  func begin(_ plan: UploadPlan) {
    guard let json = try? PlanFile(plan, endpoint: target.endpoint).json() else { return }
    let objects = plan.objects
    var entry = JournalEntry(
      tool: journal.version,
      process: journal.process,
      started: started,
      changed: started,
      endpoint: target.endpoint,
      repository: target.repository.description,
      repositoryID: target.repositoryID,
      branch: target.branch.name,
      parent: plan.head?.hex,
      planSHA256: FileDigests(of: Array(json.utf8)).sha256.hex,
      uploadID: UploadMark.id(of: plan),
      filesSHA256: plan.filesSHA256.hex,
      objects: objects.count
    )
    current.withLock { current in
      entry.draft = current.entry?.draft
      entry.mergesDraft = current.entry?.mergesDraft
      current.objects = Dictionary(
        objects.map { ($0.file.path.text, $0.file.digests.sha256.hex) },
        uniquingKeysWith: { first, _ in first }
      )
      current.entry = entry
      write(&current)
    }
  }

  /// What an earlier run left is completed by this one.
  func adopt(_ left: JournalEntry, commit: CommitID) {
    current.withLock { current in
      current.entry = left
      current.entry?.tool = journal.version
      current.entry?.process = journal.process
      current.entry?.state = .commitMade
      current.entry?.commit = commit.hex
      write(&current)
    }
  }

  /// Takes a step of the upload down.
  func note(_ event: UploadEvent) {
    change { entry, current in
      switch event {
      case .openedPullRequest(let number): entry.draft = number
      case .closedDraft: (entry.draft, entry.mergesDraft) = (nil, nil)
      case .stored(let path, _, _):
        guard let sha256 = current.objects[path], !entry.stored.contains(sha256) else { return false }
        entry.stored.append(sha256)
        entry.state = .objectsStored
      case .sendingCommit: entry.state = .commitSent
      case .committed(let commit, _):
        entry.state = .commitMade
        entry.commit = commit.hex
      case .compared: entry.state = entry.commit == nil ? entry.state : .verified
      default: return false
      }
      return true
    }
  }

  /// The draft that was opened is merged in the end.
  func mergesDraft() {
    change { entry, _ in
      entry.mergesDraft = true
      return true
    }
  }

  /// The upload ended early, and this is known about the remote.
  func ended(_ state: RemoteState) {
    switch state {
    case .untouched, .created, .branchMade: if current.withLock({ $0.entry != nil }) { finish() }
    case .draftOpened, .objectsStored:
      change { entry, _ in
        entry.state = entry.stored.isEmpty ? .planned : .objectsStored
        return true
      }
    // The last step says it.
    case .commitPending, .committed, .unknown: break
    }
  }

  /// Nothing is left to say.
  func finish() {
    current.withLock { current in
      for path in current.files { unlink(path) }
      current.files = []
      current.entry = nil
    }
  }

  private func change(_ body: (inout JournalEntry, Current) -> Bool) {
    current.withLock { current in
      guard var entry = current.entry, body(&entry, current) else { return }
      current.entry = entry
      write(&current)
    }
  }

  private func write(_ current: inout Current) {
    guard var entry = current.entry else { return }
    entry.changed = journal.now()
    current.entry = entry
    let path = "\(journal.folder)/\(target.key)-\(entry.planSHA256.prefix(16)).json"
    do {
      try LocalFiles.writeAtomically(entry.json(), to: path, mode: 0o600)
    } catch {
      guard !current.hasWarned else { return }
      current.hasWarned = true
      warn("it cannot be written: \((error as? any ExplainedError)?.reason ?? "\(error)")")
      return
    }
    for old in current.files where old != path { unlink(old) }
    current.files = [path]
  }
}
