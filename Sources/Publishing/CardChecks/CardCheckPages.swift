import Validation

/// The pages of the checks that ask servers or run programs.
public enum CardCheckPages {
  /// All of them.
  public static let all = [
    CheckCatalogue.Entry(
      code: LinkChecker.code,
      title: LinkChecker.title,
      area: .texts,
      page: CheckPage(
        why: """
          Pages move and repositories are renamed after a card was written. A reader who follows a dead link to the data \
          or the paper cannot check anything.
          """,
        fix: """
          Correct the address, or take the link out. It is looked at with `hfpub lint-card --online` only; a server that \
          did not answer is a warning.
          """
      )
    ),
    CheckCatalogue.Entry(
      code: ExampleRunner.code,
      title: ExampleRunner.title,
      area: .texts,
      page: CheckPage(
        why: """
          The example is the first thing that a reader copies. Cards whose code does not run are reported again and \
          again, years after they were published.
          """,
        fix: """
          Run `hfpub lint-card --run-examples` before an upload, with an interpreter that has what requirements.txt names. \
          A text block behind the code says what it prints, and is compared.
          """
      )
    ),
  ]
}
