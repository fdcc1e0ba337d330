import Reports
import Testing
@testable import hfpub

@Suite struct ChecklistTests {
  private let start = ContinuousClock.now
  private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }
  private let plain = TerminalStyle(["LANG": "C.UTF-8"], color: .never, columns: nil)

  @Test("steps have a mark, what came of them, and their time; without symbols the marks are words")
  func lines() {
    var list = Checklist(["First", "Second one", "Third", "Fourth"])
    list.begin(0, at: at(0))
    list.begin(1, at: at(0.04))
    list.note(0, "fine")
    list.end(failed: true, at: at(75))
    list.skip(2, "not wanted")
    #expect(
      list.lines(plain, at: at(80)) == [
        "  [ ok ]  First       fine        0.0 s", "  [FAIL]  Second one              1 min 14 s",
        "  [skip]  Third       not wanted", "  [    ]  Fourth",
      ]
    )
    let wide = TerminalStyle(["LANG": "C.UTF-8"], color: .never, columns: 40)
    #expect(
      list.lines(wide, at: at(80)) == [
        "  ✓  First       fine             0.0 s", "  ✗  Second one              1 min 14 s",
        "  –  Third       not wanted", "  ·  Fourth",
      ]
    )
    #expect(list.report.map(\.state) == [.done, .failed, .skipped, .skipped])
    #expect(list.report.map(\.milliseconds) == [40, 74960, nil, nil])
  }

  @Test("a step that failed after all takes those after it back")
  func late() {
    var list = Checklist(["A", "B", "C"])
    for index in 0..<3 { list.begin(index, at: at(Double(index))) }
    list.end(failed: true, at: at(3))
    list.fail(0, "bad")
    #expect(list.report.map(\.state) == [.failed, .skipped, .skipped])
  }

  @Test("long details are cut, so that the time is seen")
  func cut() {
    var list = Checklist(["A"])
    list.begin(0, at: at(0))
    list.note(String(repeating: "一", count: 50))
    list.end(at: at(1))
    let style = TerminalStyle(["LANG": "C.UTF-8"], color: .never, columns: 40)
    #expect(list.lines(style, at: at(1)) == ["  ✓  A  一一一一一一一一一一一…   1.0 s"])
  }
}
