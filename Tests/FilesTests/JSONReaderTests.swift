import Files
import Foundation
import TestKit
import Testing

@Suite struct JSONReaderTests {
  private func accepts(_ text: String) -> Bool { accepts(Array(text.utf8)) }

  private func accepts(_ bytes: [UInt8]) -> Bool { failure(bytes) == nil }

  private func failure(_ bytes: [UInt8]) -> JSONError? {
    bytes.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      do throws(JSONError) {
        try reader.skipValue()
        try reader.finish()
        return nil
      } catch {
        return error
      }
    }
  }

  @Test(
    "sound texts are read",
    arguments: [
      "null", " true ", "false", "0", "-0", "12.5e-3", "\"\"", "[]", "{}", "[1,[2,[3]],{\"a\":{}}]",
      "{\"a\":1,\"b\":[],\"c\":\"x\"}", "\"\\u00e9\\ud83d\\ude00\\n\"", "\"é😀\"", "\t[\r\n1 ]\n",
    ]
  )
  func sound(text: String) {
    #expect(accepts(text))
  }

  @Test(
    "unsound texts are refused",
    arguments: [
      "", " ", "nul", "tru", "01", "-", "1.", ".5", "1e", "+1", "NaN", "Infinity", "'a'", "\"a", "\"\\x\"", "\"\\u12\"",
      "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "[", "[1", "[1,]", "[,1]", "[1 2]", "{",
      "{\"a\"",
      "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "]", "}", "1 2",
      "[}",
      "{]", "\u{FEFF}1", "// a\n1",
    ]
  )
  func unsound(text: String) {
    #expect(!accepts(text))
  }

  @Test(
    "malformed UTF-8 in a string is refused",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xC3, 0x28], [0xFF],
    ] as [[UInt8]]
  )
  func malformed(bytes: [UInt8]) {
    #expect(!accepts([0x22] + bytes + [0x22]))
  }

  @Test("the depth is bounded, and what is too deep costs no stack")
  func depth() {
    #expect(accepts(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)))
    let deep = failure(Array(repeating: UInt8(ascii: "["), count: 1_000_000))
    #expect(deep?.reason == "nested deeper than 64 levels")
    #expect(deep?.column == 65)
  }

  @Test("a fault is placed by line and column")
  func place() {
    let fault = failure(Array("{\n  \"a\": 1,\n  \"b\": x\n}".utf8))
    #expect(fault?.reason == "expected a value")
    #expect([fault?.offset, fault?.line, fault?.column] == [19, 3, 8])
  }

  @Test("integers are exact to the last one and refused beyond")
  func integers() throws {
    func integer(_ text: String) throws -> Int {
      try Array(text.utf8).withUnsafeBytes { bytes in
        var reader = JSONReader(bytes)
        return try reader.integer()
      }
    }
    #expect(try integer("9223372036854775807") == .max)
    #expect(try integer("-9223372036854775808") == .min)
    for text in ["9223372036854775808", "-9223372036854775809", "1.0", "1e3", "\"1\""] {
      #expect(throws: JSONError.self) { try integer(text) }
    }
  }

  @Test("strings are given as the text that they stand for")
  func strings() throws {
    let source = Array("[\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é\"]".utf8)
    try source.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      try reader.enterArray()
      #expect(try reader.nextElement())
      let string = try reader.string()
      #expect(reader.text(string) == "a\"\\/\u{8}\u{C}\n\r\té😀é")
      #expect(try !reader.nextElement())
    }
  }

  @Test("what is accepted of mutated texts is accepted by another parser too")
  func mutations() {
    var generator = SeededGenerator(seed: 1)
    let source = Array("{\"a\":[1,-2.5e3,\"x\\u00e9\",null,true],\"b\":{\"c\":\"é\"},\"d\":[[[]]]}".utf8)
    for _ in 0..<5_000 {
      let bytes = generator.mutated(source)
      guard accepts(bytes) else { continue }
      #expect((try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil)
    }
  }
}
