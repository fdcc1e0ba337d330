import Findings

extension ResultImporter {
  private static let maximumColumns = 500

  /// The CSV file of an evaluator of sentence-transformers; every evaluation adds a row, and the last one counts.
  static func evaluatorTable(_ bytes: [UInt8], file: String) throws(EvaluationError) -> ImportedResult {
    func fault(_ line: Int, _ reason: String, _ code: EvaluationError.Code = .malformed) -> EvaluationError {
      EvaluationError(
        code,
        problem: "cannot read \(file)",
        reason: reason,
        remedy: "Give a JSON file of results, or the CSV file as the evaluator wrote it.",
        location: SourceLocation(file: file, line: line)
      )
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw fault(1, "it is not UTF-8 text") }
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    func cells(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
    let header = cells(lines.first ?? "")
    guard header.count > 2, header.prefix(2) == ["epoch", "steps"], header.count <= maximumColumns else {
      throw fault(
        1,
        "it begins with \"\((lines.first ?? "").prefix(40))\"; expected JSON, or the columns epoch,steps and metrics",
        .unknownFormat
      )
    }
    guard let last = lines.indices.dropFirst().last(where: { !lines[$0].allSatisfy(\.isWhitespace) }) else {
      throw fault(1, "there is no row below the names of the columns")
    }
    let row = cells(lines[last])
    guard row.count == header.count else {
      throw fault(last + 1, "the row has \(row.count) cells; expected \(header.count), as there are columns")
    }
    var figures: [ImportedResult.Figure] = []
    for (name, cell) in zip(header, row).dropFirst(2) {
      guard let value = Double(cell), value.isFinite else {
        throw fault(last + 1, "\(name) is \"\(cell.prefix(40))\"; expected a number", .wrongValue)
      }
      figures.append(
        .init(
          metric: name,
          subset: "epoch \(row[0]), steps \(row[1])",
          value: value,
          unit: .share,
          place: "row \(last + 1), column \(name)",
          location: SourceLocation(file: file, line: last + 1)
        )
      )
    }
    return ImportedResult(
      format: .sentenceTransformers,
      file: file,
      protocolID: "sentence-transformers-evaluator",
      figures: figures
    )
  }
}
