import Documents
import Findings

/// Takes any bytes as a template and a partial (divided at the first NUL) and renders them with values of every kind.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTemplate(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let texts = parts.map { String(decoding: $0, as: UTF8.self) }
  let sources = ["main": texts.first ?? "", "p": texts.count > 1 ? texts[1] : "x\n{{t}}"]
  let value: TemplateValue = [
    "t": "text", "e": "", "y": true, "n": false, "o": ["a": "1", "b": ["c": "2"]], "l": ["1", "2"],
    "r": [["a": "3"], ["a": "4"]],
  ]
  var limits = TemplateSet.Limits()
  limits.outputBytes = 1 << 16
  limits.steps = 10_000
  do throws(DocumentError) {
    let set = try TemplateSet(sources: sources)
    let text = try set.render("main", with: value, limits: limits)
    if try set.render("main", with: value, limits: limits) != text { fatalError("two renderings differ") }
  } catch {
    guard let location = error.location, sources[location.file] != nil else { fatalError("no place: \(error)") }
  }
  return 0
}
