import Files
import Findings
import Reports

/// Writes every format of a report whose texts are any text, and looks whether the form of each still holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReports(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let document = everywhere(text)
  // What has no text from outside has as many lines.
  let plain = everywhere("x")
  for format in ReportFormat.allCases {
    let report = format.text(of: document)
    let lines = report.utf8.count { $0 == UInt8(ascii: "\n") }
    // Markdown leaves out what is empty or too long.
    if format != .markdown, lines != format.text(of: plain).utf8.count(where: { $0 == UInt8(ascii: "\n") }) {
      // An advice without words has no line of its own.
      if !text.isEmpty { fatalError("\(format): a text came to stand on several lines") }
    }
    for scalar in report.unicodeScalars where isHidden(scalar) { fatalError("\(format): \(scalar.value) came through") }
    switch format {
    case .json, .sarif: check(report)
    case .jsonl: for line in report.split(separator: "\n") { check(String(line)) }
    case .github:
      for line in report.split(separator: "\n")
      where !["::error ", "::warning ", "::notice "].contains(where: line.hasPrefix) {
        fatalError("no command: \(line)")
      }
    case .junit:
      if report.contains("]]>") { fatalError("a section ended") }
    case .markdown:
      if report.unicodeScalars.count > 65_536 { fatalError("too long for a comment") }
    }
  }
  return 0
}

private func check(_ json: String) {
  do {
    try Array(json.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      try reader.skipValue()
      try reader.finish()
    }
  } catch {
    fatalError("not JSON: \(error)")
  }
}

/// Whether a terminal would obey the character.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0A: false
  case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

private func everywhere(_ text: String) -> ReportDocument {
  let waiver = ReportWaiver(reason: text, day: text)
  let place = SourceLocation(file: text, line: 1, column: 1)
  let finding = Finding(code: text, severity: .warning, location: place, seen: text, expected: text, remedy: text)
  return ReportDocument(
    tool: ReportDocument.Tool(name: text, version: text),
    command: text,
    exit: .checkFailed,
    subject: ReportDocument.Subject(publication: text, repository: text),
    date: text,
    checks: [ReportCheck.State.failed, .skipped(reason: text), .waived(waiver)].map {
      ReportCheck(code: text, title: text, area: text, state: $0, why: text, fix: text)
    },
    findings: [ReportFinding(finding), ReportFinding(finding, waiver: waiver)],
    notChecked: [text],
    error: ReportFailure(
      code: text,
      problem: text,
      reason: text,
      remedy: text,
      exit: .localInput,
      location: place
    ),
    baseFolder: text,
    mainFile: text
  )
}
