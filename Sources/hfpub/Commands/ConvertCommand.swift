import ArgumentParser
import Documents
import EmbeddingCore
import Evaluation
import Findings
import Publication
import SafeTensors

struct ConvertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a smaller model, and see what that costs.",
    usage: "hfpub convert [<model>] --to <folder> [<options>]",
    discussion: """
      EXAMPLES
        hfpub convert my-model --to small --dim 128 --dtype int8
        hfpub convert my-model --to half --dtype f16 --texts sample.txt

      The new folder has the layout of Model2Vec, whatever the old one has; the numbers are those that Python model2vec \
      0.10 makes with `quantize_to` and `dimensionality`. The old folder is only read. The new one appears complete or \
      not at all; a folder that holds something is refused.

      A publication's model is scored before and after with its smoke tests. Exit status 1 says that the new model, \
      which is written all the same, misses a threshold. Any model is compared with its old self on the texts of \
      --texts, one a line.

      --dim keeps the first dimensions. That loses little where they carry the most, as after PCA or Matryoshka \
      training, and much elsewhere. --dtype int8 divides by a factor that is not kept: directions and cosines stay, \
      lengths mean nothing afterwards. --dtype f64 adds size, not precision.
      """
  )

  @Argument(help: "The model's folder, or its publication's. Default: the publication here.")
  var model: String?

  @Option(help: ArgumentHelp("The folder to write: a new one, or an empty one.", valueName: "folder"))
  var to: String

  @Option(name: .customLong("dim"), help: ArgumentHelp("Keep the first so many dimensions.", valueName: "number"))
  var dimension: Int?

  @Option(name: .customLong("dtype"), help: "Convert the table to this number format.")
  var format: TableFormat?

  @Option(help: ArgumentHelp("Compare old and new on the lines of this file; - is standard input.", valueName: "file"))
  var texts: String?

  func run() async throws {
    // Writing ends at once, and cleans up; a conversion of numbers before it is left behind.
    try await Interruption.cancelling(patience: .milliseconds(1500)) { try convert() }
  }

  private func convert() throws {
    let source = try ConversionSource(model)
    let old = try StaticModel(folder: source.folder)
    let converted = try StaticModel(
      folder: source.folder,
      options: ModelOptions(dimension: dimension, format: format)
    )
    try refuseOverflow(old, converted)
    // What is measured is what was written.
    let lines = try texts.map { try TextLines(path: $0) }
    try Task.checkCancellation()
    let files = try converted.save(to: to)
    let new = try StaticModel(folder: to)
    try Task.checkCancellation()

    let printer = ConversionPrinter(name: source.name, before: old.facts, after: new.facts)
    printer.printSizes()
    let tests = source.manifest?.smokeTests ?? []
    var missed = 0
    if !tests.isEmpty {
      let suites = tests.map(\.suite)
      missed = printer.printScores(
        tests,
        before: try scores(of: old, suites),
        after: try scores(of: new, suites)
      )
    }
    if let lines {
      printer.printAgreement(try Agreement(old, new, on: lines))
    } else if let manifest = source.manifest, !tests.isEmpty {
      printer.printAgreement(try Agreement(old, new, on: TextArguments(manifest.smokeTexts)))
    }
    let size = files.reduce(0) { $0 + $1.size }
    Console.result("\nWritten: \(TextEscape.printable(to)), \(files.count) files, \(NumberFormat.bytes(size))")
    notes(old.facts, new.facts, isCompared: lines != nil || !tests.isEmpty)
    if missed > 0 {
      Console.note("note: \(missed) threshold\(missed == 1 ? "" : "s") of \(source.name) missed by the new model")
      throw BadResult(status: .checkFailed)
    }
  }

  private func scores(of model: StaticModel, _ suites: [Suite]) throws -> [SuiteResult] {
    try suites.map { suite in
      try Task.checkCancellation()
      return try Evaluator(model: model).run(suite)
    }
  }

  private func notes(_ old: ModelFacts, _ new: ModelFacts, isCompared: Bool) {
    if new.tableDType == .i8, old.tableDType != .i8, !new.isNormalized {
      Console.note(
        "note: the new vectors have the old directions but not their lengths, and the model does not normalize: "
          + "compare them by cosine only"
      )
    }
    if !isCompared {
      Console.note("note: nothing was compared; give --texts FILE to see how old and new vectors agree")
    }
  }

  /// Halves end at 65,504 and floats at 3.4e38; larger numbers would become infinite.
  private func refuseOverflow(_ old: StaticModel, _ converted: StaticModel) throws {
    guard converted.facts.tableDType != old.facts.tableDType, converted.facts.tableDType != .i8 else { return }
    let lost = converted.tableHealth().nonFiniteCount
    guard lost > 0, lost > old.tableHealth().nonFiniteCount else { return }
    throw ConversionError(
      problem: "cannot convert \(old.facts.folder) to \(converted.facts.tableTypeName)",
      reason: "\(lost) number\(lost == 1 ? "" : "s") of the table would not be finite: the format ends before them",
      remedy: "Choose a format with a larger range, such as --dtype f32."
    )
  }
}

/// A conversion that would break the model.
struct ConversionError: ExplainedError {
  var codeName: String { "convert.overflow" }
  var problem: String
  var reason: String
  var remedy: String
  var exitStatus: ExitStatus { .checkFailed }
}
