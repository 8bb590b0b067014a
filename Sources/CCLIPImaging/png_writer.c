// PNG files of 8-bit RGB.
#include "cclip_codecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct {
  uint8_t *bytes;
  size_t count, room;
} sink;

static void keep(png_structp png, png_bytep from, size_t count) {
  sink *to = png_get_io_ptr(png);
  if (count > to->room - to->count) {
    const size_t room = 2 * to->room + count;
    uint8_t *bytes = realloc(to->bytes, room);
    if (!bytes) png_error(png, "out of memory");
    to->bytes = bytes;
    to->room = room;
  }
  memcpy(to->bytes + to->count, from, count);
  to->count += count;
}

static void flush(png_structp png) { (void)png; }

static _Noreturn void give_up(png_structp png, png_const_charp what) {
  (void)what;
  png_longjmp(png, 1);
}

static void stay_silent(png_structp png, png_const_charp what) {
  (void)png;
  (void)what;
}

uint8_t *cclip_png_encode(const uint8_t *rgb, int64_t width, int64_t height, size_t *count) {
  sink *to = calloc(1, sizeof *to);
  if (!to) return NULL;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, give_up, stay_silent);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  uint8_t *bytes = NULL;
  if (info && !setjmp(png_jmpbuf(png))) {
    png_set_write_fn(png, to, keep, flush);
    png_set_IHDR(
        png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int64_t y = 0; y < height; y++) png_write_row(png, rgb + y * width * 3);
    png_write_end(png, NULL);
    bytes = to->bytes;
    *count = to->count;
  } else {
    free(to->bytes);
  }
  png_destroy_write_struct(&png, &info);
  free(to);
  return bytes;
}
