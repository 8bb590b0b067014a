// TIFF by libtiff: strips and tiles of the first directory, read from memory. What the samples mean was
// decided before, from the tags; libtiff undoes compression, prediction, byte and bit order.
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "failure.h"
#include "tiff_rows.h"

typedef struct {
  const uint8_t *bytes;
  size_t count, at;
  cclip_header *header;
  int64_t memory_limit;
} source;

static tmsize_t read_bytes(thandle_t handle, void *to, tmsize_t wanted) {
  source *from = handle;
  if (wanted <= 0 || from->at >= from->count) return 0;
  size_t part = from->count - from->at;
  if (part > (size_t)wanted) part = (size_t)wanted;
  memcpy(to, from->bytes + from->at, part);
  from->at += part;
  return (tmsize_t)part;
}

static tmsize_t write_nothing(thandle_t handle, void *from, tmsize_t count) {
  (void)handle;
  (void)from;
  (void)count;
  return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  source *from = handle;
  const toff_t start = whence == SEEK_CUR ? from->at : whence == SEEK_END ? from->count : 0;
  from->at = (size_t)(start + offset);
  return from->at;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((source *)handle)->count; }

// libtiff reads compressed strips from where they lie, and writes nothing there.
static int map_bytes(thandle_t handle, void **base, toff_t *count) {
  source *from = handle;
  *base = (void *)(uintptr_t)from->bytes;
  *count = from->count;
  return 1;
}

static void unmap_nothing(thandle_t handle, void *base, toff_t count) {
  (void)handle;
  (void)base;
  (void)count;
}

#if TIFFLIB_VERSION >= 20221213
// The first error is the cause, those after it are consequences.
static int note_error(TIFF *tiff, void *user, const char *module, const char *format, va_list values) {
  (void)tiff;
  (void)module;
  source *from = user;
  if (!from->header->message[0]) vsnprintf(from->header->message, CCLIP_MESSAGE_BYTES, format, values);
  return 1;
}

static int ignore_warning(TIFF *tiff, void *user, const char *module, const char *format, va_list values) {
  (void)tiff;
  (void)user;
  (void)module;
  (void)format;
  (void)values;
  return 1;
}

static TIFF *open_tiff(source *from) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)from->memory_limit);
  TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, from);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, from);
  TIFF *tiff = TIFFClientOpenExt(
      "memory", "rC", from, read_bytes, write_nothing, seek, close_nothing, size_of, map_bytes, unmap_nothing,
      options);
  TIFFOpenOptionsFree(options);
  return tiff;
}
#else
// Before 4.5, libtiff has one handler for the whole process, which writes to the terminal: it is taken away.
static TIFF *open_tiff(source *from) {
  TIFFSetErrorHandler(NULL);
  TIFFSetWarningHandler(NULL);
  return TIFFClientOpen(
      "memory", "rC", from, read_bytes, write_nothing, seek, close_nothing, size_of, map_bytes, unmap_nothing);
}
#endif

static cclip_codec_status damaged(cclip_header *header, const char *what) {
  if (!header->message[0]) snprintf(header->message, CCLIP_MESSAGE_BYTES, "%s", what);
  return CCLIP_CORRUPT;
}

// A strip or tile that could not be read: because it lies beyond the file's end?
static cclip_codec_status damaged_part(TIFF *tiff, const source *from, uint32_t part, const char *kind) {
  const uint64_t end = TIFFGetStrileOffset(tiff, part) + TIFFGetStrileByteCount(tiff, part);
  if (end > from->count)
    return cclip_fail(
        from->header, CCLIP_TRUNCATED, "%s %u reaches to byte %llu of %zu", kind, part, (unsigned long long)end,
        from->count);
  return damaged(from->header, "its picture data cannot be read");
}

typedef struct {
  TIFF *tiff;
  const source *from;
  const cclip_tiff_form *form;
  int64_t width, height;
  int bytes;   // per pixel
  int planes;  // of strips or tiles
  uint8_t *pixels;
} job;

static uint8_t *pixel_at(const job *j, int64_t x, int64_t y) {
  return j->pixels + (y * j->width + x) * j->bytes;
}

