import TestKit
import Testing

@testable import Tokenizers

@Suite struct CharsmapTests {
  private func fault(_ bytes: [UInt8]) -> String? {
    do throws(Charsmap.Fault) {
      _ = try Charsmap(bytes)
      return nil
    } catch {
      return error.reason
    }
  }

  private func bytes(_ units: [UInt32], _ texts: String = "", size: UInt32? = nil) -> [UInt8] {
    TinyCharsmap.bytes(units, Array(texts.utf8), size: size)
  }

  @Test("the shortest key replaces the whole of a short cluster, and each character of a long one for itself")
  func clusters() throws {
    let charsmap = TinyCharsmap([
      ("a", "A"), ("ab", "never"), ("é", "e"), ("\r", "<"), ("\n", ">"), ("①", "1"), ("☃", ""),
    ])
    let normalizer = try SampleNormalizer.parse(SampleNormalizer.precompiled(charsmap.bytes))
    var workspace = TokenizerWorkspace()
    let expected: [(String, String)] = [
      ("abc", "Abc"), ("a\u{301}b", "Ab"), ("a\u{300}\u{301}", "A"),
      ("a\u{300}\u{301}\u{302}", "A\u{300}\u{301}\u{302}"),
      ("①\u{301}", "1"), ("①\u{301}\u{302}", "1\u{301}\u{302}"), ("x\u{301}a", "x\u{301}A"), ("\r\n\r\r", "<<<"),
      ("\n\r", "><"),
      ("é", "e"), ("e\u{301}", "e\u{301}"), ("x☃y☃", "xy"), ("", ""), ("\0a\0", "\0A\0"), ("b", "b"),
    ]
    for (text, result) in expected {
      #expect(normalizer.normalized(text, &workspace).utf8.elementsEqual(result.utf8), "\(text.debugDescription)")
    }
  }

  @Test("clusters join what the reference joins: jamo, marks, prefixes, conjuncts, and pictures with joiners")
  func boundaries() {
    let cases: [(String, Int)] = [
      ("ab", 1), ("\r\nx", 2), ("\n\r", 1), ("a\u{301}\u{302}b", 5), ("\u{1}\u{301}", 1), ("\u{600}a", 3),
      ("\u{600}\n", 2), ("\u{600}", 2),
      ("\u{1100}\u{1100}\u{1161}\u{11A8}\u{1100}", 12), ("\u{1161}\u{1100}", 3), ("가\u{11A8}\u{11A8}\u{1161}", 9),
      ("각\u{1161}", 3), ("가가", 3), ("\u{1100}각\u{11A8}x", 9),
      ("©\u{200D}©", 7), ("a\u{200D}©", 4), ("©\u{FE0F}\u{200D}©", 10), ("©\u{200D}\u{200D}©", 8), ("©©", 2),
      ("©\u{200D}\u{301}©", 7),
      ("क\u{94D}क", 9), ("कक", 3), ("क\u{93C}\u{94D}\u{200D}कx", 15), ("क\u{93E}क", 6), ("क\u{94D}a", 6),
      ("x\u{94D}क", 4), ("中中", 3), ("", 0),
    ]
    for (text, length) in cases {
      let end = Array(text.utf8).withUnsafeBufferPointer { ScalarClusters.end(in: $0, from: 0, .shared) }
      #expect(end == length, "\(text.debugDescription)")
    }
  }

