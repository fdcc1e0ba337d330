import Tokenizers

/// One `tokenizer.json`, up to a NUL byte, and a text after it: the file must be refused, or every id must be in bounds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
  guard let tokenizer = try? Tokenizer(json: Array(bytes[..<end]), name: "fuzz") else { return 0 }
  let text = String(decoding: bytes[end...], as: UTF8.self)
  var workspace = TokenizerWorkspace()
  for text in [text, "Unaffable <m>\u{A0}É e\u{316}\u{301} 中한\u{B}x.", String(repeating: "a", count: 200)]
  where (try? tokenizer.encode(text, limit: 100, workspace: &workspace)) != nil {
    precondition(workspace.count <= 100, "more ids than asked for")
    precondition(workspace.tokenIDs.allSatisfy { Int($0) < tokenizer.idBound }, "an id out of bounds")
  }
  return 0
}