// Bytes of `width` stored pixels of one plane.
static int64_t row_bytes(const job *j, int64_t width) {
  const int samples = j->form->separate ? 1 : j->form->samples;
  return (width * samples * j->form->bits + 7) / 8;
}

static cclip_codec_status read_strips(const job *j) {
  cclip_header *header = j->from->header;
  uint32_t rows = 0;
  if (!TIFFGetField(j->tiff, TIFFTAG_ROWSPERSTRIP, &rows) || rows > j->height) rows = (uint32_t)j->height;
  const int64_t row = TIFFScanlineSize64(j->tiff) > (uint64_t)INT64_MAX ? 0 : (int64_t)TIFFScanlineSize64(j->tiff);
  if (rows == 0 || row < row_bytes(j, j->width)) return damaged(header, "its rows are too short for their pixels");
  if (row > j->from->memory_limit / rows)
    return cclip_fail(header, CCLIP_TOO_COSTLY, "strips of %lld bytes", (long long)row * rows);
  const int direct = cclip_tiff_rows_are_pixels(j->form) && row == j->width * j->bytes;
  uint8_t *buffer = direct ? NULL : calloc(rows, (size_t)row);
  if (!direct && !buffer) return cclip_fail(header, CCLIP_TOO_COSTLY, "not enough memory");
  cclip_codec_status status = CCLIP_DECODED;
  for (int64_t y = 0; y < j->height && status == CCLIP_DECODED; y += rows) {
    const int64_t left = j->height - y < rows ? j->height - y : rows;
    for (int plane = 0; plane < j->planes && status == CCLIP_DECODED; plane++) {
      const uint32_t strip = TIFFComputeStrip(j->tiff, (uint32_t)y, (uint16_t)plane);
      uint8_t *to = direct ? pixel_at(j, 0, y) : buffer;
      const tmsize_t read = TIFFReadEncodedStrip(j->tiff, strip, to, (tmsize_t)(left * row));
      if (read < left * row) status = damaged_part(j->tiff, j->from, strip, "strip");
      for (int64_t i = 0; !direct && status == CCLIP_DECODED && i < left; i++)
        cclip_tiff_unpack(j->form, plane, buffer + i * row, j->width, pixel_at(j, 0, y + i));
    }
  }
  free(buffer);
  return status;
}

static cclip_codec_status read_tiles(const job *j) {
  cclip_header *header = j->from->header;
  uint32_t width = 0, height = 0;
  TIFFGetField(j->tiff, TIFFTAG_TILEWIDTH, &width);
  TIFFGetField(j->tiff, TIFFTAG_TILELENGTH, &height);
  const uint64_t whole = TIFFTileSize64(j->tiff), row = TIFFTileRowSize64(j->tiff);
  if (width == 0 || height == 0 || row < (uint64_t)row_bytes(j, width) || whole / height < row)
    return damaged(header, "its tiles are too small for their pixels");
  if (whole > (uint64_t)j->from->memory_limit)
    return cclip_fail(header, CCLIP_TOO_COSTLY, "tiles of %llu bytes", (unsigned long long)whole);
  uint8_t *buffer = calloc(1, (size_t)whole);
  if (!buffer) return cclip_fail(header, CCLIP_TOO_COSTLY, "not enough memory");
  cclip_codec_status status = CCLIP_DECODED;
  for (int64_t y = 0; y < j->height; y += height)
    for (int plane = 0; plane < j->planes; plane++)
      for (int64_t x = 0; x < j->width && status == CCLIP_DECODED; x += width) {
        const uint32_t tile = TIFFComputeTile(j->tiff, (uint32_t)x, (uint32_t)y, 0, (uint16_t)plane);
        if (TIFFReadEncodedTile(j->tiff, tile, buffer, (tmsize_t)whole) < (tmsize_t)whole) {
          status = damaged_part(j->tiff, j->from, tile, "tile");
          break;
        }
        const int64_t columns = j->width - x < width ? j->width - x : width;
        const int64_t rows = j->height - y < height ? j->height - y : height;
        for (int64_t i = 0; i < rows; i++)
          cclip_tiff_unpack(j->form, plane, buffer + i * (int64_t)row, columns, pixel_at(j, x, y + i));
      }
  free(buffer);
  return status;
}

