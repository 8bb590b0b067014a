// JPEG by libjpeg-turbo. Pictures come out as Pillow's decoder gives them: accurate inverse DCT, smooth
// chroma upsampling, grey stays grey, four components are ink and inverted as Adobe stores them.
#include "cclip_codecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// More scans than any encoder writes; each one costs a pass over the whole picture, so a large one may have
// fewer, but never fewer than the most careful encoders write.
#define MOST_SCANS 256
#define LEAST_LIMIT 32
#define MOST_PIXELS_IN_SCANS 1000000000LL

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf escape;
  cclip_codec_status status;
  char *message;
} error_handler;

// The name of a process that the library knows only by the number of its frame marker (T.81, table B.1).
static const char *process_name(int marker) {
  switch (marker) {
    case 0xC3:
    case 0xCB:
      return "lossless coding";
    case 0xC5:
    case 0xC6:
    case 0xC7:
    case 0xCD:
    case 0xCE:
    case 0xCF:
      return "hierarchical coding";
    default:
      return "an unknown coding";
  }
}

static _Noreturn void give_up(j_common_ptr jpeg) {
  error_handler *handler = (error_handler *)jpeg->err;
  jpeg->err->format_message(jpeg, handler->message);
  if (jpeg->err->msg_code == JERR_SOF_UNSUPPORTED)
    snprintf(handler->message, CCLIP_MESSAGE_BYTES, "%s", process_name(jpeg->err->msg_parm.i[0]));
  if (jpeg->err->msg_code == JERR_BAD_PRECISION)
    snprintf(handler->message, CCLIP_MESSAGE_BYTES, "%d bits per sample", jpeg->err->msg_parm.i[0]);
  switch (jpeg->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
    case JERR_TFILE_CREATE:
      handler->status = CCLIP_TOO_COSTLY;
      break;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED:
      handler->status = CCLIP_UNSUPPORTED;
      break;
    default:
      handler->status = CCLIP_CORRUPT;
  }
  longjmp(handler->escape, 1);
}

// Libraries do not write to the terminal.
static void stay_silent(j_common_ptr jpeg) { (void)jpeg; }

// Damage that costs a few blocks is tolerated, as Pillow does. An end-of-image marker with rows still to
// come is not: everything below would be flat grey.
static void on_message(j_common_ptr common, int level) {
  if (level >= 0) return;
  common->err->num_warnings++;
  j_decompress_ptr jpeg = (j_decompress_ptr)common;
  if (common->err->msg_code != JWRN_HIT_MARKER || jpeg->unread_marker != JPEG_EOI) return;
  if (jpeg->input_iMCU_row + 1 >= jpeg->total_iMCU_rows) return;
  error_handler *handler = (error_handler *)common->err;
  snprintf(
      handler->message, CCLIP_MESSAGE_BYTES, "the picture data end after about row %u of %u",
      (unsigned)((uint64_t)jpeg->image_height * jpeg->input_iMCU_row / jpeg->total_iMCU_rows),
      jpeg->image_height);
  handler->status = CCLIP_TRUNCATED;
  longjmp(handler->escape, 1);
}

static void on_progress(j_common_ptr common) {
  error_handler *handler = (error_handler *)common->err;
  const j_decompress_ptr jpeg = (j_decompress_ptr)common;
  const int64_t pixels = (int64_t)jpeg->image_width * jpeg->image_height;
  int64_t most = pixels > 0 ? MOST_PIXELS_IN_SCANS / pixels : MOST_SCANS;
  if (most > MOST_SCANS) most = MOST_SCANS;
  if (most < LEAST_LIMIT) most = LEAST_LIMIT;
  if (jpeg->input_scan_number <= most) return;
  snprintf(handler->message, CCLIP_MESSAGE_BYTES, "more than %d scans", (int)most);
  handler->status = CCLIP_TOO_COSTLY;
  longjmp(handler->escape, 1);
}

// A source that stops instead of inventing an end marker: libjpeg then reports suspension, and a cut file
// is an error rather than a half grey picture.
static void start_source(j_decompress_ptr jpeg) { (void)jpeg; }
static boolean no_more_input(j_decompress_ptr jpeg) {
  (void)jpeg;
  return FALSE;
}
static void skip_input(j_decompress_ptr jpeg, long count) {
  if (count <= 0) return;
  size_t step = (size_t)count < jpeg->src->bytes_in_buffer ? (size_t)count : jpeg->src->bytes_in_buffer;
  jpeg->src->next_input_byte += step;
  jpeg->src->bytes_in_buffer -= step;
}
static void end_source(j_decompress_ptr jpeg) { (void)jpeg; }

