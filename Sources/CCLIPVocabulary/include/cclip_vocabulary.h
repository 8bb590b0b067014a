#ifndef CCLIP_VOCABULARY_H
#define CCLIP_VOCABULARY_H
#include <stddef.h>
#include <stdint.h>

// The data that text becomes tokens by, in read-only memory: nothing is parsed or copied for the tables,
// and the merges are read in place. Each function returns the first element and sets the number of them.
// Scripts/tables_text.py writes all of it; Data/LICENSES.txt says whose it is.

/// OpenAI's merges in the form of a merges.txt: a line with the version, then 48,894 lines of two symbols.
const uint8_t *cclip_openai_merges(size_t *count);

/// What a scalar is to the tokenizer. Scalars in no range have no bit set.
enum {
  cclip_trait_kind = 3,  ///< mask: 0 other, 1 letter, 2 number, 3 between words
  cclip_trait_space = 4,  ///< white space to Python's `str.split`
  cclip_trait_cased = 8,  ///< cased and not case-ignorable
  cclip_trait_case_ignorable = 16,
  cclip_trait_digit = 32,  ///< a decimal digit of any script
};

/// Scalars from first to last share a value: traits, or a canonical combining class other than zero.
typedef struct {
  uint32_t first, last, value;
} cclip_scalar_range;

/// One scalar becomes one or two; `second` is zero if it becomes one.
typedef struct {
  uint32_t scalar, first, second;
} cclip_scalar_mapping;

/// Two scalars that canonical composition joins.
typedef struct {
  uint32_t first, second, composed;
} cclip_scalar_pair;

enum {
  cclip_entity_of_html = 1,  ///< in the HTML standard's list
  cclip_entity_of_ftfy = 2,  ///< one that ftfy replaces on its own account
};

/// A named character reference without its ampersand; those that need a semicolon have it.
typedef struct {
  char name[36];  ///< ASCII, padded with zeros
  uint32_t scalars[3];  ///< padded with zeros
  uint32_t known_to;
} cclip_entity;

// All tables are sorted by their first field (pairs by their first two).
const cclip_scalar_range *cclip_traits(size_t *count);
const cclip_scalar_range *cclip_combining_classes(size_t *count);
const cclip_scalar_mapping *cclip_lowercase(size_t *count);
const cclip_scalar_mapping *cclip_decompositions(size_t *count);
const cclip_scalar_pair *cclip_compositions(size_t *count);
const cclip_scalar_mapping *cclip_widths(size_t *count);
const cclip_entity *cclip_entities(size_t *count);

#endif
