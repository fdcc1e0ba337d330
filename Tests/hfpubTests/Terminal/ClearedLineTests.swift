import Files
import Glibc
import TestKit
import Testing

@Suite struct ClearedLineTests {
  private static let terminal = "/usr/bin/script"

  @Test(
    "a signal removes the line that changes, and ends the process as signals do",
    .enabled(if: LocalFiles.isFile(terminal), "util-linux's script is not there"),
    .timeLimit(.minutes(5)),
    arguments: [(SIGINT, "Interrupted."), (SIGTERM, "Terminated.")]
  )
  func signal(number: Int32, words: String) async throws {
    let place = try TemporaryFolder()
    try slowModel("\(place.path)/model")
    let (transcript, process) = ("\(place.path)/transcript", "\(place.path)/process")
    var tool = Tool(in: place.path, environment: ["TERM": "xterm"])
    tool.program = Self.terminal
    let command =
      "echo $$ > \(process); exec \(Tool.binary) validate \(Fixture.root)/Publication/minilm-static --model model"
    async let run = tool.run(["-qefc", command, transcript])
    var shown = ""
    while !shown.contains("Hashing") {
      try await Task.sleep(for: .milliseconds(50))
      shown = (try? LocalFiles.readText(transcript)) ?? ""
      guard !shown.contains("COMMAND_EXIT_CODE") else { break }
    }
    let text = try LocalFiles.readText(process)
    kill(try #require(Int32(text.filter(\.isNumber))), number)
    let result = try await run
    #expect(result.status == 128 + number)
    #expect(result.output.contains("Hashing"))
    #expect(result.output.hasSuffix("\r\u{1B}[K\(words)\r\n"), "\(result.output)")
  }

  /// A model whose table takes seconds to be hashed, and no room: it is one hole.
  private func slowModel(_ folder: String) throws {
    let sample = "\(Fixture.root)/Publication/minilm-static/model"
    try LocalFiles.makeFolder(folder)
    for name in ["config.json", "modules.json", "tokenizer.json"] {
      try LocalFiles.writeAtomically(LocalFiles.read("\(sample)/\(name)"), to: "\(folder)/\(name)")
    }
    let (rows, dimension) = (29_525, 1 << 17)
    let size = rows * dimension * 4
    let header = "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[\(rows),\(dimension)],\"data_offsets\":[0,\(size)]}}"
    let padded = Array(header.utf8) + Array(repeating: UInt8(ascii: " "), count: (8 - header.utf8.count % 8) % 8)
    let count = (0..<8).map { UInt8(truncatingIfNeeded: padded.count >> ($0 * 8)) }
    let file = "\(folder)/model.safetensors"
    try LocalFiles.writeAtomically(count + padded, to: file)
    #expect(truncate(file, 8 + padded.count + size) == 0)
  }
}
