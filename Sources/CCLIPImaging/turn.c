// EXIF orientations as Pillow's `exif_transpose` applies them.
#include <string.h>

#include "cclip_picture.h"

// Where turned pixel (x, y) comes from: source pixel start + x · across + y · down.
typedef struct {
  int64_t start, across, down;
} route;

// `w` × `h` is the source.
static route route_of(int orientation, int64_t w, int64_t h) {
  switch (orientation) {
    case 2:  // mirrored left to right
      return (route){w - 1, -1, w};
    case 3:  // half a turn
      return (route){w * h - 1, -1, -w};
    case 4:  // mirrored top to bottom
      return (route){w * (h - 1), 1, -w};
    case 5:  // transposed
      return (route){0, w, 1};
    case 6:  // a quarter turn clockwise
      return (route){w * (h - 1), -w, 1};
    case 7:  // transposed across the other diagonal
      return (route){w * h - 1, -w, -1};
    case 8:  // a quarter turn counter-clockwise
      return (route){w - 1, w, -1};
    default:
      return (route){0, 1, w};
  }
}

// Pixels of the turned picture are written in tiles, so that the source's cache lines serve several of its
// rows.
#define TILE 32

static inline void copy_pixels(
    const uint8_t *from, int64_t step, int64_t count, int bytes, int may_overrun, uint8_t *to) {
  int64_t i = 0;
  // A move of four bytes is one instruction; the next pixel overwrites the surplus.
  if (bytes == 3 && may_overrun)
    for (; i < count - 1; i++, from += step * 3, to += 3) memcpy(to, from, 4);
  for (; i < count; i++, from += step * bytes, to += bytes) memcpy(to, from, (size_t)bytes);
}

static inline void move_tiles(
    const uint8_t *pixels, int64_t width, int64_t height, int64_t last, int bytes, route way, uint8_t *turned) {
  for (int64_t y0 = 0; y0 < height; y0 += TILE)
    for (int64_t x0 = 0; x0 < width; x0 += TILE) {
      const int64_t y1 = y0 + TILE < height ? y0 + TILE : height;
      const int64_t x1 = x0 + TILE < width ? x0 + TILE : width;
      for (int64_t y = y0; y < y1; y++) {
        const int64_t first = way.start + x0 * way.across + y * way.down;
        const int64_t end = first + (x1 - x0 - 1) * way.across;
        copy_pixels(
            pixels + first * bytes, way.across, x1 - x0, bytes, first != last && end != last,
            turned + (y * width + x0) * bytes);
      }
    }
}

void cclip_turn(
    const uint8_t *pixels, int64_t width, int64_t height, int pixel_bytes, int orientation, uint8_t *turned) {
  const route way = route_of(orientation, width, height);
  const int64_t last = width * height - 1;
  const int64_t w = orientation >= 5 ? height : width, h = orientation >= 5 ? width : height;
  // A constant size per call lets the compiler turn each copy into a move.
  switch (pixel_bytes) {
    case 1:
      move_tiles(pixels, w, h, last, 1, way, turned);
      return;
    case 2:
      move_tiles(pixels, w, h, last, 2, way, turned);
      return;
    case 3:
      move_tiles(pixels, w, h, last, 3, way, turned);
      return;
    default:
      move_tiles(pixels, w, h, last, 4, way, turned);
  }
}