typedef struct {
  struct jpeg_decompress_struct jpeg;
  error_handler handler;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
} decoder;

static void open_decoder(decoder *d, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(&d->jpeg);
  d->source = (struct jpeg_source_mgr){
      .next_input_byte = bytes,
      .bytes_in_buffer = count,
      .init_source = start_source,
      .fill_input_buffer = no_more_input,
      .skip_input_data = skip_input,
      .resync_to_restart = jpeg_resync_to_restart,
      .term_source = end_source,
  };
  d->jpeg.src = &d->source;
  d->progress.progress_monitor = on_progress;
  d->jpeg.progress = &d->progress;
}

static void set_handler(decoder *d, char *message) {
  memset(d, 0, sizeof *d);
  d->jpeg.err = jpeg_std_error(&d->handler.base);
  d->handler.base.error_exit = give_up;
  d->handler.base.output_message = stay_silent;
  d->handler.base.emit_message = on_message;
  d->handler.message = message;
  message[0] = 0;
}

static cclip_codec_status say(cclip_header *header, cclip_codec_status status, const char *what) {
  snprintf(header->message, CCLIP_MESSAGE_BYTES, "%s", what);
  return status;
}

// Reads up to the first scan and chooses the output's colours.
static cclip_codec_status read_header(decoder *d, cclip_header *header) {
  if (jpeg_read_header(&d->jpeg, TRUE) != JPEG_HEADER_OK)
    return say(header, CCLIP_TRUNCATED, "the data end inside the header");
  switch (d->jpeg.num_components) {
    case 1:
      d->jpeg.out_color_space = JCS_GRAYSCALE;
      header->layout = CCLIP_GREY;
      break;
    case 3:
      d->jpeg.out_color_space = JCS_RGB;
      header->layout = CCLIP_RGB;
      break;
    case 4:
      d->jpeg.out_color_space = JCS_CMYK;
      header->layout = CCLIP_CMYK;
      break;
    default:
      snprintf(header->message, CCLIP_MESSAGE_BYTES, "%d colour components", d->jpeg.num_components);
      return CCLIP_UNSUPPORTED;
  }
  header->width = d->jpeg.image_width;
  header->height = d->jpeg.image_height;
  // Every 8 × 8 block costs at least one bit of Huffman code, and sampling factors spread a block over at
  // most 4 × the pixels that this allows for. Arithmetic coding knows no such bound.
  header->smallest_file = d->jpeg.arith_code ? 0 : header->width * header->height / 2048;
  return CCLIP_DECODED;
}

cclip_codec_status cclip_jpeg_read_header(const uint8_t *bytes, size_t count, cclip_header *header) {
  decoder d;
  set_handler(&d, header->message);
  if (setjmp(d.handler.escape)) {
    jpeg_destroy_decompress(&d.jpeg);
    return d.handler.status;
  }
  open_decoder(&d, bytes, count);
  cclip_codec_status status = read_header(&d, header);
  jpeg_destroy_decompress(&d.jpeg);
  return status;
}

// Begins to decode at a scale.
static cclip_codec_status start(decoder *d, cclip_header *header, int eighths) {
  struct jpeg_decompress_struct *jpeg = &d->jpeg;
  jpeg->scale_num = (unsigned)eighths;
  jpeg->scale_denom = 8;
  if (!jpeg_start_decompress(jpeg)) {
    snprintf(header->message, CCLIP_MESSAGE_BYTES, "the data end in scan %d", jpeg->input_scan_number);
    return CCLIP_TRUNCATED;
  }
  if (jpeg->output_width != cclip_jpeg_scaled(header->width, eighths) ||
      jpeg->output_height != cclip_jpeg_scaled(header->height, eighths))
    return say(header, CCLIP_UNSUPPORTED, "the library scales to another size");
  return CCLIP_DECODED;
}

// Some of the next rows, inks inverted; none where the data end.
static JDIMENSION read_rows(decoder *d, cclip_header *header, JSAMPROW *rows, JDIMENSION wanted) {
  struct jpeg_decompress_struct *jpeg = &d->jpeg;
  const JDIMENSION first = jpeg->output_scanline, left = jpeg->output_height - first;
  const JDIMENSION got = jpeg_read_scanlines(jpeg, rows, wanted < left ? wanted : left);
  if (got == 0)
    snprintf(
        header->message, CCLIP_MESSAGE_BYTES, "the data end at row %u of %u", first, jpeg->output_height);
  if (header->layout == CCLIP_CMYK)
    for (JDIMENSION y = 0; y < got; y++)
      for (size_t i = 0; i < (size_t)jpeg->output_width * 4; i++) rows[y][i] = (uint8_t)~rows[y][i];
  return got;
}

