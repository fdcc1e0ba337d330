import Foundation

/// Runs the built `hfpub` as a process of its own, as a user would.
public struct Tool: Sendable {
  /// How a run ended.
  public struct Result: Sendable {
    /// The exit status.
    public var status: Int32
    /// Standard output.
    public var output: String
    /// Standard error.
    public var errors: String
    /// When the process ended, which may be long before the test's turn to look at it.
    public var ended: ContinuousClock.Instant
  }

  /// The working directory.
  public var folder: String
  /// Variables on top of a bare environment without tokens.
  public var environment: [String: String]
  /// The largest file that the process may write, in blocks of 512 bytes; nil for any.
  public var fileSizeLimit: Int?
  /// What is run; the built `hfpub` unless a script around it is meant.
  public var program = Tool.binary

  /// A runner in `folder`; by default the repository's root.
  public init(in folder: String = Fixture.root, environment: [String: String] = [:]) {
    self.folder = folder
    self.environment = environment
  }

  /// The binary beside the running tests, or the one that `HFPUB_BINARY` names.
  public static var binary: String {
    if let named = ProcessInfo.processInfo.environment["HFPUB_BINARY"] { return named }
    let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bundle = CommandLine.arguments.first.map { URL(fileURLWithPath: $0) } ?? runner
    return [bundle, runner].map { $0.deletingLastPathComponent().appendingPathComponent("hfpub").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "\(Fixture.root)/.build/debug/hfpub"
  }

  /// What a run of `Scripts/sanitize` asks of each process.
  private static let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
  }

  /// Runs `hfpub` with `arguments`, `input` on standard input.
  public func run(_ arguments: String..., input: String = "") async throws -> Result {
    try await run(arguments, input: input)
  }

  /// Runs `hfpub` with `arguments`, `input` on standard input; `started` is told the process's id.
  public func run(
    _ arguments: [String],
    input: String = "",
    started: @Sendable (Int32) -> Void = { _ in }
  ) async throws -> Result {
    // Files instead of pipes: nothing can fill up and block.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    func file(_ name: String, _ text: String) throws -> URL {
      let url = scratch.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return url
    }
    let output = try file("output", "")
    let errors = try file("errors", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: fileSizeLimit == nil ? program : "/bin/sh")
    process.arguments =
      fileSizeLimit.map { ["-c", "ulimit -f \($0); exec \"$0\" \"$@\"", program] + arguments } ?? arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": scratch.path, "LANG": "C.UTF-8"]
      .merging(Self.sanitizerOptions) { _, new in new }.merging(environment) { _, new in new }
    process.standardInput = try FileHandle(forReadingFrom: file("input", input))
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let (status, ended) = try await process.runToEnd(started: started)
    return Result(
      status: status,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      ended: ended
    )
  }
}

extension Process {
  /// Runs the process to its end without blocking a thread that a server of the same test may need.
  ///
  /// - Returns: the exit status, and when the process ended.
  func runToEnd(started: (Int32) -> Void = { _ in }) async throws -> (Int32, ContinuousClock.Instant) {
    try await withCheckedThrowingContinuation { continuation in
      terminationHandler = { continuation.resume(returning: ($0.terminationStatus, .now)) }
      do {
        try run()
        started(processIdentifier)
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}
