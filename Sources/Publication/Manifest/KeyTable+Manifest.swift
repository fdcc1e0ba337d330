import Evaluation

extension KeyTable {
  /// The keys of `hfpub.yaml`.
  package static let manifest = KeyTable(
    "the manifest",
    [
      .required("version", .constant(ManifestReader.version), "the version of this format"),
      .required("name", .publicationName, "the short name; names output files"),
      .optional("repo", .repository, "the repository on the Hub; without it, `--repo` says where to"),
      .required("title", .words, "the heading of the card"),
      .required("summary", .words, "the first paragraph of the card"),
      .optional("model", .text, "the model's folder; without it, `--model` gives it"),
      .required("license", .text, "the Hub's licence id, such as `apache-2.0`; `other` needs `license_name`"),
      .optional("license_file", .text, "the licence's text, a file to ship"),
      .optional("license_name", .text, "the licence's own name, where `license` is `other`"),
      .optional("license_link", .text, "where the licence's text is: an address, or a file that is shipped"),
      .optional("base_model", .text, "the repository of the model that this one was made from"),
      .optional("base_license", .text, "the licence of that model, as its card says it; see HFP304"),
      .optional(
        "base_model_relation",
        .suggestion(["finetune", "quantized", "merge", "adapter"]),
        "how it was made from it, as the Hub names it"
      ),
      .optional("datasets", .texts, "repositories of the data that it was trained on"),
      .optional("languages", .texts, "language codes"),
      .optional(
        "library",
        .suggestion(["model2vec", "sentence-transformers"]),
        "the Hub's `library_name`; `model2vec` where nothing is said"
      ),
      .optional(
        "task",
        .suggestion(["sentence-similarity"]),
        "the Hub's `pipeline_tag`; this one where nothing is said"
      ),
      .optional("tags", .texts, "the Hub's tags"),
      .optional("attribution", .words, "who must be named"),
      .optional("authors", .texts, "whom a citation names"),
      .optional("badges", .truth, "whether the card begins with badges of licence, library and task"),
      .optional("audience", .sentences, "whom the model is for"),
      .optional("use_cases", .list(.mapping(.useCase)), "when to use it, and when not"),
      .optional("limitations", .list(.either(.words, .mapping(.limitation))), "what the model cannot do"),
      .optional("method", .sentences, "how it was made and measured, a paragraph each"),
      .optional("links", .list(.mapping(.link)), "links at the end of the card"),
      .optional("citations", .text, "a BibTeX file"),
      .optional("examples", .texts, "scripts to ship, which the card names"),
      .optional("files", .texts, "further files to ship"),
      .optional(
        "documents",
        .list(
          .suggestion([
            "README.md", "BENCHMARKS.md", "LIMITATIONS.md", "PUBLISHING.md", "CITATION.cff", CardFigures.folder,
            DocumentRenderer.claimsFile,
          ])
        ),
        "what is rendered; `README.md` alone where nothing is said"
      ),
      .optional("templates", .text, "a folder of `NAME.mustache` files that override the embedded templates"),
      .optional("smoke_tests", .list(.mapping(.smokeTest)), "suites that are scored at every run, with thresholds"),
      .optional("metrics", .list(.mapping(.metric)), "the numbers that the publication speaks of"),
      .optional("composites", .list(.mapping(.composite)), "weighted sums of them"),
      .optional("derived", .list(.mapping(.derivation)), "numbers computed from others"),
      .optional("comparisons", .list(.mapping(.comparison)), "tables of figures of one protocol"),
      .optional("evidence", .texts, "evidence files"),
      .optional("evidence_model", .text, "this model's name in them; `name` where nothing is said"),
      .optional("claims", .list(.mapping(.claim)), "statements with what they rest on"),
      .optional("messaging", .mapping(.messaging), "what must not be said, and what must"),
      .optional("waivers", .list(.mapping(.waiver)), "checks that are not to stand in the way"),
    ]
  )

  static let smokeTest = KeyTable(
    "a smoke test",
    [
      .required("suite", .text, "the suite's file"),
      .optional(
        "at_least",
        .named(.number, among: Metric.allCases.map(\.rawValue)),
        "thresholds by measure, of those that the suite yields"
      ),
    ]
  )

  static let limitation = KeyTable(
    "a limitation",
    [
      .required("id", .text, "a name"), .required("text", .words, "what it cannot do"),
      .optional("evidence", .texts, "names of values that show it"),
    ]
  )

  static let waiver = KeyTable(
    "a waiver",
    [
      .required("code", .text, "the check's code"),
      .optional("file", .text, "the file that it is waived for; all where nothing is said"),
      .required("reason", .form("[\\s\\S]*\\S[\\s\\S]*", called: "text with words"), "why"),
      .required("date", .day, "the day it was decided"),
      .optional("until", .day, "the last day it holds"),
    ]
  )

