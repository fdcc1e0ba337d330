import Files
import TestKit
import Testing

/// The table of rooms in `Documentation/Architecture.md` is true.
@Suite struct LayeringTests {
  /// The rooms by name with their floors; the ground lies between C and the first.
  private func floors() throws -> [String: Double] {
    var floors: [String: Double] = [:]
    let page = try LocalFiles.readText("\(Fixture.root)/Documentation/Architecture.md")
    for line in page.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
      // `Files` knows `Findings`, and nothing else of the ground.
      let ground = cells.count > 1 && cells[1].contains("Findings") ? 0.4 : 0.5
      guard cells.count > 1, let floor = cells[0] == "ground" ? ground : Double(cells[0]) else { continue }
      for name in cells[1].split(separator: "`").filter({ $0.first?.isLetter == true && !$0.contains(" ") }) {
        floors[String(name)] = floor
      }
    }
    return floors
  }

  @Test("every room is in the table, and every import leads to a lower floor")
  func imports() throws {
    let floors = try floors()
    var seen: Set<String> = []
    for folder in ["Sources", "Templates"] {
      for (path, kind) in try LocalFiles.walk("\(Fixture.root)/\(folder)") where kind == .file {
        let room = folder == "Templates" ? folder : String(path.split(separator: "/")[0])
        seen.insert(room)
        guard path.hasSuffix(".swift") else { continue }
        let own = try #require(floors[room], "\(room) is not in the table")
        let text = try LocalFiles.readText("\(Fixture.root)/\(folder)/\(path)")
        for line in text.split(separator: "\n") where line.hasPrefix("import ") || line.contains(" import ") {
          guard let floor = line.split(separator: " ").last.flatMap({ floors[String($0)] }) else { continue }
          #expect(floor < own, "\(folder)/\(path): \(line)")
        }
      }
    }
    #expect(seen.count > 15)
    #expect(seen.subtracting(floors.keys).isEmpty)
  }
}
