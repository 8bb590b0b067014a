#ifndef CCLIP_ROWS_H
#define CCLIP_ROWS_H
#include "passes.h"

/// How a picture's rows become strips of four bytes per pixel.
typedef enum {
  CCLIP_BANDS,  ///< one row per strip, up to four bands side by side
  CCLIP_LINES,  ///< four rows of one band per strip
} cclip_strip_kind;

/// Grey pictures travel four rows to a strip, all others one.
cclip_strip_kind cclip_strip_kind_of(cclip_layout layout, int convert_first);

/// Fills a strip with pixels `x`…`x + count`: alpha multiplied in (resize first) or converted to RGB.
/// CCLIP_BANDS reads `rows[0]`, CCLIP_LINES all four.
void cclip_fill_strip(
    const cclip_passes *passes, const cclip_picture *picture, int convert_first, const uint8_t *const rows[4],
    int64_t x, int64_t count, uint8_t *strip);

/// Fills one line of a one-band picture, `step` bytes from pixel to pixel.
void cclip_fill_line(
    cclip_layout layout, const uint8_t *row, int64_t x, int64_t count, uint8_t *line, int step);

/// Writes resized pixels of a strip kind as RGB triples: alpha divided out and dropped, colours converted.
void cclip_finish_row(
    cclip_layout layout, int convert_first, const uint8_t *resized, int64_t count, uint8_t *rgb);
#endif
