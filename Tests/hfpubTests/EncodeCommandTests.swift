import Files
import Foundation
import TestKit
import Testing

@Suite struct EncodeCommandTests {
  private func vectors(_ output: String) throws -> [[Float]] {
    try output.split(separator: "\n").map { try JSONDecoder().decode([Float].self, from: Data($0.utf8)) }
  }

  @Test("texts come from arguments, standard input or a file, in order, with the same vectors")
  func sources() async throws {
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array("a cat\na dog\n".utf8), to: "\(folder.path)/texts.txt")
    let arguments = try await Tool().run("encode", "a cat", "a dog")
    let input = try await Tool().run(["encode"], input: "a cat\r\na dog")
    let file = try await Tool().run("encode", "--input", "\(folder.path)/texts.txt")
    #expect(arguments.status == 0)
    #expect(try vectors(arguments.output).map(\.count) == [128, 128])
    #expect(input.output == arguments.output)
    #expect(file.output == arguments.output)
    #expect(try vectors(arguments.output)[0] != vectors(arguments.output)[1])
  }

  @Test("a JSON line is a string or an object with text, so that newlines survive")
  func jsonLines() async throws {
    let folder = try TemporaryFolder()
    let lines = #""one\ntwo""# + "\n" + #"{"id": 7, "text": "one two"}"# + "\n"
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder.path)/texts.jsonl")
    let result = try await Tool().run(
      "encode",
      "--input",
      "\(folder.path)/texts.jsonl",
      "--tokens",
      "\(folder.path)/ids.jsonl"
    )
    #expect(result.status == 0)
    let both = try vectors(result.output)
    #expect(both[0] == both[1])
    let ids = try LocalFiles.readText("\(folder.path)/ids.jsonl").split(separator: "\n")
    #expect(ids.count == 2)
    #expect(ids[0] == ids[1])
  }

  @Test("a line that is neither is an error with its number, and nothing is left half-written")
  func malformedLine() async throws {
    let folder = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array("\"fine\"\n{\"txt\": 1}\n".utf8), to: "\(folder.path)/texts.jsonl")
    let result = try await Tool().run(
      "encode",
      "--input",
      "\(folder.path)/texts.jsonl",
      "--output",
      "\(folder.path)/out.npy"
    )
    #expect(result.status == 8)
    #expect(result.errors.contains("texts.jsonl:2: error[text.unreadable]"))
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["texts.jsonl"])
  }

  @Test("a NumPy file has the shape and the numbers of the JSON lines, over several batches")
  func numPy() async throws {
    let folder = try TemporaryFolder()
    let input = (0..<5_000).map { "text number \($0)" }.joined(separator: "\n")
    let result = try await Tool().run(["encode", "--output", "\(folder.path)/v.npy"], input: input)
    #expect(result.status == 0)
    let bytes = try LocalFiles.read("\(folder.path)/v.npy")
    #expect(bytes.count == 128 + 5_000 * 128 * 4)
    let header = String(decoding: bytes[10..<128], as: UTF8.self)
    #expect(header.contains("'shape': (5000, 128)"))
    #expect(header.hasSuffix("\n"))
    let last = try vectors(try await Tool().run("encode", "text number 4999").output)[0]
    let stored = bytes.suffix(512).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    #expect(stored == last)
  }

  @Test("no texts make an array without rows")
  func empty() async throws {
    let folder = try TemporaryFolder()
    let result = try await Tool().run(["encode", "--output", "\(folder.path)/v.npy"], input: "")
    #expect(result.status == 0)
    #expect(try LocalFiles.read("\(folder.path)/v.npy").count == 128)
    #expect(try await Tool().run(["encode"], input: "").output.isEmpty)
  }

  @Test("similarity prints a cosine: one for the same text, more for related texts than for others")
  func similarity() async throws {
    #expect(try await Tool().run("similarity", "a cat", "a cat").output == "1.0000\n")
    let near = try #require(Double(try await Tool().run("similarity", "a cat", "a kitten").output.dropLast()))
    let far = try #require(Double(try await Tool().run("similarity", "a cat", "the stock market").output.dropLast()))
    #expect(near > far)
  }
}