// libtiff's own conversion, for colour differences that are subsampled: a strip's or tile's rows at a time.
static cclip_codec_status read_as_rgb(const job *j) {
  cclip_header *header = j->from->header;
  uint32_t rows = 0;
  TIFFGetFieldDefaulted(j->tiff, TIFFIsTiled(j->tiff) ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &rows);
  if (rows == 0 || rows > j->height) rows = (uint32_t)j->height;
  char message[1024] = "";
  TIFFRGBAImage image;
  if (!TIFFRGBAImageOK(j->tiff, message) || !TIFFRGBAImageBegin(&image, j->tiff, 1, message))
    return damaged(header, message);
  // The orientation is applied to the finished picture.
  image.orientation = image.req_orientation = ORIENTATION_TOPLEFT;
  uint32_t *raster = calloc((size_t)rows * (size_t)j->width, sizeof *raster);
  cclip_codec_status status =
      raster ? CCLIP_DECODED : cclip_fail(header, CCLIP_TOO_COSTLY, "not enough memory");
  for (int64_t y = 0; y < j->height && status == CCLIP_DECODED; y += rows) {
    const int64_t left = j->height - y < rows ? j->height - y : rows;
    image.row_offset = (int)y;
    image.col_offset = 0;
    if (!TIFFRGBAImageGet(&image, raster, (uint32_t)j->width, (uint32_t)left)) {
      const uint32_t part = TIFFIsTiled(j->tiff) ? TIFFComputeTile(j->tiff, 0, (uint32_t)y, 0, 0)
                                                 : TIFFComputeStrip(j->tiff, (uint32_t)y, 0);
      status = damaged_part(j->tiff, j->from, part, TIFFIsTiled(j->tiff) ? "tile" : "strip");
      break;
    }
    uint8_t *rgb = pixel_at(j, 0, y);
    for (int64_t i = 0; i < left * j->width; i++, rgb += 3) {
      rgb[0] = (uint8_t)TIFFGetR(raster[i]);
      rgb[1] = (uint8_t)TIFFGetG(raster[i]);
      rgb[2] = (uint8_t)TIFFGetB(raster[i]);
    }
  }
  free(raster);
  TIFFRGBAImageEnd(&image);
  return status;
}

static cclip_codec_status decode(TIFF *tiff, const source *from, const cclip_tiff_form *form, uint8_t *pixels) {
  cclip_header *header = from->header;
  uint32_t width = 0, height = 0;
  uint16_t bits = 0, samples = 0, planes = 0, compression = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  if (!TIFFIsCODECConfigured(compression))
    return cclip_fail(header, CCLIP_UNSUPPORTED, "compression %d", compression);
  if (width != header->width || height != header->height)
    return cclip_fail(header, CCLIP_CORRUPT, "its size is not certain");
  job j = {tiff, from, form, width, height, cclip_pixel_bytes(form->layout), 1, pixels};
  header->message[0] = 0;
  if (form->conversion == CCLIP_TIFF_TO_RGB) return read_as_rgb(&j);
  if (form->conversion == CCLIP_TIFF_JPEG_TO_RGB) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  if (bits != form->bits || (form->separate ? samples < form->samples : samples != form->samples) ||
      (planes == PLANARCONFIG_SEPARATE) != form->separate)
    return cclip_fail(header, CCLIP_CORRUPT, "the form of its samples is not certain");
  if (form->separate) j.planes = j.bytes > 1 && form->samples > 1 ? form->samples : 1;
  const cclip_codec_status status = TIFFIsTiled(tiff) ? read_tiles(&j) : read_strips(&j);
  if (status == CCLIP_DECODED && form->premultiplied)
    cclip_tiff_divide_alpha(form, pixels, header->width * header->height);
  return status;
}

cclip_codec_status cclip_tiff_decode(
    const uint8_t *bytes, size_t count, cclip_tiff_form form, int64_t memory_limit, cclip_header *header,
    uint8_t *pixels) {
  source from = {bytes, count, 0, header, memory_limit};
  header->message[0] = 0;
  TIFF *tiff = open_tiff(&from);
  if (!tiff) return damaged(header, "its directory cannot be read");
  const cclip_codec_status status = decode(tiff, &from, &form, pixels);
  TIFFClose(tiff);
  return status;
}
