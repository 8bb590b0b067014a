// The first picture of a GIF (GIF89a specification), without a library: the format is a page long, and the
// rules below are Pillow's where the specification leaves them open. The canvas grows with a frame that
// leaves it, a palette that holds nothing but its own indices is grey, and what the frame leaves free has the
// transparent index, else 0. The screen's background colour is not drawn, and no pixel is made transparent.
#include <string.h>

#include "failure.h"

#define MOST_CODES 4096
#define LONGEST_CODE 12
// A code of 12 bits stands for fewer than 4096 pixels.
#define MOST_PIXELS_PER_BYTE (MOST_CODES * 8 / LONGEST_CODE + 1)

typedef struct {
  const uint8_t *next, *end;
} source;

static int has(const source *from, size_t count) { return (size_t)(from->end - from->next) >= count; }
static int next_byte(source *from) { return has(from, 1) ? *from->next++ : -1; }
static int64_t two_bytes(const uint8_t *bytes) { return bytes[0] | bytes[1] << 8; }

typedef struct {
  int64_t x, y, width, height;
  int interlaced;
  int free_index;  // what pixels outside the frame have
  int code_bits;
} frame;

static cclip_codec_status ended(cclip_header *header) {
  return cclip_fail(header, CCLIP_TRUNCATED, "the data end before the first picture");
}

// Whether every colour is the grey of its own index: such a picture needs no palette.
static int is_grey_ramp(const uint8_t *colours, int count) {
  for (int i = 0; i < count; i++)
    if (colours[3 * i] != i || colours[3 * i + 1] != i || colours[3 * i + 2] != i) return 0;
  return 1;
}

// Reads the colours that `flags` announce, if any. Returns 0 where the data end.
static int read_palette(source *from, int flags, cclip_header *header) {
  if (!(flags & 0x80)) return 1;
  const int count = 2 << (flags & 7);
  if (!has(from, (size_t)count * 3)) return 0;
  header->layout = is_grey_ramp(from->next, count) ? CCLIP_GREY : CCLIP_PALETTE;
  memset(header->palette, 0, sizeof header->palette);
  memcpy(header->palette, from->next, (size_t)count * 3);
  from->next += count * 3;
  return 1;
}

// After the `!`: a label, then blocks up to an empty one. Returns 0 where the data end.
static int read_extension(source *from, frame *first) {
  const int label = next_byte(from);
  for (int block = 0;; block++) {
    const int length = next_byte(from);
    if (length < 0 || !has(from, (size_t)length)) return 0;
    if (length == 0) return 1;
    if (label == 0xF9 && block == 0 && length >= 4 && (from->next[0] & 1)) first->free_index = from->next[3];
    from->next += length;
  }
}

static cclip_codec_status read_frame(source *from, frame *first, cclip_header *header) {
  if (!has(from, 9)) return ended(header);
  const uint8_t *bytes = from->next;
  from->next += 9;
  first->x = two_bytes(bytes);
  first->y = two_bytes(bytes + 2);
  first->width = two_bytes(bytes + 4);
  first->height = two_bytes(bytes + 6);
  first->interlaced = (bytes[8] & 0x40) != 0;
  if (!read_palette(from, bytes[8], header)) return ended(header);
  first->code_bits = next_byte(from);
  if (first->code_bits < 0) return ended(header);
  if (header->width < first->x + first->width) header->width = first->x + first->width;
  if (header->height < first->y + first->height) header->height = first->y + first->height;
  header->smallest_file = first->width * first->height / MOST_PIXELS_PER_BYTE;
  return CCLIP_DECODED;
}

// Stops at the first picture's data.
static cclip_codec_status read_header(source *from, frame *first, cclip_header *header) {
  if (!has(from, 13)) return ended(header);
  const uint8_t *screen = from->next;
  from->next += 13;
  if (memcmp(screen, "GIF87a", 6) != 0 && memcmp(screen, "GIF89a", 6) != 0)
    return cclip_fail(header, CCLIP_UNSUPPORTED, "version '%.3s'", (const char *)screen + 3);
  header->width = two_bytes(screen + 6);
  header->height = two_bytes(screen + 8);
  header->layout = CCLIP_GREY;
  *first = (frame){.free_index = 0};
  if (!read_palette(from, screen[10], header)) return ended(header);
  for (;;) {
    switch (next_byte(from)) {
      case ',':
        return read_frame(from, first, header);
      case '!':
        if (!read_extension(from, first)) return ended(header);
        break;
      case ';':
        return cclip_fail(header, CCLIP_CORRUPT, "it holds no picture");
      case -1:
        return ended(header);
      default:
        // Some writers leave bytes between blocks.
        break;
    }
  }
}

cclip_codec_status cclip_gif_read_header(const uint8_t *bytes, size_t count, cclip_header *header) {
  source from = {bytes, bytes + count};
  frame first;
  return read_header(&from, &first, header);
}

// Codes of growing length, low bits first, out of blocks of up to 255 bytes.
typedef struct {
  source from;
  int block_left;
  uint32_t bits;
  int bit_count;
} code_reader;

