import Files
import Foundation
import Publication
import TestKit
import Testing

@testable import Validation

/// A copy of the sample publication with one defect, and the codes that it must raise.
struct BrokenFolder: CustomTestStringConvertible, Sendable {
  /// The defect.
  var name: String
  /// The codes of errors and warnings, sorted; the first is the defect's, others follow from it.
  var codes: Set<String>
  /// Puts the defect in.
  var spoil: @Sendable (SampleCopy) throws -> Void

  init(_ name: String, _ codes: Set<String>, _ spoil: @escaping @Sendable (SampleCopy) throws -> Void) {
    self.name = name
    self.codes = codes
    self.spoil = spoil
  }

  var testDescription: String { name }
}

extension SampleCopy {
  /// Puts bytes into the copy.
  func put(_ bytes: [UInt8], _ name: String) throws {
    let path = "\(folder)/\(name)"
    try LocalFiles.makeFolder(above: path)
    try LocalFiles.writeAtomically(bytes, to: path)
  }

  /// Puts a text into the copy.
  func put(_ text: String, _ name: String) throws { try put(Array(text.utf8), name) }

  /// Adds lines to the manifest.
  func declare(_ lines: String) throws { try replace("smoke_tests:", with: "\(lines)\n\nsmoke_tests:") }

  /// Changes the summary, which the card shows.
  func say(_ words: String) throws { try replace("It needs neither PyTorch nor a GPU.", with: words) }
}
