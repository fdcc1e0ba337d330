/// Finds the matches of a `KnownPattern`, byte by byte where the text is ASCII.
///
/// Holds pointers into the text and into `table`; both must outlive it. Nothing outside the text is read.
struct KnownPatternScanner {
  private typealias Flags = RegexFlags.Flags

  private let text: UnsafePointer<UInt8>
  private let count: Int
  private let table: UnsafePointer<RegexFlags.Flags>

  /// A scanner of `count` bytes of valid UTF-8; `table` is `RegexFlags.shared.ascii`.
  @inline(__always)
  init(_ text: UnsafePointer<UInt8>, count: Int, table: UnsafePointer<RegexFlags.Flags>) {
    self.text = text
    self.count = count
    self.table = table
  }

  /// The end of the match that begins at `start`, which is inside the text.
  @inline(__always)
  func end(of pattern: KnownPattern, at start: Int) -> Int {
    switch pattern {
    case .gpt2: endOfGPT2(start)
    case .llama3: endOfWordFamily(start, letters: .letter, numbers: 3)
    case .qwen2: endOfWordFamily(start, letters: .letter, numbers: 1)
    case .qwen35: endOfWordFamily(start, letters: [.letter, .mark], numbers: 1)
    case .o200k: endOfO200k(start)
    }
  }

  @inline(__always)
  private func endOfGPT2(_ start: Int) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contraction(start, ignoresCase: false) { return end }
    let place = text[start] == 0x20 ? start + 1 : start
    guard place < count else { return place }
    let (flags, next) = look(place)
    if flags.contains(.letter) { return run(of: .letter, from: next) }
    if flags.contains(.number) { return run(of: .number, from: next) }
    if !flags.contains(.space) { return run(without: [.space, .letter, .number], from: next) }
    return endOfSpace(start, endsAtNewlines: false)
  }

  @inline(__always)
  private func endOfWordFamily(_ start: Int, letters: RegexFlags.Flags, numbers: Int) -> Int {
    let first = text[start]
    if first == UInt8(ascii: "'"), let end = contraction(start, ignoresCase: true) { return end }
    let (flags, next) = look(start)
    if flags.contains(.letter) { return run(of: letters, from: next) }
    if flags.contains(.number) { return endOfNumbers(next, atMost: numbers) }
    if !flags.contains(.newline), next < count {
      // One character before the letters.
      let (second, afterSecond) = look(next)
      if !second.isDisjoint(with: letters) { return run(of: letters, from: afterSecond) }
    }
    if !flags.isDisjoint(with: letters) { return run(of: letters, from: next) }
    let others = letters.union([.space, .number])
    let place = first == 0x20 ? next : start
    if place < count, look(place).flags.isDisjoint(with: others) {
      return run(of: .newline, from: run(without: others, from: place))
    }
    return endOfSpace(start, endsAtNewlines: true)
  }

  private func endOfO200k(_ start: Int) -> Int {
    let (flags, next) = look(start)
    let hasPrefix = flags.isDisjoint(with: [.letter, .number, .newline]) && next < count
    for isLowercaseNeeded in [true, false] {
      for place in hasPrefix ? [next, start] : [start] {
        if let end = endOfCasedWord(place, isLowercaseNeeded) {
          return end < count && text[end] == UInt8(ascii: "'") ? contraction(end, ignoresCase: true) ?? end : end
        }
      }
    }
    if flags.contains(.number) { return endOfNumbers(next, atMost: 3) }
    let place = text[start] == 0x20 ? next : start
    if place < count, look(place).flags.isDisjoint(with: [.space, .letter, .number]) {
      var end = run(without: [.space, .letter, .number], from: place)
      while end < count, text[end] == 0x0D || text[end] == 0x0A || text[end] == UInt8(ascii: "/") { end += 1 }
      return end
    }
    return endOfSpace(start, endsAtNewlines: true)
  }

  /// A run of beginnings, then a run of continuations; at least one of the latter, or of the former.
  private func endOfCasedWord(_ start: Int, _ isLowercaseNeeded: Bool) -> Int? {
    let middle = run(of: .begins, from: start)
    let end = run(of: .continues, from: middle)
    if !isLowercaseNeeded { return middle > start ? end : nil }
    if end > middle { return end }
    // The first run gives back characters until one of them can be a continuation.
    var place = middle
    while place > start {
      var before = place - 1
      while before > start, text[before] & 0xC0 == 0x80 { before -= 1 }
      if look(before).flags.contains(.continues) { return place }
      place = before
    }
    return nil
  }

  @inline(__always)
  private func endOfNumbers(_ afterFirst: Int, atMost limit: Int) -> Int {
    var end = afterFirst
    var left = limit - 1
    while left > 0, end < count {
      let (flags, next) = look(end)
      guard flags.contains(.number) else { break }
      end = next
      left -= 1
    }
    return end
  }

  /// White space: up to its last line end where that matters, else all but the last character before a text.
  private func endOfSpace(_ start: Int, endsAtNewlines: Bool) -> Int {
    var end = start
    var lastStart = start
    var afterNewline: Int?
    while end < count {
      let (flags, next) = look(end)
      guard flags.contains(.space) else { break }
      lastStart = end
      end = next
      if flags.contains(.newline) { afterNewline = next }
    }
    if endsAtNewlines, let afterNewline { return afterNewline }
    return end == count || lastStart == start ? end : lastStart
  }

  @inline(__always)
  private func contraction(_ start: Int, ignoresCase: Bool) -> Int? {
    guard start + 1 < count else { return nil }
    let mask: UInt8 = ignoresCase ? 0x20 : 0
    let first = text[start + 1]
    switch first | mask {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    default: break
    }
    guard start + 2 < count else { return nil }
    let second = text[start + 2]
    switch (first | mask, second | mask) {
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    default:
      // The long s equals s.
      return ignoresCase && first == 0xC5 && second == 0xBF ? start + 3 : nil
    }
  }

  @inline(__always)
  private func run(of wanted: RegexFlags.Flags, from start: Int) -> Int {
    var end = start
    while end < count {
      if !table[Int(text[end])].isDisjoint(with: wanted) {
        end &+= 1
        continue
      }
      guard text[end] >= 0x80 else { break }
      let (flags, next) = decode(end)
      guard !flags.isDisjoint(with: wanted) else { break }
      end = next
    }
    return end
  }

  @inline(__always)
  private func run(without unwanted: RegexFlags.Flags, from start: Int) -> Int {
    var end = start
    while end < count {
      let (flags, next) = look(end)
      guard flags.isDisjoint(with: unwanted) else { break }
      end = next
    }
    return end
  }

  @inline(__always)
  private func look(_ place: Int) -> (flags: RegexFlags.Flags, next: Int) {
    let byte = text[place]
    return byte < 0x80 ? (table[Int(byte)], place &+ 1) : decode(place)
  }

  @inline(never)
  private func decode(_ place: Int) -> (flags: RegexFlags.Flags, next: Int) {
    var reader = ScalarReader(UnsafeBufferPointer(start: text + place, count: count - place))
    guard let scalar = reader.next() else { return ([], count) }
    return (RegexFlags.shared[scalar], place + reader.offset)
  }
}
