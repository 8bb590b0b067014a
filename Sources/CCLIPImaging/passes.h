#ifndef CCLIP_PASSES_H
#define CCLIP_PASSES_H
#include "filters.h"

// Rows of pixels travel through the horizontal pass as strips of four bytes per pixel: the bands of one
// row, or one band of four rows. Four strips go at once, so each weight is loaded once for all of them.
#define CCLIP_STRIPS 4
// Taps of a span are padded with zero weights to a multiple of this.
#define CCLIP_TAP_GROUP 4
// Zero weights still read their pixels: so many bytes behind the last one must exist.
#define CCLIP_OVERREAD 64
// The vertical pass reads and writes whole blocks of this many bytes.
#define CCLIP_ROW_BLOCK 64

typedef struct {
  const cclip_span *spans;
  const int32_t *weights;  // [outputs][capacity], zero-padded
  int64_t capacity;
} cclip_weights;

typedef struct {
  /// RGB triples to a strip.
  void (*widen)(const uint8_t *rgb, int64_t count, uint8_t *strip);
  /// strips[s][(x - origin) * 4 + lane] → out[s][output * 4 + lane] for `outputs` pixels.
  void (*horizontal)(
      const uint8_t *const strips[CCLIP_STRIPS], int64_t origin, const cclip_weights *weights, int64_t outputs,
      uint8_t *const out[CCLIP_STRIPS]);
  /// Weighted sum of `count` rows that lie `stride` bytes apart; `bytes` is a multiple of CCLIP_ROW_BLOCK.
  void (*vertical)(
      const uint8_t *rows, int64_t stride, const int32_t *weights, int64_t count, int64_t bytes, uint8_t *out);
} cclip_passes;

extern const cclip_passes cclip_passes_plain;
#if defined(__x86_64__)
extern const cclip_passes cclip_passes_avx2, cclip_passes_avx512;
#elif defined(__aarch64__)
extern const cclip_passes cclip_passes_neon;
#endif
#endif