  static let metric = KeyTable(
    "a metric",
    [
      .required("id", .text, "its name; values call it `metric.<id>`"), .required("title", .text, "a heading"),
      .optional("suite", .text, "the id of the suite that measures it", with: "measure"),
      .optional("measure", .text, "which of the suite's numbers it is", with: "suite"),
      .optional("digits", .digits, "digits after the point; 3 where nothing is said"),
      .optional("shows", .words, "what the number says"),
      .optional("does_not_show", .words, "what it does not say"),
    ]
  )

  static let composite = KeyTable(
    "a composite",
    [
      .required("id", .text, "its name; values call it `composite.<id>`"), .required("title", .text, "a heading"),
      .required("weights", .named(.positive, atLeast: 1), "weights of metrics by id, which sum to 1 and are printed"),
      .optional("digits", .digits, "digits after the point; 3 where nothing is said"),
      .optional("protocol", .text, "the protocol of recorded figures that may stand beside it"),
    ]
  )

  static let derivation = KeyTable(
    "a derived number",
    [
      .required("id", .text, "its name; values call it `derived.<id>`"), .required("title", .text, "a heading"),
      .optional("divide", .list(.text, atLeast: 2, atMost: 2), "names of values: the first by the second"),
      .optional("subtract", .list(.text, atLeast: 2, atMost: 2), "names of values: the first less the second"),
      .optional("sum", .list(.text, atLeast: 1), "names of values: all together"),
      .optional("mean", .list(.text, atLeast: 1), "names of values: their mean"),
      .optional("count", .list(.text, atLeast: 1), "names of values: how many there are"),
      .optional(
        "unit",
        .choice(ClaimValue.Unit.allCases.map(\.rawValue)),
        "what it is counted in; `ratio` where nothing is said"
      ),
      .optional("per", .number, "it is for one of this many: 1000000 for \"per MB\""),
      .optional("digits", .digits, "digits after the point; 3 where nothing is said"),
    ],
    oneOf: Manifest.Derivation.Operation.allCases.map(\.rawValue)
  )

  static let comparison = KeyTable(
    "a comparison",
    [
      .required("title", .text, "a heading"),
      .optional("note", .words, "what a reader must know to read it"),
      .optional("own", .text, "the name of this model's value; none where none may stand beside the others"),
      .required("figures", .texts, "ids of others' figures, all of one protocol"),
    ]
  )

  static let claim = KeyTable(
    "a claim",
    [
      .required("id", .text, "a name"),
      .required("type", .choice(Manifest.Claim.Kind.allCases.map(\.rawValue)), "what kind of evidence it needs"),
      .required("text", .words, "the statement"),
      .optional("evidence", .texts, "names of values and sources that it rests on"),
      .optional("scope", .text, "what it is true of"),
      .optional("as_of", .day, "the day it was true"),
      .optional("expires", .day, "the day after which it must be looked at again"),
    ]
  )

  static let messaging = KeyTable(
    "the messaging rules",
    [
      .optional("never", .list(.mapping(.forbidden)), "words that must not be printed (HFP402)"),
      .optional("together", .list(.mapping(.together)), "words that need others in the same section (HFP403)"),
      .optional("required", .texts, "words that must stand in every rendered Markdown file (HFP403)"),
    ]
  )

  static let forbidden = KeyTable(
    "a forbidden phrase",
    [
      .required("say", .text, "the words, without regard to case and to the kind of blank"),
      .required("instead", .text, "what to say instead"), .required("because", .text, "why"),
    ]
  )

  static let together = KeyTable(
    "a rule for two phrases",
    [
      .required("when", .text, "the words that call for more"),
      .required("say", .text, "what must stand in the same section"),
    ]
  )

  static let useCase = KeyTable(
    "a use case",
    [
      .required("title", .text, "a heading"), .required("text", .words, "what for"),
      .optional("code", .text, "Python that shows it"),
    ]
  )

  static let link = KeyTable(
    "a link",
    [.required("title", .text, "its words"), .required("url", .text, "its address")]
  )
}

extension KeyTable.Shape {
  static let publicationName = form(
    "[A-Za-z0-9_-][A-Za-z0-9._-]*",
    called: "letters, digits, `-`, `_` and `.`, not `.` first"
  )
  // The rules that one expression can say; `RepositoryID` has all.
  static let repository = form(
    "(?!.*(--|[.][.]))[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?/[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?",
    called: "`owner/name`"
  )
  static let digits = whole(0...6)
}
