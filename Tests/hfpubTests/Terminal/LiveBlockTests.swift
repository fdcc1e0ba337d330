import Testing
@testable import hfpub

@Suite struct LiveBlockTests {
  private let start = ContinuousClock.now
  private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  private func block(_ environment: [String: String] = ["NO_COLOR": "1"], columns: Int? = 60) -> LiveBlock {
    let style = TerminalStyle(
      ["LANG": "C.UTF-8"].merging(environment) { _, new in new },
      color: .auto,
      columns: columns
    )
    return LiveBlock(style: style, at: start)
  }

  private func sending(_ done: Int, of total: Int = 100_000_000) -> LiveBlock.Work {
    .init(verb: "Sending", text: "", bytes: (done, total), awaited: "storage")
  }

  @Test("a transfer says bytes, then the rate, and after five seconds the time that is left")
  func transfer() {
    var block = block(columns: 80)
    #expect(block.show(sending(0), at: at(0)) == "")
    #expect(block.show(sending(1_000_000), at: at(0.5)) == "    Sending  1.00 MB of 100 MB")
    #expect(block.show(sending(2_000_000), at: at(1)) == "\r\u{1B}[J    Sending  2.00 MB of 100 MB, 2.00 MB/s")
    for second in 2...6 { _ = block.show(sending(second * 2_000_000), at: at(Double(second))) }
    #expect(
      block.show(sending(20_000_000), at: at(10))
        == "\r\u{1B}[J    Sending  20.0 MB of 100 MB, 2.00 MB/s, 40 s left"
    )
  }

  @Test("it is redrawn at most ten times a second, and never wider than the terminal")
  func redrawing() {
    var block = block(columns: 40)
    var count = 0
    for step in 0..<2000 {
      let text = block.show(.init(verb: "Checking", text: "一二三 \(step) 四五六七八九十一二三四五六"), at: at(Double(step) / 1000))
      guard !text.isEmpty else { continue }
      count += 1
      #expect(text.hasSuffix("…"))
      let line = text.split(separator: "J").last ?? ""
      #expect(line.reduce(0) { $0 + ($1.isASCII || $1 == "…" ? 1 : 2) } < 40)
    }
    #expect((10...20).contains(count), "\(count)")
  }

  @Test("after two seconds without a move it is said what is waited for")
  func waiting() {
    var block = block(columns: 80)
    _ = block.show(sending(1_000_000), at: at(0))
    _ = block.show(sending(2_000_000), at: at(1))
    #expect(!block.tick(at: at(2.9)).contains("waiting"))
    #expect(block.tick(at: at(3)).hasSuffix(", 667 kB/s; waiting for storage, 2 s"), "\(block.tick(at: at(3.1)))")
    #expect(block.show(sending(3_000_000), at: at(3.2)).contains("3.00 MB of 100 MB"))
    #expect(block.await("the hub to commit", at: at(4)) == "\r\u{1B}[J")
    #expect(block.tick(at: at(5.9)) == "")
    #expect(block.tick(at: at(6)) == "    Waiting  for the hub to commit, 2 s")
    #expect(block.await(nil, at: at(7)) == "\r\u{1B}[J")
    #expect(block.tick(at: at(70)) == "")
  }

  @Test("lines that stay take the place of the block, which comes again below")
  func saying() {
    var block = block()
    _ = block.show(sending(1_000_000), at: at(0))
    #expect(block.tick(at: at(1)) == "    Sending  1.00 MB of 100 MB, 1.00 MB/s")
    #expect(block.say("note: hot\n", at: at(1.01)) == "\r\u{1B}[Jnote: hot\n")
    #expect(block.tick(at: at(1.02)).contains("Sending"))
  }

  @Test("what is over in a moment is never shown")
  func moment() {
    var block = block()
    #expect(block.show(sending(1), at: at(0)) == "")
    #expect(block.tick(at: at(0.2)) == "")
    #expect(block.await(nil, at: at(0.25)) == "")
  }

  @Test("a log gets a line in ten seconds at most, of a tenth more or of a minute")
  func log() {
    var block = block(columns: nil)
    var lines: [String] = []
    for tenth in 0...6000 {
      let text = block.show(sending(tenth * 10_000, of: 1_000_000_000), at: at(Double(tenth) / 10))
      if !text.isEmpty { lines.append(text) }
    }
    #expect(lines.count == 10, "\(lines)")
    #expect(lines.first == "    Sending  6.00 MB of 1.00 GB, 100 kB/s, 2 h 45 min left\n")
    var fast = self.block(columns: nil)
    lines = (0...600).map { fast.show(sending($0 * 1_000_000, of: 600_000_000), at: at(Double($0) / 10)) }
      .filter { !$0.isEmpty }
    #expect(lines.count == 6, "\(lines)")
  }

  @Test("a log hears of checks twice a minute at most, and of a silent server")
  func quietLog() {
    var block = block(columns: nil)
    let lines = (0...1200).map { block.show(.init(verb: "Checking", text: "title \($0)"), at: at(Double($0) / 10)) }
      .filter { !$0.isEmpty }
    #expect(lines.count == 4, "\(lines)")
    #expect(lines.first == "   Checking  title 300\n")
    _ = block.await("the hub", at: at(200))
    #expect(block.tick(at: at(209.9)) == "")
    #expect(block.tick(at: at(210)) == "    Waiting  for the hub, 10 s\n")
    #expect(block.tick(at: at(215)) == "")
  }

  @Test("when the window changes the block begins anew below, as nobody knows where its lines are")
  func resized() {
    var block = block()
    _ = block.show(sending(1), at: at(0))
    #expect(block.tick(at: at(1)).hasPrefix("    Sending"))
    block.style.width = 30
    #expect(block.tick(at: at(2)).hasPrefix("\n    Sending"))
    #expect(block.tick(at: at(3)).hasPrefix("\r\u{1B}[J    Sending"))
  }

  @Test("a checklist stands above the work, and goes as a whole")
  func checklist() {
    var block = block()
    var list = Checklist(["One is done", "Two"])
    list.begin(0, at: at(0))
    list.note(0, "well")
    list.begin(1, at: at(1.5))
    block.checklist = list
    #expect(
      block.tick(at: at(2)) == "  ✓  One is done  well                                1.5 s\n  …  Two"
    )
    #expect(
      block.show(sending(1), at: at(2.5)).hasPrefix("\r\u{1B}[1A\u{1B}[J  ✓  One is done  well ")
    )
    #expect(block.clear() == "\r\u{1B}[2A\u{1B}[J")
    #expect(block.clear() == "")
  }
}
