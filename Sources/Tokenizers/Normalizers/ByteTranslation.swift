/// Any number of steps that each replace one ASCII character by a text, as one step.
///
/// Such a step rewrites every character for itself, whatever stands beside it, and so do several of them one after the
/// other: what becomes of a character is what they make of it alone, also where one writes what a later one replaces.
struct ByteTranslation: Sendable, Equatable {
  /// Texts that are longer altogether are not prepared: they could be exponentially long.
  static let maximumLength = 1 << 12

  /// Whether a byte stays.
  private var stays = [Bool](repeating: true, count: 256)
  /// For every byte where its text begins in `contents`, and at last where those end.
  private var starts: [Int] = []
  private var contents: [UInt8] = []
  /// How many steps this does.
  private(set) var stepCount = 0

  /// The number of bytes of the longest text for a character.
  var longestText: Int { zip(starts.dropFirst(), starts).reduce(0) { max($0, $1.0 - $1.1) } }

  /// As many of the first steps as can be done as one: each looks for one ASCII character, and the texts stay short.
  ///
  /// - Returns: nil when not even the first can.
  init?(_ steps: some Sequence<Replacement>) {
    var texts = (0..<0x80).map { (byte: UInt8) in [byte] }
    for step in steps {
      guard ByteTranslation.canTranslate(step) else { break }
      let next = texts.map { text in text.flatMap { [$0] == step.pattern.source ? step.content : [$0] } }
      guard next.reduce(0, { $0 + $1.count }) <= ByteTranslation.maximumLength else { break }
      texts = next
      stepCount += 1
    }
    guard stepCount > 0 else { return nil }
    for (byte, text) in texts.enumerated() {
      stays[byte] = text == [UInt8(byte)]
      starts.append(contents.count)
      contents += text
    }
    // The bytes of other characters stay.
    for byte in UInt8(0x80)...0xFF {
      starts.append(contents.count)
      contents.append(byte)
    }
    starts.append(contents.count)
  }

  /// Whether a step is of the kind that can be joined.
  static func canTranslate(_ step: Replacement) -> Bool {
    guard !step.pattern.isRegex, step.pattern.source.count == 1, let byte = step.pattern.source.first else {
      return false
    }
    return byte < 0x80
  }

  func apply(to text: inout [UInt8], using workspace: inout TokenizerWorkspace) {
    let first = text.withUnsafeBufferPointer { next(in: $0, from: 0) }
    guard first < text.count else { return }
    var output: [UInt8] = []
    swap(&output, &workspace.spare)
    output.removeAll(keepingCapacity: true)
    let origin = workspace.originLength
    text.withUnsafeBufferPointer { text in
      starts.withUnsafeBufferPointer { starts in
        contents.withUnsafeBufferPointer { contents in
          var length = 0
          for byte in text { length &+= starts[Int(byte) &+ 1] &- starts[Int(byte)] }
          output.append(contentsOf: repeatElement(0, count: length))
          workspace.originLength = text[..<min(origin, text.count)].reduce(0) {
            $0 + starts[Int($1) + 1] - starts[Int($1)]
          }
          output.withUnsafeMutableBufferPointer { output in
            var place = 0
            for byte in text {
              for index in starts[Int(byte)]..<starts[Int(byte) &+ 1] {
                output[place] = contents[index]
                place &+= 1
              }
            }
          }
        }
      }
    }
    swap(&text, &output)
    swap(&output, &workspace.spare)
  }

  /// Whether a text stays as it is.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool { next(in: text, from: 0) == text.count }

  /// The place of the next byte that does not stay, or the end.
  @inline(__always)
  private func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    stays.withUnsafeBufferPointer { stays in
      var index = start
      while index < text.count, stays[Int(text[index])] { index += 1 }
      return index
    }
  }
}
