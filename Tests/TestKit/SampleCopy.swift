import Files
import Foundation

/// A copy of the sample publication that a test may spoil.
public final class SampleCopy: Sendable {
  private let temporary: TemporaryFolder
  /// The copy's folder.
  public var folder: String { "\(temporary.path)/sample" }
  /// The copy's manifest.
  public var manifest: String { "\(folder)/hfpub.yaml" }

  /// The sample publication of the repository.
  public static let original = "\(Fixture.root)/Publication/minilm-static"

  /// A fresh copy.
  public init() throws {
    temporary = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: Self.original, toPath: "\(temporary.path)/sample")
  }

  /// Replaces text in a file of the copy; the text must be there.
  public func replace(_ old: String, with new: String, in name: String = "hfpub.yaml") throws {
    let text = try LocalFiles.readText("\(folder)/\(name)")
    guard text.contains(old) else { throw FixtureError(text: "\(name) does not hold: \(old)") }
    try LocalFiles.writeAtomically(Array(text.replacingOccurrences(of: old, with: new).utf8), to: "\(folder)/\(name)")
  }
}

/// A test's own preparation failed.
public struct FixtureError: Error, CustomStringConvertible {
  /// What failed.
  public var text: String
  /// A failure in words.
  public init(text: String) { self.text = text }
  /// The text form.
  public var description: String { text }
}
