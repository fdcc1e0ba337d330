import Files
import Foundation
import TestKit
import Testing

/// The Python interpreter that has model2vec; nil where it is not installed.
private let python = ProcessInfo.processInfo.environment["HFPUB_PYTHON"]

/// What the library saves on this day is valid as it lies there.
@Suite(.enabled(if: python != nil)) struct SavedModelTests {
  @Test(
    "a folder that model2vec saves raises no error; of a cut one only that config.json keeps the old width",
    arguments: ["float32", "float16", "int8"],
    [0, 64]
  )
  func saved(dtype: String, dimension: Int) async throws {
    let folder = try TemporaryFolder()
    let script = """
      import sys
      import numpy as np
      from model2vec import StaticModel
      model = StaticModel.from_pretrained(sys.argv[1], dimensionality=int(sys.argv[4]) or None)
      if sys.argv[3] != "int8":
          model.embedding = (model.embedding / 127).astype(sys.argv[3])
      model.save_pretrained(sys.argv[2])
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [
      "-c", script, "\(Fixture.root)/Publication/minilm-static/model", "\(folder.path)/saved", dtype, "\(dimension)",
      "\(dimension)",
    ]
    let output = Pipe()
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(text)")

    let result = try await Tool().run("validate", "--model", "\(folder.path)/saved", "--skip", "HFP203")
    #expect(result.status == (dimension == 0 ? 0 : 1), "\(result.output)\(result.errors)")
    let codes = result.output.split(separator: "\n").filter { $0.contains(": error[") || $0.contains(": warning[") }
    if dimension > 0 {
      #expect(codes.count == 1)
      #expect(codes.first?.hasSuffix("config.json: error[HFP102]: hidden_dim is 128") == true)
    } else {
      #expect(codes == [])
    }
  }
}
