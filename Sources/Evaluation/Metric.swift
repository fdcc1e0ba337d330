/// A number that a suite yields; the raw value is its name in manifests and results.
///
/// A mean cosine alone proves nothing: a model that finds everything alike has a high one. `margin`, `auc`,
/// `recall_at_1` and `distractor_accuracy` compare with pairs that should be far apart, and so can fail.
public enum Metric: String, Sendable, Hashable, CaseIterable {
  /// Mean cosine of the pairs.
  case mean
  /// Smallest cosine of the pairs.
  case minimum = "min"
  /// Mean cosine of every left text with every other right text: the control.
  case shuffledMean = "shuffled_mean"
  /// `mean` less `shuffled_mean`; `similar_mean` less `dissimilar_mean`; otherwise the score less `shuffled_score`.
  case margin
  /// Chance that a true pair has a higher cosine than one that is not (ties count half).
  case auc
  /// Share of left texts whose nearest right text is their own.
  case recallAt1 = "recall_at_1"
  /// Share of pairs with a higher cosine than each of their distractors.
  case distractorAccuracy = "distractor_accuracy"
  /// Rank correlation of cosine and grade, ties with mean ranks.
  case spearman
  /// Linear correlation of cosine and grade.
  case pearson
  /// Mean cosine of the pairs with a grade of `alikeGrade` and more.
  case alikeMean = "mean_cos_grade_ge_3"
  /// Mean cosine of the pairs with a grade of `unlikeGrade` and less.
  case unlikeMean = "mean_cos_grade_le_1"
  /// Of topics, the mean of `silhouette` and `purity`; of a contrast, (`similar_mean` − `dissimilar_mean` + 1) / 2.
  case score
  /// Mean silhouette of the texts in their true topics, by Euclidean distance.
  case silhouette
  /// Share of texts that lie in a k-means cluster where their topic is the commonest.
  case purity
  /// Share of texts whose nearest other text, by cosine, is of their topic.
  case nearestNeighbourAccuracy = "nearest_neighbour_accuracy"
  /// Chance that two texts of one topic have a higher cosine than two of different ones.
  case sameTopicAUC = "auc_same_topic"
  /// Mean cosine of the similar pairs.
  case similarMean = "similar_mean"
  /// Mean cosine of the dissimilar pairs.
  case dissimilarMean = "dissimilar_mean"
  /// The suite's headline with partners, grades or topics mixed up: the control.
  case shuffledScore = "shuffled_score"

  /// From this grade on, two texts count as alike.
  public static let alikeGrade = 3.0
  /// Up to this grade, two texts count as unlike.
  public static let unlikeGrade = 1.0

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
    case .alikeMean: "Mean cosine of alike pairs"
    case .unlikeMean: "Mean cosine of unlike pairs"
    case .score: "Score"
    case .silhouette: "Silhouette"
    case .purity: "Cluster purity"
    case .nearestNeighbourAccuracy: "Nearest-neighbour accuracy"
    case .sameTopicAUC: "AUC of same-topic pairs"
    case .similarMean: "Mean cosine of similar pairs"
    case .dissimilarMean: "Mean cosine of dissimilar pairs"
    case .shuffledScore: "Shuffled score"
    }
  }
}
