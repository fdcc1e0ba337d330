import CPCRE2

/// A regular expression in the hands of PCRE2.
///
/// `@unchecked Sendable`: the compiled code is made in `init`, only read afterwards, which PCRE2 allows to any number of
/// threads at once, and freed in `deinit`. What a search writes belongs to the search.
final class CompiledRegex: @unchecked Sendable {
  /// Steps that a search may take from one place: as a rule, and at most, where the reference's engine gives up too.
  static let ordinarySteps: UInt32 = 1_000
  static let mostSteps: UInt32 = 10_000_000
  /// Steps beyond the ordinary ones that all searches in one text may take together, and what each byte adds to them.
  static let allowance = 20_000_000
  static let allowancePerByte = 100
  /// Memory for backtracking, in KiB.
  private static let heapLimit: UInt32 = 64 << 10

  private let code: OpaquePointer

  /// Compiles a translated expression.
  init(_ pattern: String) throws(RegexFault) {
    var error: CInt = 0
    var offset = 0
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_NO_AUTO_POSSESS)
      | UInt32(PCRE2_USE_OFFSET_LIMIT)
    let context = pcre2_compile_context_create_8(nil)
    defer { pcre2_compile_context_free_8(context) }
    pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
    let bytes = Array(pattern.utf8)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, context) else {
      throw RegexFault(construct: CompiledRegex.explain(error))
    }
    self.code = code
  }

  deinit { pcre2_code_free_8(code) }

  /// Calls `body` with every match in a text of valid UTF-8, as `TextPattern` does.
  ///
  /// - Returns: false when that took too many steps, too much memory, or failed otherwise.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) -> Bool {
    guard var search = RegexSearch(code, text) else { return false }
    defer { search.end() }
    var position = 0
    var lastEnd: Int?
    while position <= text.count {
      guard let match = search.next(from: position) else { break }
      if match.isEmpty, match.upperBound == lastEnd {
        position += 1
        while position < text.count, text[position] & 0xC0 == 0x80 { position += 1 }
        continue
      }
      position = match.upperBound
      lastEnd = position
      body(match)
    }
    return !search.isExhausted
  }

  private static func explain(_ error: CInt) -> String {
    var message = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(error, &message, message.count)
    return String(decoding: message.prefix(max(0, Int(length))), as: UTF8.self)
  }

  /// One text that is searched.
  private struct RegexSearch {
    private let code: OpaquePointer
    private let text: UnsafeBufferPointer<UInt8>
    private let match: OpaquePointer
    private let context: OpaquePointer
    private var allowance: Int
    private(set) var isExhausted = false

    init?(_ code: OpaquePointer, _ text: UnsafeBufferPointer<UInt8>) {
      guard let match = pcre2_match_data_create_8(1, nil) else { return nil }
      guard let context = pcre2_match_context_create_8(nil) else {
        pcre2_match_data_free_8(match)
        return nil
      }
      pcre2_set_heap_limit_8(context, CompiledRegex.heapLimit)
      self.code = code
      self.text = text
      allowance = CompiledRegex.allowance + text.count * CompiledRegex.allowancePerByte
      self.match = match
      self.context = context
    }

    func end() {
      pcre2_match_data_free_8(match)
      pcre2_match_context_free_8(context)
    }

    /// The leftmost match from a place on.
    mutating func next(from start: Int) -> Range<Int>? {
      switch attempt(from: start, lastStart: text.count, steps: CompiledRegex.ordinarySteps) {
      case .found(let range): return range
      case .none: return nil
      case .tooManySteps: return nextWithAllowance(from: start)
      case .failed:
        isExhausted = true
        return nil
      }
    }

    /// The same one place after the other, so that the steps of all can be counted.
    private mutating func nextWithAllowance(from start: Int) -> Range<Int>? {
      var place = start
      while place <= text.count {
        var steps = CompiledRegex.ordinarySteps
        while true {
          switch attempt(from: place, lastStart: place, steps: steps) {
          case .found(let range): return range
          case .none: break
          case .tooManySteps:
            allowance -= Int(steps)
            if steps < CompiledRegex.mostSteps, allowance > 0 {
              steps *= 10
              continue
            }
            isExhausted = true
            return nil
          case .failed:
            isExhausted = true
            return nil
          }
          break
        }
        place += 1
        while place < text.count, text[place] & 0xC0 == 0x80 { place += 1 }
      }
      return nil
    }

    private enum Outcome {
      case found(Range<Int>), none, tooManySteps, failed
    }

    private func attempt(from start: Int, lastStart: Int, steps: UInt32) -> Outcome {
      pcre2_set_match_limit_8(context, steps)
      pcre2_set_offset_limit_8(context, lastStart)
      // The text was checked to be UTF-8 long before, and checking it again at every match would be quadratic.
      let options = UInt32(PCRE2_NO_UTF_CHECK)
      var empty: UInt8 = 0
      let result = withUnsafePointer(to: &empty) { empty in
        pcre2_match_8(code, text.baseAddress ?? empty, text.count, start, options, match, context)
      }
      switch result {
      case 0...:
        guard let offsets = pcre2_get_ovector_pointer_8(match), offsets[0] >= start, offsets[0] <= offsets[1],
          offsets[1] <= text.count
        else { return .failed }
        return .found(offsets[0]..<offsets[1])
      case PCRE2_ERROR_NOMATCH: return .none
      case PCRE2_ERROR_MATCHLIMIT: return .tooManySteps
      default: return .failed
      }
    }
  }
}
