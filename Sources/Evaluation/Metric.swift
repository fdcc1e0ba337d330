/// A number that a suite yields; the raw value is its name in manifests and results.
///
/// A mean cosine alone proves nothing: cutting a model to fewer dimensions raises it. `margin`, `auc`, `recall_at_1` and
/// `distractor_accuracy` compare with pairs that should be far apart, and so can fail.
public enum Metric: String, Sendable, Hashable, CaseIterable {
  /// Mean cosine of the pairs.
  case mean
  /// Smallest cosine of the pairs.
  case minimum = "min"
  /// Mean cosine of every left text with every other right text: the control.
  case shuffledMean = "shuffled_mean"
  /// `mean` less `shuffled_mean`.
  case margin
  /// Chance that a true pair has a higher cosine than a shuffled one (ties count half).
  case auc
  /// Share of left texts whose nearest right text is their own.
  case recallAt1 = "recall_at_1"
  /// Share of pairs with a higher cosine than each of their distractors.
  case distractorAccuracy = "distractor_accuracy"
  /// Rank correlation of cosine and grade, ties with mean ranks.
  case spearman
  /// Linear correlation of cosine and grade.
  case pearson

  /// A heading for people.
  public var title: String {
    switch self {
    case .mean: "Mean cosine"
    case .minimum: "Lowest cosine"
    case .shuffledMean: "Shuffled mean"
    case .margin: "Margin"
    case .auc: "AUC"
    case .recallAt1: "Recall@1"
    case .distractorAccuracy: "Distractor accuracy"
    case .spearman: "Spearman"
    case .pearson: "Pearson"
    }
  }
}
