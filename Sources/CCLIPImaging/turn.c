// EXIF orientations as Pillow's `exif_transpose` applies them.
#include <string.h>

#include "cclip_picture.h"

// Where source pixel (x, y) of a w × h picture goes: to[x * step_x + y * step_y + start], in pixels.
typedef struct {
  int64_t start, step_x, step_y;
} route;

static route route_of(int orientation, int64_t w, int64_t h) {
  switch (orientation) {
    case 2:  // mirrored left to right
      return (route){w - 1, -1, w};
    case 3:  // half a turn
      return (route){w * h - 1, -1, -w};
    case 4:  // mirrored top to bottom
      return (route){w * (h - 1), 1, -w};
    case 5:  // transposed
      return (route){0, h, 1};
    case 6:  // a quarter turn clockwise
      return (route){h - 1, h, -1};
    case 7:  // transposed across the other diagonal
      return (route){w * h - 1, -h, -1};
    case 8:  // a quarter turn counter-clockwise
      return (route){h * (w - 1), -h, 1};
    default:
      return (route){0, 1, w};
  }
}

// Tiles keep both the rows read and the columns written in cache.
#define TILE 32

static inline void move_tiles(
    const uint8_t *from, int64_t w, int64_t h, int bytes, route to, uint8_t *restrict turned) {
  for (int64_t y0 = 0; y0 < h; y0 += TILE)
    for (int64_t x0 = 0; x0 < w; x0 += TILE) {
      const int64_t y1 = y0 + TILE < h ? y0 + TILE : h, x1 = x0 + TILE < w ? x0 + TILE : w;
      for (int64_t y = y0; y < y1; y++) {
        const uint8_t *p = from + (y * w + x0) * bytes;
        uint8_t *o = turned + (to.start + x0 * to.step_x + y * to.step_y) * bytes;
        for (int64_t x = x0; x < x1; x++, p += bytes, o += to.step_x * bytes) memcpy(o, p, (size_t)bytes);
      }
    }
}

void cclip_turn(
    const uint8_t *pixels, int64_t width, int64_t height, int pixel_bytes, int orientation, uint8_t *turned) {
  const route to = route_of(orientation, width, height);
  // A constant size per call lets the compiler turn each copy into a move.
  switch (pixel_bytes) {
    case 1:
      move_tiles(pixels, width, height, 1, to, turned);
      return;
    case 2:
      move_tiles(pixels, width, height, 2, to, turned);
      return;
    case 3:
      move_tiles(pixels, width, height, 3, to, turned);
      return;
    default:
      move_tiles(pixels, width, height, 4, to, turned);
  }
}
