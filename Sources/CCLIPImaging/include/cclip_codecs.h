#ifndef CCLIP_CODECS_H
#define CCLIP_CODECS_H
#include "cclip_picture.h"
#include "cclip_resample.h"

/// What became of a call to a codec. A libjpeg or libpng jump never leaves the function that it serves.
typedef enum {
  CCLIP_DECODED,
  CCLIP_TRUNCATED,    ///< the data end before the picture does
  CCLIP_CORRUPT,      ///< the data contradict the format or a checksum
  CCLIP_UNSUPPORTED,  ///< the format allows it, this codec does not
  CCLIP_TOO_COSTLY,   ///< a limit on memory or scans was reached
} cclip_codec_status;

#define CCLIP_MESSAGE_BYTES 256

/// What the header of a file says, before any pixel is read.
typedef struct {
  int64_t width, height;
  cclip_layout layout;
  int64_t smallest_file;  ///< fewer bytes than this cannot hold a picture of that size
  int orientation;        ///< EXIF's number where the container itself asks for turning, else 0
  uint8_t palette[768];
  char message[CCLIP_MESSAGE_BYTES];  ///< the library's own words where the status is not CCLIP_DECODED
} cclip_header;

/// Reads a JPEG's header. Allocates a few KB.
cclip_codec_status cclip_jpeg_read_header(const uint8_t *bytes, size_t count, cclip_header *header);
/// A side of a JPEG that is decoded at so many eighths of its size.
static inline int64_t cclip_jpeg_scaled(int64_t side, int eighths) { return (side * eighths + 7) / 8; }
/// Decodes into `pixels`, which has scaled header width × height × bytes per pixel.
/// - eighths: 1 … 8, how many of the 8 frequencies of each block and direction become pixels; 8 is the whole size.
/// - memory_limit: bytes that libjpeg may hold beside the pixels (a progressive picture's coefficients).
cclip_codec_status cclip_jpeg_decode(
    const uint8_t *bytes, size_t count, int eighths, int64_t memory_limit, cclip_header *header, uint8_t *pixels);
/// Bytes of pixels that `cclip_jpeg_crop` holds at a time.
size_t cclip_jpeg_window(const cclip_header *header, int eighths);
/// Decodes and resizes at once, what `cclip_jpeg_decode` and `cclip_resize_crop` give without the whole picture in
/// memory: rows are resized while they are in the processor's cache.
/// - job: one for which `cclip_resizes_rows` holds.
/// - scratch: as `cclip_resize_crop` needs it. - pixels: as many bytes as `cclip_jpeg_window` says.
cclip_codec_status cclip_jpeg_crop(
    const uint8_t *bytes, size_t count, int eighths, int64_t memory_limit, cclip_header *header,
    const cclip_resize *job, void *scratch, uint8_t *pixels, uint8_t *rgb);

/// Reads a PNG's header and palette.
cclip_codec_status cclip_png_read_header(const uint8_t *bytes, size_t count, cclip_header *header);
/// Decodes into `pixels`, which has header width × height × bytes per pixel.
cclip_codec_status cclip_png_decode(const uint8_t *bytes, size_t count, cclip_header *header, uint8_t *pixels);

/// An 8-bit PNG of RGB triples, without any metadata.
/// - returns: `count` bytes that the caller frees, or NULL where memory is short.
uint8_t *cclip_png_encode(const uint8_t *rgb, int64_t width, int64_t height, size_t *count);

/// A baseline JPEG of RGB triples, what Pillow's `save(format="JPEG", quality=q)` writes.
/// - width, height: 1 … 65,500. - quality: 1 … 100.
/// - returns: `count` bytes that the caller frees, or NULL where memory is short.
uint8_t *cclip_jpeg_encode(
    const uint8_t *rgb, int64_t width, int64_t height, int quality, size_t *count);

/// Inflates zlib data into `room` bytes.
/// - returns: the bytes written, or -1 where the data are damaged or do not fit.
int64_t cclip_inflate(const uint8_t *bytes, size_t count, uint8_t *out, size_t room);

/// Reads a WebP's chunks up to its first frame.
cclip_codec_status cclip_webp_read_header(const uint8_t *bytes, size_t count, cclip_header *header);
/// Decodes into `pixels`, which has header width × height × bytes per pixel.
cclip_codec_status cclip_webp_decode(
    const uint8_t *bytes, size_t count, cclip_header *header, uint8_t *pixels);

/// Reads a GIF up to the data of its first picture.
cclip_codec_status cclip_gif_read_header(const uint8_t *bytes, size_t count, cclip_header *header);
/// Decodes into `pixels`, which has header width × height bytes.
cclip_codec_status cclip_gif_decode(
    const uint8_t *bytes, size_t count, cclip_header *header, uint8_t *pixels);

typedef enum {
  CCLIP_TIFF_AS_STORED,
  CCLIP_TIFF_JPEG_TO_RGB,  ///< libjpeg turns luma and colour differences into RGB
  CCLIP_TIFF_TO_RGB,       ///< libtiff does, subsampled ones too
} cclip_tiff_conversion;

/// How a TIFF's samples become pixels.
typedef struct {
  cclip_layout layout;
  cclip_tiff_conversion conversion;
  int bits;           ///< of each stored sample: 1, 2, 4, 8, 12, 16 or 32
  int samples;        ///< stored per pixel, those that no pixel gets included
  int is_signed;      ///< two's complement
  int inverted;       ///< zero is white
  int premultiplied;  ///< colour is multiplied by the last sample
  int separate;       ///< each band lies in strips or tiles of its own
  int swapped;        ///< the file's numbers have their high byte first
  int compression;    ///< the file's number for it
} cclip_tiff_form;

/// Decodes a TIFF's first page into `pixels`, which has header width × height × bytes per pixel.
/// - memory_limit: bytes that libtiff may take at once, and this for a strip or tile.
cclip_codec_status cclip_tiff_decode(
    const uint8_t *bytes, size_t count, cclip_tiff_form form, int64_t memory_limit, cclip_header *header,
    uint8_t *pixels);

/// An open AVIF, in builds with the package trait AVIF; borrows the file's bytes.
typedef struct cclip_avif cclip_avif;
/// Reads the container. NULL where the status is not CCLIP_DECODED.
cclip_avif *cclip_avif_open(
    const uint8_t *bytes, size_t count, cclip_header *header, cclip_codec_status *status);
/// The EXIF block and the XMP packet, of no bytes where there is none.
const uint8_t *cclip_avif_exif(const cclip_avif *picture, size_t *count);
const uint8_t *cclip_avif_xmp(const cclip_avif *picture, size_t *count);
/// Decodes the first frame into `pixels`, which has header width × height × bytes per pixel.
cclip_codec_status cclip_avif_decode(cclip_avif *picture, cclip_header *header, uint8_t *pixels);
void cclip_avif_close(cclip_avif *picture);

/// An open HEIC, in builds with the package trait HEIC; borrows the file's bytes.
typedef struct cclip_heic cclip_heic;
/// Reads the container. NULL where the status is not CCLIP_DECODED.
cclip_heic *cclip_heic_open(
    const uint8_t *bytes, size_t count, cclip_header *header, cclip_codec_status *status);
/// Decodes the primary picture, upright, into `pixels`.
cclip_codec_status cclip_heic_decode(cclip_heic *picture, cclip_header *header, uint8_t *pixels);
void cclip_heic_close(cclip_heic *picture);
#endif
