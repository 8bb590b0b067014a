#ifndef CCLIP_VOCABULARY_H
#define CCLIP_VOCABULARY_H
#include <stddef.h>
#include <stdint.h>

// The data that text becomes tokens by, in read-only memory: nothing is parsed or copied for the tables,
// and the merges are read in place. Each function returns the first element and sets the number of them.
// Scripts/tables_text.py writes all of it; Data/LICENSES.txt says whose it is.

/// OpenAI's merges in the form of a merges.txt: a line with the version, then 48,894 lines of two symbols.
const uint8_t *cclip_openai_merges(size_t *count);

/// What a scalar is to the tokenizer.
enum {
  cclip_trait_kind = 3,  ///< mask: 0 other, 1 letter, 2 number, 3 between words
  cclip_trait_space = 4,  ///< white space to Python's `str.split`
  cclip_trait_cased = 8,  ///< cased and not case-ignorable
  cclip_trait_case_ignorable = 16,
  cclip_trait_digit = 32,  ///< a decimal digit of any script
  cclip_trait_latin = 64,  ///< of the Latin script
  cclip_trait_word = 128,  ///< `\w` to Python's `re`
  cclip_trait_oniguruma_kind = 768,  ///< mask: the kind again, by Hugging Face's tokenizers
  cclip_trait_composed = 1024,  ///< a text of such scalars alone is in normalisation form C
  cclip_trait_lowered = 2048,  ///< has another lower case, by Python's tables or by Rust's
  cclip_trait_mojibake = 4096,  ///< among `cclip_mojibake_scalars`
};

extern const uint8_t cclip_trait_pages[0x1100];
extern const uint16_t cclip_trait_values[][256];

/// The bits of a scalar, which must be one.
static inline int cclip_traits(uint32_t scalar) {
  return cclip_trait_values[cclip_trait_pages[scalar >> 8]][scalar & 255];
}

/// Scalars from first to last share a value: a canonical combining class other than zero.
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

/// Classes that ftfy's repair of mojibake tells apart: those that its rules for improbable neighbours name,
/// and those of what UTF-8's bytes look like when another encoding reads them.
enum {
  cclip_mojibake_c1 = 1,
  cclip_mojibake_bad = 2,
  cclip_mojibake_law = 4,
  cclip_mojibake_currency = 8,
  cclip_mojibake_start_punctuation = 16,
  cclip_mojibake_end_punctuation = 32,
  cclip_mojibake_numeric = 64,
  cclip_mojibake_kaomoji = 128,
  cclip_mojibake_upper_accented = 256,
  cclip_mojibake_lower_accented = 512,
  cclip_mojibake_upper_common = 1024,
  cclip_mojibake_lower_common = 2048,
  cclip_mojibake_box = 4096,
  cclip_mojibake_common = 8192,
  cclip_mojibake_first_of_2 = 16384,
  cclip_mojibake_first_of_3 = 32768,
  cclip_mojibake_first_of_4 = 65536,
  cclip_mojibake_continuation = 131072,
  cclip_mojibake_continuation_strict = 262144,
};

/// A scalar beyond ASCII that occurs in mojibake.
typedef struct {
  uint32_t scalar, classes;
  /// Its byte in Latin-1, Windows-1252, -1251, -1250, -1253, -1254, -1257, ISO-8859-2, Mac Roman and code
  /// page 437, or zero. The Windows code pages have U+FFFD as byte 0x1A, as ftfy has it.
  uint8_t codes[10];
} cclip_mojibake_scalar;

// All tables are sorted by their first field (pairs by their first two).
const cclip_scalar_range *cclip_combining_classes(size_t *count);
const cclip_scalar_mapping *cclip_lowercase(size_t *count);
const cclip_scalar_mapping *cclip_decompositions(size_t *count);
const cclip_scalar_pair *cclip_compositions(size_t *count);
const cclip_scalar_mapping *cclip_widths(size_t *count);
const cclip_entity *cclip_entities(size_t *count);
const cclip_mojibake_scalar *cclip_mojibake_scalars(size_t *count);

// What Hugging Face's tokenizers have instead, where they differ: lower case, combining classes (with the
// value zero, too), scalars that are not composed and not decomposed.
const cclip_scalar_mapping *cclip_lowercase_in_rust(size_t *count);
const cclip_scalar_range *cclip_combining_in_rust(size_t *count);
const cclip_scalar_range *cclip_whole_in_rust(size_t *count);

/// Unpacks gzip data of one or several members with zlib.
/// @param written bytes written to `output`, at most `capacity`
/// @return 0; 1 if the data is damaged or cut, 2 if there is more than `capacity`, 3 if memory is lacking
int cclip_gunzip(const uint8_t *input, size_t count, uint8_t *output, size_t capacity, size_t *written);

#endif
