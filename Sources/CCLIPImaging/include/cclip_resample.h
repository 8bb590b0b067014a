#ifndef CCLIP_RESAMPLE_H
#define CCLIP_RESAMPLE_H
#include "cclip_picture.h"

typedef enum {
  CCLIP_NEAREST,
  CCLIP_BOX,
  CCLIP_BILINEAR,
  CCLIP_HAMMING,
  CCLIP_BICUBIC,
  CCLIP_LANCZOS,
} cclip_filter;

/// The code paths of the two passes. All give the same bytes.
typedef enum { CCLIP_PASSES_PLAIN, CCLIP_PASSES_AVX2, CCLIP_PASSES_AVX512, CCLIP_PASSES_NEON } cclip_pass_set;

/// Whether this build and this processor have the path.
int cclip_has_passes(cclip_pass_set set);

/// One resize of a whole picture, of which only a rectangle is wanted.
typedef struct {
  cclip_filter filter;
  int64_t width, height;                 ///< of the whole resized picture
  int64_t crop_x, crop_y;                ///< the rectangle inside it
  int32_t crop_width, crop_height;
  int convert_first;                     ///< convert to RGB before resizing rather than after
  cclip_pass_set passes;
} cclip_resize;

/// Bytes of scratch memory, 64-byte aligned, that `cclip_resize_crop` needs for this job.
size_t cclip_resize_scratch(const cclip_picture *picture, const cclip_resize *job);
/// Writes crop_width × crop_height RGB triples: exactly what the same rectangle of Pillow's
/// `resize` and `convert("RGB")` holds. Computes only the rows and columns that reach the rectangle.
void cclip_resize_crop(const cclip_picture *picture, const cclip_resize *job, void *scratch, uint8_t *rgb);

/// Rows of a picture that is not in memory as a whole.
typedef struct {
  /// Row `y`, which never falls; it and the three before it stay until a later one is asked for.
  const uint8_t *(*row)(void *context, int64_t y);
  void *context;
} cclip_row_source;

/// Whether a job takes the rows of a picture one after the other, each once.
int cclip_resizes_rows(const cclip_picture *shape, const cclip_resize *job);
/// `cclip_resize_crop` for such a job; `shape` is a picture without pixels.
void cclip_resize_rows(
    const cclip_picture *shape, const cclip_row_source *rows, const cclip_resize *job, void *scratch, uint8_t *rgb);

/// f32 values of `count` samples through a table of 3 × 256, one table per channel: HWC stays HWC.
void cclip_map_channels(const uint8_t *rgb, size_t pixels, const float *table, float *values);
#endif
