import Files
import Findings
import FoundationEssentials
import Glibc

/// Where texts to encode come from, one at a time.
protocol TextSource {
  /// The next text; nil at the end.
  mutating func next() throws -> String?
}

/// Texts given on the command line.
struct TextArguments: TextSource {
  private var remaining: [String].SubSequence

  init(_ texts: [String]) { remaining = texts[...] }

  mutating func next() -> String? { remaining.popFirst() }
}

/// Lines of a file or of standard input, read in pieces.
///
/// Bytes that are not UTF-8 become U+FFFD, as Python's `errors="replace"` does.
struct TextLines: TextSource {
  /// No text is this long; a line beyond it is a wrong file.
  static let longestLine = 64 << 20

  private let descriptor: Int32
  private let name: String
  private let isJSON: Bool
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private var lineNumber = 0

  /// Opens `path`; `-` is standard input.
  init(path: String) throws {
    name = path == "-" ? "standard input" : path
    isJSON = path.hasSuffix(".jsonl")
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.system("read", path, number: errno) }
    // Else it would look as if nothing happened.
    if path == "-", isatty(descriptor) == 1 { Console.note("Reading texts, one a line; Ctrl-D ends them.") }
  }

  mutating func next() throws -> String? {
    guard let line = try nextLine() else { return nil }
    guard isJSON else { return String(decoding: line, as: UTF8.self) }
    struct Object: Decodable { var text: String }
    let data = Data(line)
    if let text = try? JSONDecoder().decode(String.self, from: data) { return text }
    if let object = try? JSONDecoder().decode(Object.self, from: data) { return object.text }
    throw TextError(
      problem: "cannot read a text",
      reason: "the line is neither a JSON string nor an object with a string \"text\"",
      remedy: "Correct the line; for plain lines of text use a name that does not end in .jsonl.",
      location: SourceLocation(file: name, line: lineNumber)
    )
  }

  private mutating func nextLine() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = newline + 1 }
        return line(buffer[start..<newline])
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return line(buffer[start...])
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      guard buffer.count < Self.longestLine else {
        throw TextError(
          problem: "cannot read a text",
          reason: "the line has more than \(Self.longestLine) bytes",
          remedy: "Check that the file holds one text a line.",
          location: SourceLocation(file: name, line: lineNumber + 1)
        )
      }
      try fill()
    }
  }

  private mutating func line(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    lineNumber += 1
    return bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
  }

  private mutating func fill() throws {
    let step = 256 << 10
    let old = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: step))
    var count = -1
    repeat {
      count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: old), step) }
    } while count < 0 && errno == EINTR
    let number = errno
    buffer.removeLast(step - max(0, count))
    if count < 0 { throw FileError.system("read", name, number: number) }
    if count == 0 { isAtEnd = true }
  }
}

/// A text that cannot be read.
struct TextError: ExplainedError {
  var codeName: String { "text.unreadable" }
  var problem: String
  var reason: String
  var remedy: String
  var exitStatus: ExitStatus { .localInput }
  var location: SourceLocation?
}
