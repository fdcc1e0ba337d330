import Files

/// Refuses numbers that cannot be drawn, and names the data of a figure.
struct FigureCheck {
  /// The figure's title, for messages.
  let title: String
  /// What the data are called, in the plural: points, bars.
  let noun: String

  /// There must be something to draw, and no more than can be told apart.
  func count(_ count: Int, limit: Int) throws(DocumentError) {
    guard count > 0 else {
      throw error("it has no \(noun)", "Give at least one, or leave the figure out of the template.")
    }
    guard count <= limit else {
      throw error(
        "it has \(count) \(noun), at most \(limit) can be told apart",
        "Split the figure, or show the numbers as a table."
      )
    }
  }

  /// A score must be finite and of a magnitude that scores have.
  func value(_ value: Double, _ what: String, of label: String) throws(DocumentError) {
    guard value.isFinite else {
      throw error(
        "\(what) of \(TextEscape.quoted(label)) is \(NumberFormat.decimal(value, places: 2)), not a number",
        "Leave out what was not evaluated; it belongs into the table, as text."
      )
    }
    guard value.magnitude <= 1e9 else {
      throw error(
        "\(what) of \(TextEscape.quoted(label)) is \(value), beyond every score (at most 1e9)",
        "Check the unit of the number."
      )
    }
  }

  func error(_ reason: String, _ remedy: String) -> DocumentError {
    DocumentError(
      .figureData,
      problem: "cannot draw the figure \(TextEscape.quoted(title))",
      reason: reason,
      remedy: remedy
    )
  }

  /// The SHA-256 of the data: of each field, with its length before it.
  static func digest(_ fields: [String]) -> String {
    var hash = StreamingHash(.sha256)
    for field in fields { hash.update(Array("\(field.utf8.count):\(field)\n".utf8)) }
    return hash.finalizeSHA256().hex
  }
}
