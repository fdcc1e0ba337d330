/// One figure drawn for both kinds of page.
public struct FigureVariants: Sendable, Hashable {
  /// The SVG for a light page.
  public var light: String
  /// The SVG for a dark page.
  public var dark: String
}

/// The colours of a figure.
///
/// Text has a contrast of at least 4.5 to the background, everything else that carries meaning at least 3; a test holds
/// them to it. Nothing is told by colour alone: shapes, outlines and line styles say the same.
struct FigurePalette: Sendable {
  var back: String
  var ink: String
  var soft: String
  /// Grid lines, which carry no meaning.
  var grid: String
  var accent: String
  /// The inside of a bar that is not emphasised; its outline is `accent`.
  var tint: String
  /// The inside of a bar that is emphasised; whiskers show on both.
  var shade: String
  var control: String

  static let light = FigurePalette(
    back: "#ffffff",
    ink: "#1c2024",
    soft: "#5b616a",
    grid: "#e3e5e9",
    accent: "#0b5fc4",
    tint: "#d8e7f9",
    shade: "#86b7ef",
    control: "#b2450a"
  )

  // The background is drawn, so that the figure stays legible where a reader shows both variants.
  static let dark = FigurePalette(
    back: "#0f1117",
    ink: "#eceef1",
    soft: "#a9afb9",
    grid: "#2b2f38",
    accent: "#7fb5ff",
    tint: "#1b2f4b",
    shade: "#2f5f9e",
    control: "#ff9d5c"
  )
}
