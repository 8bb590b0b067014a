#include "cclip_vocabulary.h"

#pragma clang diagnostic ignored "-Wc23-extensions"  // #embed: a file's bytes without a parser's cost

static const uint8_t openai_merges[] = {
#embed "Data/merges.txt"
};

const uint8_t cclip_trait_pages[0x1100] = {
#include "Data/trait_pages.inc"
};
const uint16_t cclip_trait_values[][256] = {
#include "Data/trait_values.inc"
};
static const cclip_scalar_range combining_classes[] = {
#include "Data/combining_classes.inc"
};
static const cclip_scalar_mapping lowercase[] = {
#include "Data/lowercase.inc"
};
static const cclip_scalar_mapping decompositions[] = {
#include "Data/decompositions.inc"
};
static const cclip_scalar_pair compositions[] = {
#include "Data/compositions.inc"
};
static const cclip_scalar_mapping widths[] = {
#include "Data/widths.inc"
};
static const cclip_entity entities[] = {
#include "Data/entities.inc"
};
static const cclip_mojibake_scalar mojibake_scalars[] = {
#include "Data/mojibake.inc"
};
static const cclip_scalar_mapping lowercase_in_rust[] = {
#include "Data/lowercase_in_rust.inc"
};
static const cclip_scalar_range combining_in_rust[] = {
#include "Data/combining_in_rust.inc"
};
static const cclip_scalar_range whole_in_rust[] = {
#include "Data/whole_in_rust.inc"
};

#define RETURN_TABLE(table)                  \
  *count = sizeof(table) / sizeof(table)[0]; \
  return table

const uint8_t *cclip_openai_merges(size_t *count) { RETURN_TABLE(openai_merges); }
const cclip_scalar_range *cclip_combining_classes(size_t *count) { RETURN_TABLE(combining_classes); }
const cclip_scalar_mapping *cclip_lowercase(size_t *count) { RETURN_TABLE(lowercase); }
const cclip_scalar_mapping *cclip_decompositions(size_t *count) { RETURN_TABLE(decompositions); }
const cclip_scalar_pair *cclip_compositions(size_t *count) { RETURN_TABLE(compositions); }
const cclip_scalar_mapping *cclip_widths(size_t *count) { RETURN_TABLE(widths); }
const cclip_entity *cclip_entities(size_t *count) { RETURN_TABLE(entities); }
const cclip_mojibake_scalar *cclip_mojibake_scalars(size_t *count) { RETURN_TABLE(mojibake_scalars); }
const cclip_scalar_mapping *cclip_lowercase_in_rust(size_t *count) { RETURN_TABLE(lowercase_in_rust); }
const cclip_scalar_range *cclip_combining_in_rust(size_t *count) { RETURN_TABLE(combining_in_rust); }
const cclip_scalar_range *cclip_whole_in_rust(size_t *count) { RETURN_TABLE(whole_in_rust); }
