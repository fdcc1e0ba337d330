import Documents
import EmbeddingCore
import Files
import FoundationEssentials
import Glibc

/// Facts about the machine: system, processor, memory, room on disk.
struct MachineFacts {
  let variables: [String: String]

  var all: [DoctorFact] { [system, processor, memory] + temporaryFolders + [workingFolder] }

  // Uploads and evaluations keep a model's vectors in memory; a common model has some hundred megabytes.
  private static let littleMemory = 1_000_000_000
  private static let littleRoom = 1_000_000_000

  private var system: DoctorFact {
    var name = utsname()
    guard uname(&name) == 0 else { return .notChecked("system", "the kernel does not tell its name") }
    func text(_ characters: some Any) -> String {
      withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    let distribution = KernelFile.value("PRETTY_NAME", in: KernelFile.lines("/etc/os-release"), separator: "=")
    return .ok("system", "\(text(name.sysname)) \(text(name.release))" + (distribution.map { ", \($0)" } ?? ""))
  }

  private var processor: DoctorFact {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let instructions =
      switch InstructionSet.chosen {
      case .avx512: "AVX-512"
      case .avx2: "AVX2"
      case .baseline: Self.baseline
      }
    return .ok("processor", "\(cores) core\(cores == 1 ? "" : "s"); kernels use \(instructions)")
  }

  private static var baseline: String {
    #if arch(x86_64)
      "SSE2, what every such processor has"
    #elseif arch(arm64)
      "NEON"
    #else
      "the baseline of this architecture"
    #endif
  }

  private var memory: DoctorFact {
    let lines = KernelFile.lines("/proc/meminfo")
    func bytes(_ key: String) -> Int? {
      KernelFile.value(key, in: lines, separator: ":")?.split(separator: " ").first.flatMap { Int($0) }.map { $0 << 10 }
    }
    guard let total = bytes("MemTotal"), let available = bytes("MemAvailable") else {
      return .notChecked("memory", "/proc/meminfo cannot be read")
    }
    var text = "\(NumberFormat.bytes(available)) of \(NumberFormat.bytes(total)) free"
    var least = available
    // A container's limit, which the numbers above do not know.
    if let limit = KernelFile.lines("/sys/fs/cgroup/memory.max").first.flatMap({ Int($0) }), limit < total {
      let used = KernelFile.lines("/sys/fs/cgroup/memory.current").first.flatMap { Int($0) } ?? 0
      text += "; this container is limited to \(NumberFormat.bytes(limit)) and uses \(NumberFormat.bytes(used))"
      least = min(least, limit - used)
    }
    guard least < Self.littleMemory else { return .ok("memory", text) }
    return .warn("memory", text, remedy: "Close other programs, or work with small models only.")
  }

  private var temporaryFolders: [DoctorFact] {
    // Working copies go to /tmp, previews to TMPDIR.
    let own = variables["TMPDIR"].flatMap { $0.isEmpty || $0 == "/tmp" || $0 == "/tmp/" ? nil : $0 }
    return [folder("temporary folder", "/tmp", mustBeWritable: true)]
      + (own.map { [folder("TMPDIR", $0, mustBeWritable: true)] } ?? [])
  }

  private var workingFolder: DoctorFact {
    folder("working folder", FileManager.default.currentDirectoryPath, mustBeWritable: false)
  }

  private func folder(_ name: String, _ path: String, mustBeWritable: Bool) -> DoctorFact {
    var room = statvfs()
    guard LocalFiles.isFolder(path), statvfs(path, &room) == 0 else {
      return .fail(name, "\(path): there is no such folder", remedy: "Create it, or name another one.")
    }
    guard access(path, W_OK) == 0 else {
      let text = "\(path): this user cannot write there"
      return mustBeWritable
        ? .fail(name, text, remedy: "Give this user the right to write there.")
        : .warn(name, text, remedy: "Go to another folder, or name one with --output where a command takes it.")
    }
    let free = Int(clamping: UInt64(room.f_bavail).multipliedReportingOverflow(by: UInt64(room.f_frsize)).partialValue)
    let text = "\(path), \(NumberFormat.bytes(free)) free"
    guard free < Self.littleRoom else { return .ok(name, text) }
    return .warn(name, text, remedy: "Make room: copies of the model's files are put there.")
  }
}