static int next_code(code_reader *reader, int length) {
  while (reader->bit_count < length) {
    if (reader->block_left == 0) {
      reader->block_left = next_byte(&reader->from);
      if (reader->block_left <= 0) return -1;
    }
    const int byte = next_byte(&reader->from);
    if (byte < 0) return -1;
    reader->block_left--;
    reader->bits |= (uint32_t)byte << reader->bit_count;
    reader->bit_count += 8;
  }
  const int code = (int)(reader->bits & ((1u << length) - 1));
  reader->bits >>= length;
  reader->bit_count -= length;
  return code;
}

// What each code stands for: another code's pixels and one more.
typedef struct {
  uint16_t before[MOST_CODES], length[MOST_CODES];
  uint8_t first[MOST_CODES], last[MOST_CODES];
} code_table;

static void fill_roots(code_table *table) {
  for (int i = 0; i < 256; i++) {
    table->before[i] = 0;
    table->length[i] = 1;
    table->first[i] = table->last[i] = (uint8_t)i;
  }
}

// The place of the next pixel in the frame.
typedef struct {
  uint8_t *pixels;  // of the frame's first pixel
  int64_t stride, width, height;
  int64_t x, y;
  int pass;  // of an interlaced frame, 0…3
  int step;
} writer;

// Goes to the next row in the file's order. Returns 1 after the last.
static int next_row(writer *to) {
  static const int starts[4] = {0, 4, 2, 1}, steps[4] = {8, 8, 4, 2};
  to->x = 0;
  to->y += to->step;
  while (to->y >= to->height && to->pass < 3) {
    to->pass++;
    to->y = starts[to->pass];
    to->step = steps[to->pass];
  }
  return to->y >= to->height;
}

static inline void unfold(const code_table *table, int code, int length, uint8_t *pixels) {
  for (int i = length - 1; i >= 0; i--) {
    pixels[i] = table->last[code];
    code = table->before[code];
  }
}

// Writes a code's pixels. Returns 1 when the frame is full.
static int write_code(writer *to, const code_table *table, int code) {
  const int length = table->length[code];
  if (length <= to->width - to->x) {
    unfold(table, code, length, to->pixels + to->y * to->stride + to->x);
    to->x += length;
    return to->x == to->width && next_row(to);
  }
  uint8_t run[MOST_CODES];
  unfold(table, code, length, run);
  for (int done = 0; done < length;) {
    int64_t part = to->width - to->x;
    if (part > length - done) part = length - done;
    memcpy(to->pixels + to->y * to->stride + to->x, run + done, (size_t)part);
    done += (int)part;
    to->x += part;
    if (to->x == to->width && next_row(to)) return 1;
  }
  return 0;
}

static cclip_codec_status decode_frame(
    code_reader *reader, const frame *first, writer *to, cclip_header *header) {
  const int clear = 1 << first->code_bits, end = clear + 1;
  code_table table;
  fill_roots(&table);
  int next = clear + 2, length = first->code_bits + 1, previous = -1;
  for (;;) {
    const int code = next_code(reader, length);
    if (code < 0 || code == end)
      return cclip_fail(
          header, CCLIP_TRUNCATED, "the picture data end at row %d of %d%s", (int)to->y, (int)to->height,
          first->interlaced ? " (interlaced)" : "");
    if (code == clear) {
      next = clear + 2;
      length = first->code_bits + 1;
      previous = -1;
      continue;
    }
    if (code > next || (previous < 0 && code > clear))
      return cclip_fail(header, CCLIP_CORRUPT, "an unknown code at row %d", (int)to->y);
    if (previous >= 0 && next < MOST_CODES) {
      table.before[next] = (uint16_t)previous;
      table.length[next] = (uint16_t)(table.length[previous] + 1);
      table.first[next] = table.first[previous];
      table.last[next] = table.first[code == next ? previous : code];
      if (next == (1 << length) - 1 && length < LONGEST_CODE) length++;
      next++;
    }
    if (write_code(to, &table, code)) return CCLIP_DECODED;
    previous = code;
  }
}

cclip_codec_status cclip_gif_decode(
    const uint8_t *bytes, size_t count, cclip_header *header, uint8_t *pixels) {
  const int64_t width = header->width, height = header->height;
  source from = {bytes, bytes + count};
  frame first;
  cclip_codec_status status = read_header(&from, &first, header);
  if (status != CCLIP_DECODED) return status;
  if (header->width != width || header->height != height)
    return cclip_fail(header, CCLIP_CORRUPT, "the header changed while it was read");
  if (first.code_bits > 8) return cclip_fail(header, CCLIP_CORRUPT, "codes of %d bits", first.code_bits);
  if (first.width == 0 || first.height == 0)
    return cclip_fail(header, CCLIP_CORRUPT, "a first picture without pixels");
  if (first.width != width || first.height != height)
    memset(pixels, first.free_index, (size_t)(width * height));
  code_reader reader = {.from = from};
  writer to = {
      .pixels = pixels + first.y * width + first.x,
      .stride = width,
      .width = first.width,
      .height = first.height,
      .pass = first.interlaced ? 0 : 3,
      .step = first.interlaced ? 8 : 1,
  };
  return decode_frame(&reader, &first, &to, header);
}
