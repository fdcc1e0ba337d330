import Findings

/// One rule about cards; a type of its own in a file of its own.
public protocol CardRule: Documented {
  /// Looks, and reports what is wrong; an empty list is a pass.
  func run(_ card: CardDocument) -> [Finding]
  /// A rule needs no state of its own.
  init()
}

extension CardRule {
  /// A finding of this rule.
  static func finding(
    _ severity: Severity = .error,
    seen: String,
    expected: String,
    remedy: String,
    at location: SourceLocation
  ) -> Finding {
    Finding(code: code, severity: severity, location: location, seen: seen, expected: expected, remedy: remedy)
  }
}

/// The one list of rules about cards, in the order they run.
public enum CardRuleRegistry {
  /// Rules about the file and its metadata.
  ///
  /// HFP501 to HFP508 look at the file: byte order mark, place of the metadata, their end, whether they can be read,
  /// composed letters, line ends, size, spoilt text. HFP509 to HFP516 look at the metadata as YAML: equal keys, tags,
  /// anchors, tabs, values that readers disagree on, slips for known keys, unknown keys, keys without a value. HFP517
  /// to HFP533 look at what the keys say, one key or group of keys to a rule.
  public static let metadata: [any CardRule.Type] = [
    ByteOrderMarkRule.self,
    MetadataFirstRule.self,
    ClosedMetadataRule.self,
    ReadableMetadataRule.self,
    ComposedTextRule.self,
    LineEndRule.self,
    SizeRule.self,
    SpoiltTextRule.self,
    DuplicateKeyRule.self,
    YAMLTagRule.self,
    AnchorRule.self,
    TabRule.self,
    DisputedScalarRule.self,
    MisspeltKeyRule.self,
    UnknownKeyRule.self,
    EmptyKeyRule.self,
    LicenseRule.self,
    OtherLicenseRule.self,
    PipelineTagRule.self,
    LibraryNameRule.self,
    BaseModelRule.self,
    BaseModelRelationRule.self,
    LanguageRule.self,
    TagsRule.self,
    WidgetRule.self,
    EmissionsRule.self,
    ModelIndexRule.self,
    ModelIndexValuesRule.self,
    IdentifierListRule.self,
    ThumbnailRule.self,
    NewVersionRule.self,
    InferenceRule.self,
    GatedAccessRule.self,
  ]
  /// Every rule.
  public static let all: [any CardRule.Type] = metadata + body
}

/// Runs every rule on a card.
public enum CardLinter {
  /// What is wrong with a card, by place.
  public static func run(_ card: CardDocument) -> [Finding] {
    CardRuleRegistry.all.flatMap { $0.init().run(card) }.sorted {
      ($0.location?.line ?? 0, $0.location?.column ?? 0, $0.code) < (
        $1.location?.line ?? 0, $1.location?.column ?? 0, $1.code
      )
    }
  }
}
