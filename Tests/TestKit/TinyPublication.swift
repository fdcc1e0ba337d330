import Files
import Foundation

/// A sound publication with a model of some two hundred tokens and no suites: an upload of it takes a moment.
public final class TinyPublication: Sendable {
  private static let words =
    "the a of and is in to was were be been has have are at on by for from with until never one half new two three "
    + "train coast leaves seven morning compiler translates program into machine code simmer onions butter they soft "
    + "court rejected appeal formal grounds whales breathe air nurse their young interest rates raised point she "
    + "plays violin chamber orchestra volcano silent centuries please send signed contract friday our team lost final "
    + "after extra time copper conducts electricity better than iron novel tells lighthouse keeper his daughter "
    + "patients fever should drink plenty water bridge closed trucks spring stars born clouds dust gas he forgot "
    + "umbrella dentist museum shows paintings dutch masters wheat sown autumn harvested summer passwords reused "
    + "another site baby laughed barking dog parliament votes budget tomorrow turn left church follow river triangle "
    + "sides angles carpenter sanded table before painting it"

  private static let tokens: [String] = {
    let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    let words = TinyPublication.words.split(separator: " ").map(String.init)
    return ["[PAD]", "[UNK]", "."] + words + letters.filter { $0 != "a" } + letters.map { "##\($0)" }
  }()

  private let sample: SampleCopy
  /// The publication's folder.
  public var folder: String { sample.folder }

  /// A publication with the weights of a seed.
  public init(seed: UInt64 = 7) throws {
    sample = try SampleCopy()
    try sample.replace("documents: [README.md, BENCHMARKS.md, figures, claims.json]", with: "documents: [README.md]")
    let manifest = try LocalFiles.readText(sample.manifest)
    guard let suites = manifest.range(of: "smoke_tests:") else { throw FixtureError(text: "no smoke_tests") }
    try put(String(manifest[..<suites.lowerBound]), "hfpub.yaml")
    let vocabulary = Self.tokens.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
    try put(
      "{\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
        + "\"strip_accents\":null,\"lowercase\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
        + "\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\","
        + "\"max_input_chars_per_word\":100,\"vocab\":{\(vocabulary)}}}",
      "model/tokenizer.json"
    )
    try put(
      "{\"model_type\": \"model2vec\", \"hidden_dim\": 16, \"normalize\": true, \"embedding_dtype\": \"float32\"}",
      "model/config.json"
    )
    try setWeights(seed: seed)
  }

  /// Writes the weights of a seed.
  public func setWeights(seed: UInt64) throws {
    let rows = Self.tokens.count
    var generator = SeededGenerator(seed: seed)
    let values = (0..<rows * 16).map { index -> Float in
      // Frequent tokens weigh little, as in real tables.
      (index < 16 * 12 ? 0.05 : 1) * Float.random(in: -1...1, using: &generator)
    }
    let header = "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[\(rows),16],\"data_offsets\":[0,\(rows * 64)]}}"
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(padded.utf8.count).littleEndian) { Array($0) }
    let table = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    try LocalFiles.writeAtomically(length + Array(padded.utf8) + table, to: "\(folder)/model/model.safetensors")
  }

  /// Replaces text in a file of the publication; the text must be there.
  public func replace(_ old: String, with new: String, in name: String = "hfpub.yaml") throws {
    try sample.replace(old, with: new, in: name)
  }

  /// Writes a file of the publication.
  public func put(_ text: String, _ name: String) throws {
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(folder)/\(name)")
  }
}
