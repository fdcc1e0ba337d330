import Documents

/// What a plan does to each file; of a plan for very many files the first of each kind, and how many more.
struct PlanTable {
  /// The rows above which kinds are cut short.
  private static let most = 100
  /// The rows of a kind that are shown then.
  private static let ofEachKind = 12

  private var rows: [(sign: String, path: String, size: Int, note: String)] = []

  mutating func add(_ sign: String, _ path: String, size: Int, _ note: String = "") {
    rows.append((sign, path, size, note))
  }

  /// The lines, each after `indent` blanks; `hint` says where all files can be seen, below a plan that is cut short.
  func lines(indent: Int, hint: String? = nil) -> [String] {
    var table = Table(.left, .left, .right, .left)
    var shown: [String: Int] = [:]
    for row in rows {
      shown[row.sign, default: 0] += 1
      guard rows.count <= Self.most || shown[row.sign, default: 0] <= Self.ofEachKind else { continue }
      table.add(row.sign, row.path, NumberFormat.bytes(row.size), row.note)
    }
    guard rows.count > Self.most else { return table.lines(indent: indent) }
    let margin = String(repeating: " ", count: indent)
    let cut = shown.filter { $0.value > Self.ofEachKind }.sorted { $0.key < $1.key }
    return table.lines(indent: indent)
      + cut.map { "\(margin)\($0.key): \(NumberFormat.count($0.value)) in all, the first \(Self.ofEachKind) shown" }
      + (hint.map { [margin + $0] } ?? [])
  }
}
