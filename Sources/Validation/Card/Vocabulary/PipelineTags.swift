/// The task names of the Hub, taken on 2026-08-21 from `packages/tasks/src/pipelines.ts` of the public repository
/// `huggingface/huggingface.js`, with what its history says of earlier ones.
enum PipelineTags {
  /// When the list was taken; the Hub adds tasks a few times a year.
  static let asOf = "2026-08-21"

  /// The tasks in the order of the source.
  static let all: [String] = """
    text-classification token-classification table-question-answering question-answering zero-shot-classification \
    translation summarization feature-extraction text-generation fill-mask sentence-similarity text-to-speech \
    text-to-audio automatic-speech-recognition audio-to-audio audio-classification audio-text-to-text \
    voice-activity-detection depth-estimation image-classification object-detection image-segmentation text-to-image \
    image-to-text image-to-image image-to-video unconditional-image-generation video-classification \
    reinforcement-learning robotics tabular-classification tabular-regression tabular-to-text table-to-text \
    multiple-choice text-ranking text-retrieval time-series-forecasting text-to-video image-text-to-text \
    image-text-to-image image-text-to-video visual-question-answering document-question-answering \
    zero-shot-image-classification graph-ml mask-generation zero-shot-object-detection text-to-3d image-to-3d \
    image-feature-extraction video-text-to-text keypoint-detection visual-document-retrieval any-to-any video-to-video \
    other
    """.split(separator: " ").map(String.init)

  /// The same for looking up.
  static let known = Set(all)

  /// Tasks that the filters of the model list do not offer.
  static let hidden: Set<String> = ["tabular-to-text", "table-to-text", "multiple-choice", "text-retrieval", "other"]

  /// Tasks that were in the list once, with what took their place.
  static let retired = ["conversational": "text-generation", "text2text-generation": "text-generation"]

  /// Names of finer tasks, which have their place in `model-index` only.
  static let subtasks: Set<String> = Set(
    """
    acceptability-classification entity-linking-classification fact-checking intent-classification \
    language-identification multi-class-classification multi-label-classification multi-input-text-classification \
    natural-language-inference semantic-similarity-classification sentiment-classification topic-classification \
    semantic-similarity-scoring sentiment-scoring sentiment-analysis hate-speech-detection text-scoring \
    named-entity-recognition part-of-speech parsing lemmatization word-sense-disambiguation coreference-resolution \
    extractive-qa open-domain-qa closed-domain-qa news-articles-summarization news-articles-headline-generation \
    dialogue-modeling dialogue-generation language-modeling text-simplification explanation-generation abstractive-qa \
    open-domain-abstractive-qa open-book-qa closed-book-qa slot-filling masked-language-modeling keyword-spotting \
    speaker-identification audio-intent-classification audio-emotion-recognition audio-language-identification \
    multi-label-image-classification multi-class-image-classification face-detection vehicle-detection \
    instance-segmentation semantic-segmentation panoptic-segmentation image-captioning image-inpainting \
    image-colorization super-resolution grasping task-planning tabular-multi-class-classification \
    tabular-multi-label-classification tabular-single-column-regression rdf-to-text multiple-choice-qa \
    multiple-choice-coreference-resolution document-retrieval utterance-retrieval entity-linking-retrieval \
    fact-checking-retrieval univariate-time-series-forecasting multivariate-time-series-forecasting pose-estimation
    """.split(separator: " ").map(String.init)
  )

  /// What people write when they mean a task that has another name.
  static let meant = [
    "embedding": "feature-extraction", "embeddings": "feature-extraction", "text-embedding": "feature-extraction",
    "text-embeddings": "feature-extraction", "text-embeddings-inference": "feature-extraction",
    "sentence-embedding": "feature-extraction", "sentence-embeddings": "feature-extraction",
    "sentence-transformers": "sentence-similarity", "semantic-similarity": "sentence-similarity",
    "semantic-search": "sentence-similarity", "reranking": "text-ranking", "text-reranking": "text-ranking",
    "retrieval": "sentence-similarity", "classification": "text-classification", "ner": "token-classification",
  ]
}
