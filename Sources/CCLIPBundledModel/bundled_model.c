#include "cclip_bundled_model.h"

#pragma clang diagnostic ignored "-Wc23-extensions"  // #embed: a file's bytes without a parser's cost

#define ALIGNED __attribute__((aligned(64)))

static const unsigned char config[] ALIGNED = {
#embed "Model/open_clip_config.json"
};
static const unsigned char weights[] ALIGNED = {
#embed "Model/open_clip_model.safetensors"
};
static const unsigned char vocabulary[] ALIGNED = {
#embed "Model/vocab.json"
};
static const unsigned char merges[] ALIGNED = {
#embed "Model/merges.txt"
};

static const cclip_bundled_file files[] = {
    {"open_clip_config.json", config, sizeof config},
    {"open_clip_model.safetensors", weights, sizeof weights},
    {"vocab.json", vocabulary, sizeof vocabulary},
    {"merges.txt", merges, sizeof merges},
};

size_t cclip_bundled_model_files(const cclip_bundled_file **out) {
  *out = files;
  return sizeof files / sizeof files[0];
}
