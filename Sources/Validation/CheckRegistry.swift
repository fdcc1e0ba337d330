/// The one list of checks, in the order they run and are shown.
public enum CheckRegistry {
  /// Every check.
  public static let all: [any Check.Type] = [
    LoadableModelCheck.self,
    ShippedFilesCheck.self,
    ConfigurationCheck.self,
    FiniteTableCheck.self,
    ZeroRowsCheck.self,
    NormalizationCheck.self,
    DistinctVectorsCheck.self,
    SmokeTestCheck.self,
    ControlledThresholdCheck.self,
    LicenseCheck.self,
    BaseModelCheck.self,
    WaiversCheck.self,
    UnbackedNumbersCheck.self,
    ForbiddenPhrasesCheck.self,
    RequiredWordsCheck.self,
    ExclusiveWordingCheck.self,
    ClaimEvidenceCheck.self,
    ComparabilityCheck.self,
    PairTablesCheck.self,
    StatementsCheck.self,
    StaleResultsCheck.self,
    SecretsCheck.self,
    SensitiveNamesCheck.self,
    CodeFormatsCheck.self,
    NameMismatchCheck.self,
    ForeignFilesCheck.self,
  ]
}
