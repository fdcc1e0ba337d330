import CYAML
import Findings

/// One event of a YAML stream, copied out of libyaml's memory.
struct YAMLEvent {
  static let coreTagPrefix = "tag:yaml.org,2002:"

  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd, alias, scalar
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd, none
  }

  var kind: Kind
  var location: SourceLocation
  var text = ""
  var isPlain = false
  var tag: String?
  var anchor: String?
}

/// libyaml's event reader over a text in memory.
final class YAMLEvents {
  // `parser` is initialised once and reads from `bytes`, which therefore must not move: both are allocated here and
  // freed in `deinit`, and the object never leaves the call that made it.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let file: String
  private let firstLine: Int

  init(_ text: String, file: String, firstLine: Int) {
    self.file = file
    self.firstLine = firstLine
    let content = Array(text.utf8)
    bytes = UnsafeMutableBufferPointer.allocate(capacity: max(content.count, 1))
    _ = bytes.update(fromContentsOf: content)
    parser = UnsafeMutablePointer.allocate(capacity: 1)
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, content.count)
    count = content.count
  }

  private let count: Int

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  func next() throws(DocumentError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    var result = YAMLEvent(kind: .none, location: location(event.start_mark))
    switch event.type {
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    case YAML_STREAM_END_EVENT: result.kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT:
      result.kind = .alias
      result.anchor = string(event.data.alias.anchor)
    case YAML_SCALAR_EVENT:
      result.kind = .scalar
      let scalar = event.data.scalar
      result.text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      result.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      result.tag = string(scalar.tag)
      result.anchor = string(scalar.anchor)
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .sequenceStart
      result.tag = string(event.data.sequence_start.tag)
      result.anchor = string(event.data.sequence_start.anchor)
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      result.tag = string(event.data.mapping_start.tag)
      result.anchor = string(event.data.mapping_start.anchor)
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: break
    }
    return result
  }

  private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func location(_ mark: yaml_mark_t) -> SourceLocation {
    SourceLocation(file: file, line: Int(mark.line) + firstLine, column: Int(mark.column) + 1)
  }

  private func syntaxError() -> DocumentError {
    let state = parser.pointee
    var reason = state.problem.map { String(cString: $0) } ?? "it is malformed"
    if let context = state.context {
      reason += " \(String(cString: context))"
      // A quote or bracket that is never closed is found at the end, but has to be mended where it begins.
      let begin = location(state.context_mark)
      if state.context_mark.line != state.problem_mark.line { reason += " that begins on line \(begin.line)" }
    }
    var remedy = "Correct the line; quotes around a text help when it holds `: `, ` #` or begins with a sign."
    let place: SourceLocation
    if state.error == YAML_READER_ERROR {
      // The reader fails before it counts lines.
      place = location(ofByte: Int(state.problem_offset))
      remedy = "Remove the character."
    } else {
      place = location(state.problem_mark)
      if reason.contains("cannot start any token"), byte(at: state.problem_mark) == UInt8(ascii: "\t") {
        reason = "a tab stands where only blanks may indent"
        remedy = "Indent with blanks."
      }
    }
    return DocumentError(
      .yamlSyntax,
      problem: "cannot read the YAML of \(file)",
      reason: reason,
      remedy: remedy,
      location: place
    )
  }

  /// The byte a mark stands on; marks count characters, not bytes.
  private func byte(at mark: yaml_mark_t) -> UInt8? {
    var characters = 0
    for byte in bytes.prefix(count) where byte & 0xC0 != 0x80 {
      if characters == Int(mark.index) { return byte }
      characters += 1
    }
    return nil
  }

  private func location(ofByte offset: Int) -> SourceLocation {
    var line = firstLine
    var column = 1
    for byte in bytes.prefix(min(offset, count)) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return SourceLocation(file: file, line: line, column: column)
  }
}
