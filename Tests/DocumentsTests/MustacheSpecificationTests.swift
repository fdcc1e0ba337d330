import Documents
import Files
import Foundation
import TestKit
import Testing

/// The public Mustache specification's cases, with every deliberate difference listed by name.
@Suite struct MustacheSpecificationTests {
  /// What we print instead of the specification's text: nothing is escaped for HTML.
  static let verbatim: [String: String] = [
    "interpolation: HTML Escaping": "These characters should be HTML escaped: & \" < >\n",
    "interpolation: Implicit Iterators - HTML Escaping": "These characters should be HTML escaped: & \" < >\n",
    "sections: Implicit Iterator - HTML Escaping": "\"(&)(\")(<)(>)\"",
  ]

  /// The cases that use a name without a value or a template that does not exist, and the error we answer with.
  static let refused: [String: DocumentError.Code] = [
    "interpolation: Basic Null Interpolation": .unknownName,
    "interpolation: Triple Mustache Null Interpolation": .unknownName,
    "interpolation: Ampersand Null Interpolation": .unknownName,
    "interpolation: Basic Context Miss Interpolation": .unknownName,
    "interpolation: Triple Mustache Context Miss Interpolation": .unknownName,
    "interpolation: Ampersand Context Miss Interpolation": .unknownName,
    "interpolation: Dotted Names - Broken Chains": .unknownName,
    "interpolation: Dotted Names - Broken Chain Resolution": .unknownName,
    "interpolation: Dotted Names - Context Precedence": .unknownName,
    "inverted: Null is falsey": .unknownName,
    "inverted: Context Misses": .unknownName,
    "inverted: Dotted Names - Broken Chains": .unknownName,
    "partials: Failed Lookup": .unknownTemplate,
    "sections: Null is falsey": .unknownName,
    "sections: Context Misses": .unknownName,
    "sections: Dotted Names - Broken Chains": .unknownName,
  ]

  @Test(
    "every case of the specification gives its text, or the difference that is listed",
    arguments: try SpecificationCase.all()
  )
  func rendersAsSpecified(specified: SpecificationCase) throws {
    let rendered = Result { () throws(DocumentError) in
      var sources = specified.partials
      sources["the case"] = specified.template
      return try TemplateSet(sources: sources).render("the case", with: specified.data)
    }
    switch rendered {
    case .success(let text):
      #expect(Self.refused[specified.id] == nil)
      #expect(text == Self.verbatim[specified.id] ?? specified.expected)
    case .failure(let error):
      #expect(Self.refused[specified.id] == error.code, "\(error)")
    }
  }

  @Test("all six modules are there with all their cases, and every listed difference names one")
  func nothingIsSkipped() throws {
    let cases = try SpecificationCase.all()
    #expect(cases.count == 133)
    #expect(Set(cases.map(\.id)).count == 133)
    #expect(Set(Self.verbatim.keys).union(Self.refused.keys).isSubset(of: cases.map(\.id)))
  }
}

/// One case of the specification.
struct SpecificationCase: Sendable, CustomTestStringConvertible {
  var module: String
  var name: String
  var data: TemplateValue
  var template: String
  var expected: String
  var partials: [String: String]

  var id: String { "\(module): \(name)" }
  var testDescription: String { id }

  static func all() throws -> [SpecificationCase] {
    try ["comments", "delimiters", "interpolation", "inverted", "partials", "sections"].flatMap { module in
      let bytes = try LocalFiles.read("\(Fixture.root)/Tests/Fixtures/mustache/\(module).json")
      return try JSONDecoder().decode(Module.self, from: Data(bytes)).tests.map {
        SpecificationCase(
          module: module,
          name: $0.name,
          data: $0.data.value ?? [:],
          template: $0.template,
          expected: $0.expected,
          partials: $0.partials ?? [:]
        )
      }
    }
  }

  private struct Module: Decodable {
    var tests: [Entry]
  }

  private struct Entry: Decodable {
    var name: String
    var data: Loose
    var template: String
    var expected: String
    var partials: [String: String]?
  }

  /// Any JSON; nothing (null) leaves its name out, because our values always say something.
  private struct Loose: Decodable {
    var value: TemplateValue?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        value = nil
      } else if let truth = try? container.decode(Bool.self) {
        value = .bool(truth)
      } else if let number = try? container.decode(Int.self) {
        value = .string(String(number))
      } else if let number = try? container.decode(Double.self) {
        value = .string(String(number))
      } else if let text = try? container.decode(String.self) {
        value = .string(text)
      } else if let items = try? container.decode([Loose].self) {
        value = .list(items.compactMap(\.value))
      } else {
        value = .object(try container.decode([String: Loose].self).compactMapValues(\.value))
      }
    }
  }
}
