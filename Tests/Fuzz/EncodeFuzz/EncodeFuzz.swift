import Files
import FoundationEssentials
import Tokenizers

/// The tokenizers that the reference trained, one of every kind.
private let tokenizers: [Tokenizer] = {
  let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let folder = "/\(tests)/ComparisonTests/Tokenizers/Fixtures"
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
  let found = names.compactMap { try? Tokenizer(path: "\(folder)/\($0)") }
  precondition(!names.isEmpty && found.count == names.count, "the tokenizers in \(folder) cannot be read")
  return found
}()

private nonisolated(unsafe) var workspace = TokenizerWorkspace()

/// A text after one byte that picks the tokenizer: ids must be in bounds, the same when remembered words are forgotten,
/// and begin with those of a smaller limit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  let tokenizer = tokenizers[Int(first) % tokenizers.count]
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  var fresh = TokenizerWorkspace()
  let isExpressible = (try? tokenizer.encode(text, limit: .max, workspace: &workspace)) != nil
  precondition(isExpressible == ((try? tokenizer.encode(text, limit: .max, workspace: &fresh)) != nil))
  guard isExpressible else { return 0 }
  let ids = workspace.tokenIDs
  precondition(ids == fresh.tokenIDs, "remembered words change the ids")
  precondition(ids.allSatisfy { Int($0) < tokenizer.idBound }, "an id out of bounds")
  try? tokenizer.encode(text, limit: 3, workspace: &fresh)
  precondition(fresh.tokenIDs == Array(ids.prefix(3)), "a limit changes the ids")
  return 0
}
