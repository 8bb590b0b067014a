// PNG by libpng's row interface, without any of its colour management: samples come out as stored, the way
// Pillow reads them. 16-bit samples keep their high byte, except grey, which stays 16-bit.
#include "cclip_codecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <png.h>

// Bytes that may be read once the last row was asked for, beside twice the row: chunks are read in parts, and
// some writers leave a little behind.
#define MOST_BEHIND ((size_t)1 << 18)

typedef struct {
  const uint8_t *next;
  size_t left;
  int ended;  // the data ran out
  int all_rows;   // the last row was asked for: what is read from here on is not needed for pixels
  size_t behind, most_behind;  // bytes read since then, and how many may be
  char *message;
} source;

static _Noreturn void give_up(png_structp png, png_const_charp what) {
  source *from = png_get_error_ptr(png);
  if (!from->ended) snprintf(from->message, CCLIP_MESSAGE_BYTES, "%s", what);
  png_longjmp(png, 1);
}

// libpng's warnings are about chunks that do not reach the pixels.
static void ignore_warning(png_structp png, png_const_charp what) {
  (void)png;
  (void)what;
}

static void read_bytes(png_structp png, png_bytep to, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->left) {
    from->ended = 1;
    snprintf(from->message, CCLIP_MESSAGE_BYTES, "the data end inside a chunk");
    png_error(png, "end of data");
  }
  // libpng unpacks compressed data behind the last row to their end, a thousand bytes for each of them.
  if (from->all_rows && (from->behind += count) > from->most_behind) {
    png_error(png, "far more data than its pixels need");
  }
  memcpy(to, from->next, count);
  from->next += count;
  from->left -= count;
}

static png_structp open_reader(source *from, png_infop *info) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, from, give_up, ignore_warning);
  if (!png) return NULL;
  *info = png_create_info_struct(png);
  if (!*info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return NULL;
  }
  return png;
}

static void configure(png_structp png, source *from) {
  png_set_read_fn(png, from, read_bytes);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  // The caller has its own limit, and only the pixels and the palette are wanted.
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

// Reads up to the first IDAT and asks for the layout that the caller sees.
static void read_header(png_structp png, png_infop info, cclip_header *header) {
  png_read_info(png, info);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  int depth = png_get_bit_depth(png, info);
  // Deflate shrinks to no less than one byte in 1032, and each row has a filter byte.
  int64_t raw = header->height * ((int64_t)png_get_rowbytes(png, info) + 1);
  header->smallest_file = raw / 1032;
  switch (png_get_color_type(png, info)) {
    case PNG_COLOR_TYPE_GRAY:
      if (depth == 16) {
        header->layout = CCLIP_GREY16;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        png_set_swap(png);
#endif
      } else {
        header->layout = depth == 1 ? CCLIP_BILEVEL : CCLIP_GREY;
        png_set_expand_gray_1_2_4_to_8(png);
      }
      return;
    case PNG_COLOR_TYPE_PALETTE: {
      header->layout = CCLIP_PALETTE;
      png_set_packing(png);
      png_colorp colours = NULL;
      int count = 0;
      png_get_PLTE(png, info, &colours, &count);
      memset(header->palette, 0, sizeof header->palette);
      for (int i = 0; i < count && i < 256; i++) {
        header->palette[3 * i] = colours[i].red;
        header->palette[3 * i + 1] = colours[i].green;
        header->palette[3 * i + 2] = colours[i].blue;
      }
      return;
    }
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      header->layout = CCLIP_GREY_ALPHA;
      break;
    case PNG_COLOR_TYPE_RGB_ALPHA:
      header->layout = CCLIP_RGBA;
      break;
    default:
      header->layout = CCLIP_RGB;
  }
  if (depth == 16) png_set_strip_16(png);
}

cclip_codec_status cclip_png_read_header(const uint8_t *bytes, size_t count, cclip_header *header) {
  source from = {.next = bytes, .left = count, .message = header->message};
  header->message[0] = 0;
  png_infop info = NULL;
  png_structp png = open_reader(&from, &info);
  if (!png) return CCLIP_TOO_COSTLY;
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return from.ended ? CCLIP_TRUNCATED : CCLIP_CORRUPT;
  }
  configure(png, &from);
  read_header(png, info, header);
  png_destroy_read_struct(&png, &info, NULL);
  return CCLIP_DECODED;
}

cclip_codec_status cclip_png_decode(const uint8_t *bytes, size_t count, cclip_header *header, uint8_t *pixels) {
  source from = {.next = bytes, .left = count, .message = header->message};
  header->message[0] = 0;
  const int64_t width = header->width, height = header->height;
  const size_t stride = (size_t)width * (size_t)cclip_pixel_bytes(header->layout);
  volatile int complete = 0;
  png_infop info = NULL;
  png_structp png = open_reader(&from, &info);
  if (!png) return CCLIP_TOO_COSTLY;
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    // A missing IEND takes nothing from the picture; a wrong checksum behind it still counts.
    if (from.ended && complete) return CCLIP_DECODED;
    return from.ended ? CCLIP_TRUNCATED : CCLIP_CORRUPT;
  }
  configure(png, &from);
  read_header(png, info, header);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (header->width != width || header->height != height || png_get_rowbytes(png, info) != stride)
    png_error(png, "the rows do not have the size that the header gives");
  from.most_behind = MOST_BEHIND + 2 * (size_t)png_get_rowbytes(png, info);
  for (int pass = 0; pass < passes; pass++)
    for (int64_t y = 0; y < height; y++) {
      from.all_rows = pass == passes - 1 && y == height - 1;
      png_read_row(png, pixels + (size_t)y * stride, NULL);
    }
  complete = 1;
  from.all_rows = 0;  // ancillary chunks may be large
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  return CCLIP_DECODED;
}
