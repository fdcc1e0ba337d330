/// Whether numbers may stand side by side: one protocol for scores, one kind and one number format for sizes.
public enum Comparability {
  /// Why the values may not be compared; nothing when they may.
  public static func problems(of values: [ClaimValue], evidence: Evidence) -> [StatementAudit.Problem] {
    var problems: [StatementAudit.Problem] = []
    let sizes = values.compactMap { value in
      value.id.hasPrefix("size.") ? evidence.model(String(value.id.dropFirst("size.".count)))?.size : nil
    }
    let kinds = Set(sizes.map(\.kind))
    if kinds.count > 1 || (sizes.count > 1 && kinds.contains(.unknown)) {
      let names = kinds.map(\.title).sorted()
      problems.append(
        .init(rule: "C5", text: "It compares sizes of different kinds: \(names.joined(separator: ", ")).")
      )
    }
    let dtypes = Set(sizes.map(\.dtype))
    if sizes.count > 1, dtypes.contains("unknown") {
      problems.append(
        .init(rule: "C5", text: "It compares sizes without saying in which number format the weights are.")
      )
    } else if dtypes.count > 1 {
      problems.append(
        .init(
          rule: "C5",
          text: "It compares sizes of different number formats: \(dtypes.sorted().joined(separator: ", "))."
        )
      )
    }
    let protocols = Set(values.filter { !$0.id.hasPrefix("size.") }.compactMap(\.protocolID))
    if protocols.count > 1 {
      let titles = protocols.map { evidence.formula($0)?.title ?? $0 }.sorted()
      problems.append(
        .init(
          rule: "C4",
          text:
            "It compares numbers of different formulas: \(titles.joined(separator: "; ")). They measure different things."
        )
      )
    }
    return problems
  }
}
