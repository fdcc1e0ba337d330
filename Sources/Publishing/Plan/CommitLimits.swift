import Files
import HubAPI

/// What goes into one commit; a plan with more is sent in parts, to a draft that is merged in one step.
///
/// The Hub works at most a minute on a commit, looks for every object, and takes regular files in the body.
public struct CommitLimits: Sendable, Hashable {
  /// The files that are sent or deleted.
  public var files: Int
  /// The objects in storage that are named.
  public var objects: Int
  /// The bytes of the files that travel in the commit itself.
  public var bytes: Int

  /// Limits; without any, those that the Hub is known to bear.
  public init(files: Int = 10_000, objects: Int = 1_000, bytes: Int = 100 << 20) {
    self.files = files
    self.objects = objects
    self.bytes = bytes
  }

  /// The plan in parts that each are one commit, in order: files as they are sorted, then the deletions.
  ///
  /// Only a deletion that makes room, for a folder of a file's name or a file of a folder's, goes with what needs it.
  func parts(of plan: UploadPlan) -> [UploadPlan] {
    var parts = [Part()]
    let makingRoom = roomMakers(plan)
    for entry in plan.changes {
      let removals = makingRoom[entry.file.path.text] ?? []
      let needed = Part(entries: [entry], removals: removals)
      add(needed, to: &parts)
    }
    let early = Set(makingRoom.values.joined().map(\.path))
    for removal in plan.removals where !early.contains(removal.path) {
      let needed = Part(entries: [], removals: [removal])
      add(needed, to: &parts)
    }
    return parts.map { part in
      var plan = plan
      plan.entries = part.entries
      plan.remoteOnly = part.removals
      plan.leftOut = []
      return plan
    }
  }

  /// The deletions that a file has to wait for, by the file's path; each goes with the first file that needs it.
  private func roomMakers(_ plan: UploadPlan) -> [String: [UploadPlan.RemoteOnly]] {
    guard !plan.removals.isEmpty else { return [:] }
    let removals = Dictionary(plan.removals.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let files = Set(plan.changes.map(\.file.path.text))
    var found: [String: [UploadPlan.RemoteOnly]] = [:]
    var taken: Set<String> = []
    for path in files.sorted() {
      for folder in Self.folders(of: path) {
        if let removal = removals[folder], taken.insert(folder).inserted { found[path, default: []].append(removal) }
      }
    }
    for removal in plan.removals {
      for folder in Self.folders(of: removal.path) where files.contains(folder) && taken.insert(removal.path).inserted {
        found[folder, default: []].append(removal)
      }
    }
    return found
  }

  private static func folders(of path: String) -> [String] {
    let parts = path.split(separator: "/")
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }

  private func add(_ more: Part, to parts: inout [Part]) {
    // Not copied out to be asked: it may hold thousands of files.
    if !parts[parts.count - 1].isEmpty, !fits(parts[parts.count - 1], more) { parts.append(Part()) }
    parts[parts.count - 1] += more
  }

  private func fits(_ part: Part, _ more: Part) -> Bool {
    part.files + more.files <= files && part.objects + more.objects <= objects && part.bytes + more.bytes <= bytes
  }
}

/// A part in the making, with its sums at hand.
private struct Part {
  var entries: [UploadPlan.Entry] = []
  var removals: [UploadPlan.RemoteOnly] = []
  private(set) var objects = 0
  private(set) var bytes = 0

  init() {}

  init(entries: [UploadPlan.Entry], removals: [UploadPlan.RemoteOnly]) {
    self.entries = entries
    self.removals = removals
    for entry in entries {
      if entry.mode == .lfs { objects += 1 } else { bytes += entry.file.digests.size }
    }
  }

  var isEmpty: Bool { entries.isEmpty && removals.isEmpty }

  var files: Int { entries.count + removals.count }

  static func += (left: inout Part, right: Part) {
    left.entries += right.entries
    left.removals += right.removals
    left.objects += right.objects
    left.bytes += right.bytes
  }
}