  @Test("a charsmap that contradicts itself is refused, at any length")
  func refused() {
    #expect(fault([]) == "has 0 bytes and no size of its table")
    #expect(fault([1, 0, 0]) == "has 3 bytes and no size of its table")
    #expect(fault(bytes([])) == "holds no table")
    #expect(fault(bytes([0], size: 8)) == "says that its table has 8 bytes, and holds 4")
    #expect(fault(bytes([0], size: .max)) == "says that its table has 4294967295 bytes, and holds 4")
    #expect(fault(bytes([0]) + [0xFF]) == "holds replacements that are not UTF-8")
    #expect(fault(bytes([1 << 8 | 9 << 10])) == "points beyond its table, to 9")
    #expect(
      fault(bytes([1 << 8 | 1 << 10, 1 << 31 | 4], "abc")) == "points to the replacement at 4, where none begins"
    )
    #expect(fault(bytes([1 << 8 | 1 << 10, 1 << 31 | 1], "é")) == "points to the replacement at 1, where none begins")
    // The size is rounded down, and a text may end with the charsmap.
    #expect(fault(bytes([0], size: 7) + Array("abc".utf8)) == nil)
    #expect(fault(bytes([1 << 8 | 1 << 10, 1 << 31 | 3], "abc")) == nil)
    let whole = TinyCharsmap([("a", "A"), ("é", "e")]).bytes
    for length in 0..<whole.count where fault(Array(whole[..<length])) == nil {
      #expect(length >= whole.count - 4, "cut in the table: \(length)")
    }
  }

  @Test("cells that point to themselves or outside end the search")
  func cycles() throws {
    var units = [UInt32](repeating: 0, count: 0x62)
    // 'a' leads to where 'a' leads to itself again.
    units[0x61] = 0x61 | 0x61 << 10
    let cycle = try Charsmap(bytes(units))
    units[0x61] = 0x61 | 0x1FFFFF << 10
    let outside = try Charsmap(bytes(units))
    units[0x61] = 0x61 | 0x3FFFFF << 10 | 0x200
    let farOutside = try Charsmap(bytes(units))
    for charsmap in [cycle, outside, farOutside] {
      for text in ["a", "aaaa", "\u{10FFFF}", "z"] {
        #expect(Array(text.utf8).withUnsafeBufferPointer { charsmap.replacement(of: $0) } == nil)
      }
    }
  }

  @Test("mutated charsmaps are refused or give valid text")
  func mutations() {
    var generator = SeededGenerator(seed: 8)
    let original = TinyCharsmap([("a", "A"), ("é", "e"), ("中", "zhong"), ("한", ""), ("a\u{301}", "á")]).bytes
    var workspace = TokenizerWorkspace()
    var usable = 0
    for _ in 0..<20_000 {
      guard let charsmap = try? Charsmap(generator.mutated(original)) else { continue }
      usable += 1
      let normalizer = Normalizer.precompiled(PrecompiledNormalizer(charsmap))
      for text in ["aé中한 a\u{301}\u{302}", "xyz", "\u{10FFFF}\0a"] {
        #expect(normalizer.normalized(text, &workspace) != "not UTF-8")
      }
    }
    #expect(usable > 1_000)
  }

  @Test("base64 is read with or without padding, and not when anything else is in it")
  func base64() {
    func decode(_ text: String) -> [UInt8]? { Base64.decode(Array(text.utf8)) }
    #expect(decode("") == [])
    #expect(decode("aGZw+/8=") == [0x68, 0x66, 0x70, 0xFB, 0xFF])
    #expect(decode("aGZw+/8") == [0x68, 0x66, 0x70, 0xFB, 0xFF])
    #expect(decode("aA==") == [0x68])
    for text in ["a", "aA=", "aB==", "aGZ=w", "====", "aGZw\n", "aG-_", "a==="] {
      #expect(decode(text) == nil, "\(text)")
    }
  }
}

/// The binary form of a few replacements.
struct TinyCharsmap {
  private(set) var bytes: [UInt8] = []
  private var units = [UInt32](repeating: 0, count: 256)
  private var used: Set<Int> = [0]

  private final class Node {
    var text: UInt32?
    var children: [UInt8: Node] = [:]
  }

  init(_ rules: [(key: String, text: String)]) {
    let root = Node()
    var texts: [UInt8] = []
    for rule in rules {
      var node = root
      for byte in rule.key.utf8 {
        let child = node.children[byte] ?? Node()
        node.children[byte] = child
        node = child
      }
      node.text = UInt32(texts.count)
      texts += Array(rule.text.utf8) + [0]
    }
    place(root, at: 0)
    bytes = TinyCharsmap.bytes(units, texts)
  }

  static func bytes(_ units: [UInt32], _ texts: [UInt8], size: UInt32? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in [size ?? UInt32(units.count * 4)] + units {
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: unit >> shift)) }
    }
    return bytes + texts
  }

  private mutating func place(_ node: Node, at position: Int) {
    let labels = node.children.keys.sorted().map(Int.init)
    let all = (node.text == nil ? [] : [0]) + labels
    var base = 1
    while all.contains(where: { used.contains(base ^ $0) }) { base += 1 }
    units += [UInt32](repeating: 0, count: max(0, (base | 255) + 1 - units.count))
    used.formUnion(all.map { base ^ $0 })
    units[position] |= UInt32(position ^ base) << 10
    if let text = node.text {
      units[position] |= 1 << 8
      units[base] = text | 1 << 31
    }
    for label in labels { units[base ^ label] = UInt32(label) }
    for label in labels {
      if let child = node.children[UInt8(label)] { place(child, at: base ^ label) }
    }
  }
}
