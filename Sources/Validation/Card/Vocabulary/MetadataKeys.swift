/// The keys of a model card's metadata, taken on 2026-08-22 from `modelcard.md` and `docs/hub` of the public repository
/// `huggingface/hub-docs` and from the type `ApiModelMetadata` of `huggingface/huggingface.js`.
enum MetadataKeys {
  /// The keys in the order in which they are usually written.
  static let all: [String] = """
    language language_bcp47 language_details license license_name license_link license_details library_name \
    pipeline_tag base_model base_model_relation new_version datasets buckets metrics tags model_name model-index widget \
    inference co2_eq_emissions thumbnail description mask_token instance_prompt finetuned_from extra_gated_heading \
    extra_gated_description extra_gated_prompt extra_gated_button_content extra_gated_fields extra_gated_eu_disallowed
    """.split(separator: " ").map(String.init)

  /// The same for looking up.
  static let known = Set(all)

  /// Keys that may say nothing.
  static let mayBeEmpty: Set<String> = ["thumbnail", "description", "instance_prompt"]

  /// What people write for a key that has another name, too far from it to be found by its letters.
  static let meant = [
    "library": "library_name", "lib": "library_name", "lang": "language",
    "languages": "language", "locale": "language", "tag": "tags", "keywords": "tags", "task": "pipeline_tag",
    "tasks": "pipeline_tag", "pipeline": "pipeline_tag", "basemodel": "base_model",
    "parent_model": "base_model", "licence_name": "license_name", "license_url": "license_link",
    "license_file": "license_link", "training_data": "datasets", "train_datasets": "datasets",
    "training_datasets": "datasets", "co2": "co2_eq_emissions", "co2_emissions": "co2_eq_emissions",
    "emissions": "co2_eq_emissions", "eval_results": "model-index", "modelindex": "model-index", "widgets": "widget",
  ]
}
