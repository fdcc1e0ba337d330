extension CardRuleRegistry {
  /// Rules about what follows the metadata.
  public static let body: [any CardRule.Type] = [
    ReadableBodyRule.self,
    HeadingRule.self,
    EmptySectionRule.self,
    LeftoverRule.self,
    TableRule.self,
    RelativeLinkRule.self,
    AddressRule.self,
    ImageTextRule.self,
    HTMLRule.self,
    UnsupportedMarkupRule.self,
    LinkedEmojiRule.self,
    DataBlockRule.self,
    CommandBlockRule.self,
    BlockLanguageRule.self,
    PythonBlockRule.self,
    SnippetRepositoryRule.self,
    SnippetImportRule.self,
    BibTeXRule.self,
    KnownWorkRule.self,
  ]
}
