/// The opcodes of a Python pickle, looked at and never carried out.
struct PickleProgram {
  /// What the program takes from Python's modules, such as `posix.system`; at most 32, each once.
  private(set) var imports: [String] = []
  /// Whether it is the number that older PyTorch files begin with.
  let isTorchMagic: Bool

  // The last two texts: what the opcode that imports by texts takes.
  private var texts: [String] = []
  private var openMarks = 0
  private var isCalling = false
  private let bytes: UnsafeRawBufferPointer

  /// Reads the opcodes; nil when the bytes are no pickle.
  ///
  /// Protocols from 2 on begin with their number; the opcodes that follow must exist. The older ones have no mark, and
  /// any text may begin with their letters: one is believed when its opcodes reach the end exactly, close only what they
  /// opened, and call something that they import by a name Python could have.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first else { return nil }
    self.bytes = bytes
    let reader = FormatBytes(bytes)
    isTorchMagic = reader.has([0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19], at: 2)
    let hasMark = first == 0x80 && (2...5).contains(reader.byte(1) ?? 0)
    guard hasMark || "(]}cSVILFK".utf8.contains(first) else { return nil }
    var place = 0
    var steps = 0
    while place < bytes.count, steps < 200_000 {
      if bytes[place] == UInt8(ascii: ".") {
        if hasMark { return }
        let isAtEnd = bytes[(place + 1)...].prefix(16).allSatisfy { $0 <= 0x20 } && bytes.count - place <= 16
        if isAtEnd, isCalling, !imports.isEmpty, imports.allSatisfy({ $0.utf8.allSatisfy(Self.isOfNames) }) { return }
        return nil
      }
      guard let length = length(at: place) else {
        // A program that imported something before it went wrong has run that far.
        if hasMark, steps > 16 || !imports.isEmpty { return }
        return nil
      }
      guard length <= bytes.count - place else { break }
      note(place, length)
      guard hasMark || openMarks >= 0 else { return nil }
      place += length
      steps += 1
    }
    // Cut short, or very long.
    guard hasMark, steps > 0 || bytes.count == 2 else { return nil }
  }

  /// The length of the opcode at a place with what belongs to it; nil when there is no such opcode.
  private func length(at place: Int) -> Int? {
    let reader = FormatBytes(bytes)
    switch bytes[place] {
    case 0x28, 0x30...0x32, 0x4E, 0x51, 0x52, 0x5D, 0x7D, 0x61, 0x62, 0x64, 0x65, 0x6C, 0x6F, 0x73, 0x74, 0x75, 0x29,
      0x81, 0x85...0x89, 0x8F...0x94, 0x97, 0x98:
      return 1
    case 0x4B, 0x71, 0x68, 0x82, 0x80: return 2
    case 0x4D, 0x83: return 3
    case 0x4A, 0x6A, 0x72, 0x84: return 5
    case 0x47, 0x95: return 9
    case 0x55, 0x8C, 0x43, 0x8A: return reader.byte(place + 1).map { 2 + Int($0) } ?? .max
    case 0x54, 0x58, 0x42, 0x8B: return reader.integer(at: place + 1).map { 5 + $0 } ?? .max
    case 0x8D, 0x8E, 0x96:
      guard let low = reader.integer(at: place + 1), let high = reader.integer(at: place + 5) else { return .max }
      return high == 0 ? 9 + low : .max
    case 0x46, 0x49, 0x4C, 0x50, 0x53, 0x56, 0x67, 0x70: return lines(1, at: place)
    case 0x63, 0x69: return lines(2, at: place)
    default: return nil
    }
  }

  private func lines(_ count: Int, at place: Int) -> Int? {
    var left = count
    for (offset, byte) in bytes[place...].prefix(8192).enumerated() where byte == 0x0A {
      left -= 1
      if left == 0 { return offset + 1 }
    }
    return nil
  }

  private static func isOfNames(_ byte: UInt8) -> Bool { ByteSet.word.contains(byte) || byte == UInt8(ascii: ".") }

  private mutating func note(_ place: Int, _ length: Int) {
    switch bytes[place] {
    case 0x28: openMarks += 1
    case 0x74, 0x6C, 0x64, 0x65, 0x75, 0x6F, 0x69, 0x31, 0x90, 0x91: openMarks -= 1
    default: break
    }
    // Calling a function, making an instance in two ways.
    if [0x52, 0x69, 0x6F, 0x81].contains(bytes[place]) { isCalling = true }
    switch bytes[place] {
    case 0x63, 0x69:
      let text = String(decoding: bytes[(place + 1)..<(place + length - 1)], as: UTF8.self)
      add(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "."))
    case 0x8C: noteText((place + 2)..<(place + length))
    case 0x58: noteText((place + 5)..<(place + length))
    case 0x93: if texts.count == 2 { add(texts.joined(separator: ".")) }
    default: break
    }
  }

  private mutating func noteText(_ range: Range<Int>) {
    texts = texts.suffix(1) + [String(decoding: bytes[range].prefix(256), as: UTF8.self)]
  }

  private mutating func add(_ name: String) {
    if imports.count < 32, !imports.contains(name) { imports.append(name) }
  }
}
