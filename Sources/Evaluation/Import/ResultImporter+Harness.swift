extension ResultImporter {
  private static let errorMark = "_stderr"
  private static let shares: Set<String> = ["acc", "acc_norm", "exact_match", "f1"]

  /// Results of lm-evaluation-harness: `"acc,none": 0.5` beside `"acc_stderr,none": 0.01`, which may be `"N/A"`.
  static func harness(_ root: JSONPlace) throws(EvaluationError) -> ImportedResult {
    var figures: [ImportedResult.Figure] = []
    let versions = try root.optional("versions")
    let shots = try root.optional("n-shot")
    for (task, results) in try root.required("results").members() {
      var parts: [String] = []
      if let version = try versions?.optional(task) { parts.append("version \(try scalar(version))") }
      if let shot = try shots?.optional(task) { parts.append("\(try scalar(shot))-shot") }
      let version = parts.isEmpty ? nil : parts.joined(separator: ", ")
      for (key, value) in try results.members() where isFigure(key, value) {
        let (metric, filter) = split(key)
        let errorKey = filter.map { "\(metric)\(errorMark),\($0)" } ?? "\(metric)\(errorMark)"
        figures.append(
          .init(
            task: task,
            metric: metric,
            subset: filter,
            value: try value.number(),
            standardError: try standardError(results.optional(errorKey)),
            unit: shares.contains(metric) ? .share : .unstated,
            version: version,
            place: value.path,
            location: value.location
          )
        )
      }
    }
    return ImportedResult(
      format: .harness,
      file: root.document.file,
      protocolID: "lm-evaluation-harness/\(try root.optional("git_hash").map(scalar) ?? "unknown")",
      modelName: try root.optional("model_name")?.string(),
      date: try day(ofSeconds: root.optional("date")),
      figures: figures
    )
  }

  /// Names, sample counts and standard errors stand among the figures.
  private static func isFigure(_ key: String, _ value: JSONPlace) -> Bool {
    let (metric, _) = split(key)
    guard !metric.hasSuffix(errorMark), !["alias", "name", "sample_len", "sample_count"].contains(metric) else {
      return false
    }
    if case .string(let text) = value.node.value { return text != "N/A" && !text.isEmpty && text != " " }
    return !value.isNull
  }

  private static func split(_ key: String) -> (metric: String, filter: String?) {
    guard let comma = key.lastIndex(of: ",") else { return (key, nil) }
    return (String(key[..<comma]), String(key[key.index(after: comma)...]))
  }

  private static func standardError(_ place: JSONPlace?) throws(EvaluationError) -> Double? {
    guard let place else { return nil }
    if case .string = place.node.value { return nil }
    return try place.number()
  }

  /// A text or a number as text; versions are written either way.
  private static func scalar(_ place: JSONPlace) throws(EvaluationError) -> String {
    switch place.node.value {
    case .string(let text): return text
    case .number(let digits): return digits
    default: throw place.error("a text or a number")
    }
  }

  /// The day of a moment in seconds since 1970, in universal time.
  private static func day(ofSeconds place: JSONPlace?) throws(EvaluationError) -> String? {
    guard let place else { return nil }
    let seconds = try place.number()
    guard (0..<4_102_444_800).contains(seconds) else { throw place.error("seconds since 1970, before the year 2100") }
    // Counted in years that begin in March, so that the leap day is the last of its year.
    let days = Int(seconds) / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(padded(month))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1))"
  }
}
