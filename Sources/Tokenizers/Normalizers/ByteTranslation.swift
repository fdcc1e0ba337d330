/// Any number of steps that each replace one ASCII character by a text, as one step.
///
/// Such a step rewrites every character for itself, whatever stands beside it, and so do several of them one after the
/// other: what becomes of a character is what they make of it alone, also where one writes what a later one replaces.
struct ByteTranslation: Sendable, Equatable {
  /// Longer texts for a character are not prepared: they could be exponentially long.
  static let maximumLength = 1 << 12

  /// For every byte the number of its text, from 1; 0 for a byte that stays.
  private var numbers = [UInt8](repeating: 0, count: 256)
  private var contents: [[UInt8]] = []

  /// Steps as one, if all of them look for one ASCII character.
  init?(_ steps: [Replacement]) {
    guard steps.allSatisfy({ ByteTranslation.canTranslate($0) }) else { return nil }
    for byte in UInt8(0)..<0x80 {
      var text = [byte]
      for step in steps {
        text = text.flatMap { [$0] == step.pattern.source ? step.content : [$0] }
        guard text.count <= ByteTranslation.maximumLength else { return nil }
      }
      guard text != [byte] else { continue }
      contents.append(text)
      numbers[Int(byte)] = UInt8(contents.count)
    }
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
    var rewriter = TextRewriter(workspace)
    text.withUnsafeBufferPointer { text in
      var copied = 0
      var place = first
      while place < text.count {
        rewriter.copy(copied..<place, of: text, to: &output)
        output.append(contentsOf: contents[Int(numbers[Int(text[place])]) - 1])
        copied = place + 1
        rewriter.replaced(upTo: copied, outputCount: output.count)
        place = next(in: text, from: copied)
      }
      rewriter.copy(copied..<text.count, of: text, to: &output)
    }
    swap(&text, &output)
    workspace.originLength = rewriter.newOrigin
    swap(&output, &workspace.spare)
  }

  /// Whether a text stays as it is.
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool { next(in: text, from: 0) == text.count }

  /// The place of the next byte that does not stay, or the end.
  @inline(__always)
  private func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    numbers.withUnsafeBufferPointer { numbers in
      var index = start
      while index < text.count, numbers[Int(text[index])] == 0 { index += 1 }
      return index
    }
  }
}
