extension CardRuleRegistry {
  /// Rules about what follows the metadata.
  public static let body: [any CardRule.Type] = []
}
