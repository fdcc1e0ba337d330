import Files
import Findings
import Glibc
import HubAPI

/// A Python block of a card.
public struct ExampleBlock: Sendable, Hashable {
  /// The code.
  public var code: String
  /// What the card says that it prints: the text block that follows; nil where there is none.
  public var output: String?
  /// Where the block begins.
  public var location: SourceLocation

  /// A Python block.
  public init(code: String, output: String?, location: SourceLocation) {
    self.code = code
    self.output = output
    self.location = location
  }
}

/// Runs a card's Python blocks as a reader would, against a copy of the files that are published.
///
/// Each block runs by itself, as somebody copies it: in a new folder with the published files, which `owner/name` means
/// there too, without network, token or home, for a bounded time.
public struct ExampleRunner: Sendable {
  /// The code of its findings.
  public static let code = "HFP692"
  /// What it makes sure of.
  public static let title = "Python blocks run and print what the card says"

  private let interpreter: String
  private let path: String
  private let folder: TemporaryFolder
  private let cutsNetwork: Bool
  private let seconds: Int

  /// A runner with a copy of the files.
  ///
  /// - Parameters:
  ///   - python: the interpreter, by path or by name.
  ///   - files: what is published.
  ///   - repository: what the blocks call it; nil when that is not decided.
  ///   - environment: the variables of this process; only `PATH` and what leads to the interpreter are used.
  ///   - seconds: how long a block may take.
  /// - Throws: `FileError` when files cannot be copied, `PublishingError` when the interpreter cannot be run.
  public init(
    python: String,
    files: [ShippedFile],
    repository: RepositoryID?,
    environment: [String: String],
    seconds: Int = 60
  ) throws {
    folder = try TemporaryFolder()
    path = environment["PATH"] ?? "/usr/bin:/bin"
    self.seconds = seconds
    try LocalFiles.makeFolder("\(folder.path)/home")
    // A name such as `python3` may be a wrapper that needs the user's variables; what it leads to does not.
    let found = try BoundedProcess(
      command: [python, "-c", "import sys; sys.stdout.write(sys.executable)"],
      folder: folder.path,
      environment: environment
    )
    .run()
    let name = String(found.output.prefix { $0 != "\n" })
    guard found.ending == .exited(0), name.hasPrefix("/") else { throw PublishingError.noPython(python) }
    interpreter = name
    let cut = BoundedProcess(
      command: Self.networkCutter + ["true"],
      folder: folder.path,
      environment: ["PATH": path]
    )
    cutsNetwork = try cut.run().ending == .exited(0)
    try copy(files, repository: repository)
  }

  /// Why the network could not be cut off from the blocks; nil when it is.
  public var networkNote: String? {
    cutsNetwork
      ? nil
      : "this machine does not let hfpub cut off the network (unshare), so that blocks were only told to stay offline"
  }

  /// What is wrong with the blocks.
  ///
  /// - Throws: `FileError` when a block cannot be started at all.
  public func run(_ blocks: [ExampleBlock]) throws -> [Finding] { try blocks.flatMap(run) }

  private static let networkCutter = ["unshare", "--user", "--map-root-user", "--net", "--"]

  private var bundle: String { "\(folder.path)/bundle" }

  private func copy(_ files: [ShippedFile], repository: RepositoryID?) throws {
    try LocalFiles.makeFolder(bundle)
    for file in files {
      let target = "\(bundle)/\(file.path.text)"
      try LocalFiles.makeFolder(above: target)
      // A copy, not a link: a block may write, and the publisher's files are only read.
      let copy = try FileStream(path: target)
      switch file.source {
      case .bytes(let bytes): try bytes.withUnsafeBytes { try copy.write($0) }
      case .file(let source): try MappedFile(path: source).withBytes { try copy.write($0) }
      }
      try copy.finish()
    }
    guard let repository else { return }
    try LocalFiles.makeFolder("\(bundle)/\(repository.owner)")
    let link = "\(bundle)/\(repository.owner)/\(repository.name)"
    guard symlink("..", link) == 0 else { throw FileError.system("create", link, number: errno) }
  }

  private func run(_ block: ExampleBlock) throws -> [Finding] {
    let script = "\(folder.path)/block.py"
    try LocalFiles.writeAtomically(Array(block.code.utf8), to: script)
    var process = BoundedProcess(
      command: (cutsNetwork ? Self.networkCutter : []) + [interpreter, script],
      folder: bundle,
      environment: [
        "PATH": path, "HOME": "\(folder.path)/home", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": bundle, "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TRANSFORMERS_OFFLINE": "1",
      ]
    )
    process.limits.seconds = seconds
    let (ending, output, errors) = try process.run()
    switch ending {
    case .exited(0): return difference(block, output)
    case .tookTooLong: return [finding(block, "the block ran for more than \(seconds) s and was ended")]
    case .signalled(let number): return [finding(block, "the block was ended by signal \(number)")]
    case .exited(let status):
      let last = errors.split(separator: "\n").last.map(String.init) ?? "status \(status), and no message"
      return [finding(block, "the block fails: \(last.prefix(300))")]
    }
  }

  private func difference(_ block: ExampleBlock, _ output: String) -> [Finding] {
    guard let expected = block.output else { return [] }
    let (seen, wanted) = (Self.lines(output), Self.lines(expected))
    guard seen != wanted else { return [] }
    let index = zip(seen, wanted).enumerated().first { $1.0 != $1.1 }?.offset ?? min(seen.count, wanted.count)
    func line(_ lines: [String]) -> String { index < lines.count ? "\"\(lines[index].prefix(120))\"" : "nothing" }
    return [
      Finding(
        code: Self.code,
        severity: .error,
        location: block.location,
        seen: "the block prints \(line(seen)) in line \(index + 1) of its output",
        expected: "\(line(wanted)), as the block behind it says",
        remedy: "Put in what the block prints, or correct the block."
      )
    ]
  }

  private func finding(_ block: ExampleBlock, _ seen: String) -> Finding {
    Finding(
      code: Self.code,
      severity: .error,
      location: block.location,
      seen: seen,
      expected: "a block that runs as it stands, with the published files and without network",
      remedy:
        "Correct the block, name what it needs in requirements.txt, or give an interpreter that has it (--python)."
    )
  }

  /// The lines without blanks at their ends and without empty lines around.
  private static func lines(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0.isWhitespace }.reversed())
    }
    return Array(lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed())
  }
}
