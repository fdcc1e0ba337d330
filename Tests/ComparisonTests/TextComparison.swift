import Files
import Foundation
import TestKit
import Testing

/// What we make of texts beside what the reference makes of them; a difference is reported by its smallest text.
struct TextComparison<Ours, Theirs> {
  /// What we make of a text.
  var ours: (String) -> Ours
  /// What the reference makes of texts, in their order; every call starts Python.
  var theirs: ([String]) async throws -> [Theirs]
  /// Whether both are the same.
  var agree: (Ours, Theirs) -> Bool
  /// What differs, in words.
  var difference: (Ours, Theirs) -> String

  /// Records an issue for each of the shortest texts that differ.
  func check(_ texts: [String], _ name: String) async throws {
    print("\(name): seed \(RandomTexts.comparisonSeed), \(texts.count) texts")
    let reference = try await theirs(texts)
    try #require(reference.count == texts.count)
    var differing: [String] = []
    for (text, theirs) in zip(texts, reference) where !agree(ours(text), theirs) { differing.append(text) }
    // The shortest are the quickest to shrink.
    for text in differing.sorted(by: { $0.utf8.count < $1.utf8.count }).prefix(3) {
      let smallest = try await shrink(text)
      let theirs = try await theirs([smallest])[0]
      let scalars = smallest.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
      Issue.record("\(name): \(smallest.debugDescription) (\(scalars)): \(difference(ours(smallest), theirs))")
    }
    // Its own number: a failed expectation prints what it looked at.
    let count = differing.count
    #expect(count == 0, "\(name): \(count) of \(texts.count) texts differ, seed \(RandomTexts.comparisonSeed)")
  }

  /// Leaves out more and more while both still differ, many attempts for one start of Python.
  private func shrink(_ text: String) async throws -> String {
    var scalars = Array(text.unicodeScalars)
    var size = max(1, scalars.count / 2)
    while !scalars.isEmpty {
      let candidates = stride(from: 0, to: scalars.count, by: size).map { start in
        var shorter = String.UnicodeScalarView()
        shorter.append(contentsOf: scalars[..<start])
        shorter.append(contentsOf: scalars[min(start + size, scalars.count)...])
        return String(shorter)
      }
      let reference = try await theirs(candidates)
      if let (smaller, _) = zip(candidates, reference).first(where: { !agree(ours($0), $1) }) {
        scalars = Array(smaller.unicodeScalars)
      } else if size > 1 {
        size /= 2
      } else {
        break
      }
      size = max(1, min(size, scalars.count))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension RandomTexts {
  /// The same in every run unless `HFPUB_SEED` says otherwise.
  static let comparisonSeed = ProcessInfo.processInfo.environment["HFPUB_SEED"].flatMap(UInt64.init) ?? 20_261_123

  /// Texts with the added tokens of a tokenizer among them, and some that look like one.
  init(forTokenizer path: String) throws {
    struct File: Decodable {
      struct Token: Decodable { var content: String }
      var added_tokens: [Token]?
    }
    let file = try JSONDecoder().decode(File.self, from: Data(try LocalFiles.read(path)))
    let real = (file.added_tokens ?? []).map(\.content)
    self.init(
      seed: Self.comparisonSeed,
      literals: real + real.map { $0.uppercased() } + ["[CLS]", "<s>", "</s>", "<0x41>", "##a", "▁the", "Ġthe"]
    )
  }
}