enum { ROWS_AT_ONCE = 16 };

static cclip_codec_status read_all(decoder *d, cclip_header *header, uint8_t *pixels) {
  struct jpeg_decompress_struct *jpeg = &d->jpeg;
  const size_t stride = jpeg->output_width * (size_t)cclip_pixel_bytes(header->layout);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW rows[ROWS_AT_ONCE];
    for (JDIMENSION i = 0; i < ROWS_AT_ONCE; i++) rows[i] = pixels + (jpeg->output_scanline + i) * stride;
    if (read_rows(d, header, rows, ROWS_AT_ONCE) == 0) return CCLIP_TRUNCATED;
  }
  // All rows are there: what follows them, or fails to, does not matter.
  return CCLIP_DECODED;
}

// Opens a file whose header says what `header` does, and begins to decode.
static cclip_codec_status reopen(
    decoder *d, const uint8_t *bytes, size_t count, int eighths, int64_t memory_limit, cclip_header *header) {
  open_decoder(d, bytes, count);
  d->jpeg.mem->max_memory_to_use = (long)memory_limit;
  const int64_t width = header->width, height = header->height;
  const cclip_codec_status status = read_header(d, header);
  if (status != CCLIP_DECODED) return status;
  if (header->width != width || header->height != height)
    return say(header, CCLIP_CORRUPT, "the header changed while it was read");
  return start(d, header, eighths);
}

cclip_codec_status cclip_jpeg_decode(
    const uint8_t *bytes, size_t count, int eighths, int64_t memory_limit, cclip_header *header, uint8_t *pixels) {
  decoder d;
  set_handler(&d, header->message);
  if (setjmp(d.handler.escape)) {
    jpeg_destroy_decompress(&d.jpeg);
    return d.handler.status;
  }
  cclip_codec_status status = reopen(&d, bytes, count, eighths, memory_limit, header);
  if (status == CCLIP_DECODED) status = read_all(&d, header, pixels);
  jpeg_destroy_decompress(&d.jpeg);
  return status;
}

// The last rows that were decoded.
typedef struct {
  decoder *d;
  cclip_header *header;
  uint8_t *pixels;  // ROWS_AT_ONCE rows, each at its number modulo that
  size_t stride;
} window;

static void read_more(window *w) {
  // Few at once, so that the rows that the resampler holds stay.
  enum { STEP = ROWS_AT_ONCE / 2 };
  JSAMPROW rows[STEP];
  for (JDIMENSION i = 0; i < STEP; i++)
    rows[i] = w->pixels + (w->d->jpeg.output_scanline + i) % ROWS_AT_ONCE * w->stride;
  if (read_rows(w->d, w->header, rows, STEP) > 0) return;
  w->d->handler.status = CCLIP_TRUNCATED;
  longjmp(w->d->handler.escape, 1);
}

static const uint8_t *row_of(void *context, int64_t y) {
  window *w = context;
  while ((int64_t)w->d->jpeg.output_scanline <= y) read_more(w);
  return w->pixels + (size_t)(y % ROWS_AT_ONCE) * w->stride;
}

size_t cclip_jpeg_window(const cclip_header *header, int eighths) {
  return (size_t)cclip_jpeg_scaled(header->width, eighths) * (size_t)cclip_pixel_bytes(header->layout) * ROWS_AT_ONCE;
}

cclip_codec_status cclip_jpeg_crop(
    const uint8_t *bytes, size_t count, int eighths, int64_t memory_limit, cclip_header *header,
    const cclip_resize *job, void *scratch, uint8_t *pixels, uint8_t *rgb) {
  decoder d;
  set_handler(&d, header->message);
  if (setjmp(d.handler.escape)) {
    jpeg_destroy_decompress(&d.jpeg);
    return d.handler.status;
  }
  const cclip_codec_status status = reopen(&d, bytes, count, eighths, memory_limit, header);
  if (status == CCLIP_DECODED) {
    window w = {&d, header, pixels, d.jpeg.output_width * (size_t)cclip_pixel_bytes(header->layout)};
    const cclip_row_source rows = {row_of, &w};
    const cclip_picture shape = {NULL, d.jpeg.output_width, d.jpeg.output_height, header->layout, NULL};
    cclip_resize_rows(&shape, &rows, job, scratch, rgb);
    // A picture is refused for damage behind the crop, too.
    while (d.jpeg.output_scanline < d.jpeg.output_height) read_more(&w);
  }
  jpeg_destroy_decompress(&d.jpeg);
  return status;
}
