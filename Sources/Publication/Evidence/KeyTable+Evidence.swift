import Evaluation

extension KeyTable {
  /// The keys of an evidence file.
  package static let evidence = KeyTable(
    "the evidence",
    [
      .required("version", .constant(EvidenceReader.version), "the version of this format"),
      .optional("sources", .list(.mapping(.source)), "where something was published"),
      .optional("protocols", .list(.mapping(.formula)), "formulas over certain texts; two are never compared"),
      .optional("models", .list(.mapping(.model)), "models that figures are of"),
      .optional("figures", .list(.mapping(.figure)), "numbers that were published"),
      .optional("imports", .list(.mapping(.importedFile)), "results files of hfpub and of other tools"),
      .optional("pair_tables", .list(.mapping(.pairTable)), "cosines that were published pair by pair"),
      .optional("statements", .list(.mapping(.statement)), "sentences of an earlier text, worked out again (HFP408)"),
    ]
  )

  static let source = KeyTable(
    "a source",
    [
      .required("id", .text, "its name"), .required("title", .text, "what it is"),
      .required("url", .text, "where it is"), .optional("revision", .text, "the commit, if it has one"),
      .required("date", .day, "the day it was published"), note,
    ]
  )

  static let formula = KeyTable(
    "a protocol",
    [
      .required("id", .text, "its name"), .required("title", .text, "what it measures"),
      .required("formula", .text, "how"),
    ]
  )

  static let model = KeyTable(
    "a model",
    [
      .required("id", .text, "its name in the evidence"), .required("name", .text, "its name on the card"),
      .optional("size", .mapping(.size), "how large it is"), note,
    ]
  )

  static let size = KeyTable(
    "a size",
    [
      .required("value", .positive, "how much"),
      .required("unit", .choice(EvidenceReader.sizeUnits.keys.sorted()), "of what"),
      .required("kind", .choice(Evidence.Size.Kind.allCases.map(\.rawValue)), "of what it is the size"),
      .required("dtype", .text, "the number format of the weights; `unknown` where nobody said"),
      .required("source", .text, "the id of a source"), note,
    ]
  )

  static let figure = KeyTable(
    "a figure",
    [
      .required("id", .text, "its name; values call it `figure.<id>`"), .required("model", .text, "the id of a model"),
      .required("metric", .text, "what it is called"),
      .required(
        "value",
        .either(.number, .choice(Evidence.Missing.allCases.map(\.rawValue))),
        "the number as it was published, or why there is none"
      ),
      .required("unit", .choice(EvidenceReader.figureUnits.keys.sorted()), "what it is counted in"),
      .required("protocol", .text, "the id of a protocol"), .required("source", .text, "the id of a source"), note,
    ]
  )

  static let importedFile = KeyTable(
    "an import",
    [
      .required("file", .text, "the results file, relative to this one"),
      .optional("format", .choice(ImportedResult.Format.allCases.map(\.rawValue)), "what it is; checked"),
      .required("model", .text, "the id of a model"), .required("source", .text, "the id of a source"),
      .required("protocols", .named(.text), "ids of protocols by metric"),
      .optional(
        "figures",
        .named(.text),
        "places in the file by metric, such as `scores.test[0].main_score`, where it holds several of one name"
      ),
    ]
  )

  static let pairTable = KeyTable(
    "a table of pairs",
    [
      .required("metric", .text, "the id of a metric"), .required("source", .text, "the id of a source"),
      .required("pairs", .list(.mapping(.publishedPair)), "the rows"), note,
    ]
  )

  static let publishedPair = KeyTable(
    "a pair",
    [
      .optional("id", .text, "a name"), .required("a", .text, "the left text"),
      .required("b", .text, "the right text"), .required("cosine", .number, "as it was printed"),
      .optional("language", .text, "the language of `b`"),
    ]
  )

  static let statement = KeyTable(
    "a statement",
    [
      .required("id", .text, "a name"), .required("text", .text, "what was said"),
      .optional("states", .mapping(.stated), "the number in it, and how it comes about"),
      .optional("compares", .texts, "names of the values that it sets side by side"),
      .optional("tells_weights", .truth, "whether it says the weights of a sum"),
      .optional("scope", .text, "what it is true of, if it says so"),
      .optional("as_of", .day, "the day it was true, if it says so"), .required("source", .text, "the id of a source"),
    ]
  )

  static let stated = KeyTable(
    "a stated number",
    [
      .required("number", .number, "as it was printed, with its digits"),
      .optional("scale", .number, "the result is multiplied by this"),
    ] + Manifest.Derivation.Operation.allCases.map { .optional($0.rawValue, .list(.text), "names of values") },
    oneOf: Manifest.Derivation.Operation.allCases.map(\.rawValue)
  )

  private static let note = Key.optional("note", .text, "for readers of the file")
}
