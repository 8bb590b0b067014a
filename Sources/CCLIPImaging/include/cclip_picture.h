#ifndef CCLIP_PICTURE_H
#define CCLIP_PICTURE_H
#include <stddef.h>
#include <stdint.h>

/// How the samples of one pixel lie in memory. Every layout is tight: a row is width × bytes per pixel.
typedef enum {
  CCLIP_BILEVEL,     ///< one byte, 0 or 255
  CCLIP_GREY,        ///< one byte
  CCLIP_GREY16,      ///< two bytes in the machine's order
  CCLIP_GREY_ALPHA,  ///< two bytes
  CCLIP_RGB,         ///< three bytes
  CCLIP_RGBA,        ///< four bytes, colour not multiplied by alpha
  CCLIP_CMYK,        ///< four bytes, 0 is no ink
  CCLIP_PALETTE,     ///< one byte, an index into 256 RGB triples
  CCLIP_PALETTE_ALPHA,  ///< two bytes, an index and its alpha
  CCLIP_YCBCR,          ///< three bytes, JPEG's luma and colour differences
  CCLIP_GREY16_BIG,     ///< two bytes, the high one first
  CCLIP_INT32,          ///< a signed number in the machine's order
  CCLIP_FLOAT32,        ///< a number in the machine's order
} cclip_layout;

/// A borrowed picture.
typedef struct {
  const uint8_t *pixels;
  int64_t width, height;
  cclip_layout layout;
  const uint8_t *palette;  ///< 768 bytes for CCLIP_PALETTE and CCLIP_PALETTE_ALPHA, else unused
} cclip_picture;

/// Bytes of one pixel, 1…4.
static inline int cclip_pixel_bytes(cclip_layout layout) {
  switch (layout) {
    case CCLIP_BILEVEL:
    case CCLIP_GREY:
    case CCLIP_PALETTE:
      return 1;
    case CCLIP_GREY16:
    case CCLIP_GREY16_BIG:
    case CCLIP_GREY_ALPHA:
    case CCLIP_PALETTE_ALPHA:
      return 2;
    case CCLIP_RGB:
    case CCLIP_YCBCR:
      return 3;
    default:
      return 4;
  }
}

/// Writes `count` pixels as RGB triples, the way Pillow's `convert("RGB")` does: alpha is dropped, grey of
/// more than 8 bits saturates at 0 and 255 and loses its fraction, ink multiplies.
void cclip_convert_to_rgb(
    cclip_layout layout, const uint8_t *pixels, const uint8_t *palette, size_t count, uint8_t *rgb);

/// Turns a picture as the EXIF orientation 1…8 asks. `turned` has the source's pixel count; for 5…8 its
/// width is the source's height.
void cclip_turn(
    const uint8_t *pixels, int64_t width, int64_t height, int pixel_bytes, int orientation, uint8_t *turned);

/// Tells the system that fresh memory is about to be filled whole, so that it may use large pages.
void cclip_expect_large(void *memory, size_t bytes);
#endif
