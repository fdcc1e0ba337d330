import Documents
import Files
import Findings
import FoundationEssentials

/// What an earlier result has already found, so that only what is new fails a command.
///
/// Two findings are the same when code, file and message are; the line may move. Of several that are the same, as many
/// are known as the earlier result has.
public struct ReportBaseline: Sendable, Hashable {
  /// Larger files are refused.
  static let maximumBytes = 64 << 20

  private struct Key: Hashable {
    var code: String
    var file: String?
    var message: String
  }

  private var known: [Key: Int] = [:]
  private var day: String

  /// Reads what `--format json` or `--report json=…` wrote.
  ///
  /// - Parameter file: The path of the earlier result.
  /// - Throws: `FileError` when it cannot be read, `ReportError` when it is no result.
  public init(file: String) throws {
    let text = try LocalFiles.readText(file, limit: Self.maximumBytes)
    try self.init(text, file: file)
  }

  init(_ text: String, file: String) throws(ReportError) {
    let earlier: EarlierResult
    do {
      earlier = try JSONDecoder().decode(EarlierResult.self, from: Data(text.utf8))
    } catch {
      throw ReportError(.noResult, file: file, reason: "it is not the JSON of a result")
    }
    guard earlier.schema == ReportDocument.schema else {
      throw ReportError(
        .noResult,
        file: file,
        reason: "its schema is \(TextEscape.printable(String(earlier.schema.prefix(60)))), not \(ReportDocument.schema)"
      )
    }
    day = earlier.date ?? ""
    for finding in earlier.findings where finding.waived?.by != ReportWaiver.Source.manifest.rawValue {
      known[Key(code: finding.code, file: finding.file, message: finding.message), default: 0] += 1
    }
  }

  /// The findings, those that are known with a waiver that says so.
  ///
  /// - Parameters:
  ///   - document: what was found now.
  ///   - mayStand: Whether findings of a code may be known at all.
  /// - Returns: the findings in the same order.
  public func applied(to document: ReportDocument, where mayStand: (String) -> Bool) -> [ReportFinding] {
    var left = known
    return document.findings.map { item in
      let finding = item.finding
      let file = finding.location.map { document.place($0).file }
      let key = Key(code: finding.code, file: file, message: finding.seen)
      guard item.waiver == nil, mayStand(finding.code), let count = left[key], count > 0 else { return item }
      left[key] = count - 1
      let reason = day.isEmpty ? "the baseline has it" : "the baseline of \(day) has it"
      return ReportFinding(finding, waiver: ReportWaiver(.baseline, reason: reason, day: day))
    }
  }

  private struct EarlierResult: Decodable {
    struct Item: Decodable {
      struct Waiver: Decodable {
        var by: String
      }
      var code: String
      var file: String?
      var message: String
      var waived: Waiver?
    }
    var schema: String
    var date: String?
    var findings: [Item]
  }
}

extension ReportDocument {
  /// Lets stand what an earlier result has already, and checks that found nothing else.
  ///
  /// - Parameters:
  ///   - baseline: the earlier result.
  ///   - mayStand: Whether findings of a code may be known at all.
  public mutating func apply(_ baseline: ReportBaseline, where mayStand: (String) -> Bool) {
    findings = baseline.applied(to: self, where: mayStand)
    for index in checks.indices where checks[index].state == .failed {
      let own = findings.filter { $0.finding.code == checks[index].code && $0.finding.severity == .error }
      guard own.allSatisfy({ $0.waiver != nil }), let waiver = own.first?.waiver else { continue }
      checks[index].state = .waived(waiver)
    }
  }
}
