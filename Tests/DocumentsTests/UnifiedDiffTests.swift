import Documents
import Files
import Foundation
import TestKit
import Testing

@Suite struct UnifiedDiffTests {
  @Test("equal texts have no difference")
  func equal() { #expect(UnifiedDiff.lines(from: "a\nb\n", to: "a\nb\n", name: "x").isEmpty) }

  @Test("a change stands between three lines of context")
  func change() {
    let old = (1...9).map { "line \($0)\n" }.joined()
    let lines = UnifiedDiff.lines(from: old, to: old.replacingOccurrences(of: "line 5", with: "LINE 5"), name: "x")
    #expect(
      lines == [
        "--- x", "+++ x (rendered)", "@@ -2,7 +2,7 @@", " line 2", " line 3", " line 4", "-line 5", "+LINE 5",
        " line 6",
        " line 7", " line 8",
      ]
    )
  }

  @Test("patch takes the difference of random texts back", .enabled(if: LocalFiles.isFile("/usr/bin/patch")))
  func patch() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<30 {
      let folder = try TemporaryFolder()
      let old = (0..<40).map { _ in "\(Int.random(in: 0..<6, using: &generator))\n" }
      var new = old
      for _ in 0..<5 {
        let index = Int.random(in: 0..<new.count, using: &generator)
        if Bool.random(using: &generator) { new.remove(at: index) } else { new.insert("new\n", at: index) }
      }
      let file = "\(folder.path)/text"
      try LocalFiles.writeAtomically(Array(old.joined().utf8), to: file)
      let lines = UnifiedDiff.lines(from: old.joined(), to: new.joined(), name: "text")
      guard !lines.isEmpty else { continue }
      try LocalFiles.writeAtomically(Array((lines.joined(separator: "\n") + "\n").utf8), to: "\(folder.path)/diff")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/patch")
      process.arguments = ["-s", "--fuzz=0", file, "\(folder.path)/diff"]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(try LocalFiles.readText(file) == new.joined())
    }
  }
}
