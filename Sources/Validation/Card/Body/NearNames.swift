import Findings

/// Finds what was probably meant by a name, as long as the search stays short.
///
/// A text of many wrong links to many headings would otherwise take the product of both.
struct NearNames {
  private let names: () -> [String]
  // Most texts have no wrong name, and sorting all paths for each of many texts takes long.
  private lazy var candidates = names()
  private lazy var length = candidates.reduce(0) { $0 + $1.utf8.count }
  private var budget = 4_000_000

  init<Names: Sequence<String>>(_ names: @escaping @autoclosure () -> Names) {
    self.names = { names().sorted() }
  }

  /// The nearest candidate; nil when none is near or too much was looked for already.
  mutating func nearest(to name: String) -> String? {
    let (cost, isTooLarge) = length.multipliedReportingOverflow(by: name.utf8.count)
    guard !isTooLarge, cost <= budget else { return nil }
    budget -= cost
    return NearestName.suggestion(for: name, among: candidates)
  }
}
