#include "CSample.h"

// In C, as a table of four megabytes takes the Swift compiler minutes. `SampleTests` holds it to the folder.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char license[] = {
#embed "../../Publication/minilm-static/LICENSE"
};
static const unsigned char notice_md[] = {
#embed "../../Publication/minilm-static/NOTICE.md"
};
static const unsigned char examples_quickstart_py[] = {
#embed "../../Publication/minilm-static/examples/quickstart.py"
};
static const unsigned char examples_semantic_search_py[] = {
#embed "../../Publication/minilm-static/examples/semantic_search.py"
};
static const unsigned char hfpub_yaml[] = {
#embed "../../Publication/minilm-static/hfpub.yaml"
};
static const unsigned char model_source_md[] = {
#embed "../../Publication/minilm-static/model/SOURCE.md"
};
static const unsigned char model_config_json[] = {
#embed "../../Publication/minilm-static/model/config.json"
};
static const unsigned char model_model_safetensors[] = {
#embed "../../Publication/minilm-static/model/model.safetensors"
};
static const unsigned char model_modules_json[] = {
#embed "../../Publication/minilm-static/model/modules.json"
};
static const unsigned char model_tokenizer_json[] = {
#embed "../../Publication/minilm-static/model/tokenizer.json"
};
static const unsigned char suites_code_pairs_yaml[] = {
#embed "../../Publication/minilm-static/suites/code_pairs.yaml"
};
static const unsigned char suites_graded_similarity_yaml[] = {
#embed "../../Publication/minilm-static/suites/graded_similarity.yaml"
};
static const unsigned char suites_idiom_pairs_yaml[] = {
#embed "../../Publication/minilm-static/suites/idiom_pairs.yaml"
};
static const unsigned char suites_instruction_pairs_yaml[] = {
#embed "../../Publication/minilm-static/suites/instruction_pairs.yaml"
};
static const unsigned char suites_related_pairs_yaml[] = {
#embed "../../Publication/minilm-static/suites/related_pairs.yaml"
};
static const unsigned char suites_translation_pairs_yaml[] = {
#embed "../../Publication/minilm-static/suites/translation_pairs.yaml"
};

#define EMBEDDED(path, bytes) {path, bytes, sizeof(bytes)}

static const struct sample_file files[] = {
    EMBEDDED("LICENSE", license),
    EMBEDDED("NOTICE.md", notice_md),
    EMBEDDED("examples/quickstart.py", examples_quickstart_py),
    EMBEDDED("examples/semantic_search.py", examples_semantic_search_py),
    EMBEDDED("hfpub.yaml", hfpub_yaml),
    EMBEDDED("model/SOURCE.md", model_source_md),
    EMBEDDED("model/config.json", model_config_json),
    EMBEDDED("model/model.safetensors", model_model_safetensors),
    EMBEDDED("model/modules.json", model_modules_json),
    EMBEDDED("model/tokenizer.json", model_tokenizer_json),
    EMBEDDED("suites/code_pairs.yaml", suites_code_pairs_yaml),
    EMBEDDED("suites/graded_similarity.yaml", suites_graded_similarity_yaml),
    EMBEDDED("suites/idiom_pairs.yaml", suites_idiom_pairs_yaml),
    EMBEDDED("suites/instruction_pairs.yaml", suites_instruction_pairs_yaml),
    EMBEDDED("suites/related_pairs.yaml", suites_related_pairs_yaml),
    EMBEDDED("suites/translation_pairs.yaml", suites_translation_pairs_yaml),
};

const struct sample_file *sample_files(size_t *count) {
  *count = sizeof(files) / sizeof(files[0]);
  return files;
}
