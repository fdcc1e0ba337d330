import Documents
import Findings

/// Reads any bytes as front matter and as YAML, reads every scalar every way, and writes the tree back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let parts = FrontMatter.split(text)
  if let yaml = parts.yaml { check(yaml, firstLine: parts.yamlStartLine) }
  check(text, firstLine: 1)
  check(YAMLWriter.write(.string(text)), firstLine: 1, expected: .string(text))
  return 0
}

private func check(_ text: String, firstLine: Int, expected: YAMLValue? = nil) {
  do throws(DocumentError) {
    let node = try YAMLNode.parse(text, file: "fuzz", firstLine: firstLine)
    let tree = value(of: node)
    if let expected, tree != expected { fatalError("the writer's text reads back as \(tree)") }
    // What was read must survive being written and read.
    let again = try YAMLNode.parse(YAMLWriter.write(tree), file: "written")
    if value(of: again) != tree { fatalError("the tree reads back as another") }
  } catch {
    guard let location = error.location, location.line >= firstLine else { fatalError("no place: \(error)") }
    if expected != nil || location.file == "written" { fatalError("the writer's text cannot be read: \(error)") }
  }
}

private func value(of node: YAMLNode) -> YAMLValue {
  switch node.value {
  case .scalar(let text, _):
    _ = try? node.string()
    _ = try? node.int()
    _ = try? node.double()
    _ = try? node.bool()
    return .string(text)
  case .sequence(let items): return .list(items.map(value(of:)))
  case .mapping(let pairs):
    if let mapping = try? node.mapping(named: "fuzz") { _ = try? mapping.rejectUnknown(known: ["license", "tags"]) }
    return .map(pairs.map { ($0.name, value(of: $0.value)) })
  }
}
