// AVIF by libavif, in builds with the package trait AVIF. Colours come out as Pillow's libavif gives them:
// through libyuv, and by way of 8 bits where a newer libavif goes that way. dav1d below it writes a line to
// standard error about a damaged picture; libavif has no way to stop it.
#if CCLIP_AVIF
#include <stdlib.h>
#include <string.h>

#include <avif/avif.h>

#include "failure.h"

struct cclip_avif {
  avifDecoder *decoder;
};

static cclip_codec_status failed(cclip_header *header, const avifDecoder *decoder, avifResult result) {
  const char *detail = decoder->diag.error;
  cclip_codec_status status = CCLIP_CORRUPT;
  switch (result) {
    case AVIF_RESULT_TRUNCATED_DATA:
    case AVIF_RESULT_IO_ERROR:
      status = CCLIP_TRUNCATED;
      break;
    case AVIF_RESULT_OUT_OF_MEMORY:
      status = CCLIP_TOO_COSTLY;
      break;
    case AVIF_RESULT_NO_CODEC_AVAILABLE:
    case AVIF_RESULT_UNSUPPORTED_DEPTH:
    case AVIF_RESULT_NOT_IMPLEMENTED:
      status = CCLIP_UNSUPPORTED;
      break;
    default:
      break;
  }
  return cclip_fail(
      header, status, "%s%s%.180s", avifResultToString(result), detail[0] ? ": " : "", detail);
}

// What rotation, then mirroring, comes to as an EXIF orientation; 0 without either.
static int orientation_of(const avifImage *image) {
  // Without and with mirroring: at axis 0 top and bottom are exchanged, at axis 1 left and right.
  static const int turns[4][3] = {{1, 4, 2}, {8, 5, 7}, {3, 2, 4}, {6, 7, 5}};
  const int turned = (image->transformFlags & AVIF_TRANSFORM_IROT) != 0;
  const int mirrored = (image->transformFlags & AVIF_TRANSFORM_IMIR) != 0;
  if (!turned && !mirrored) return 0;
#if AVIF_VERSION >= 1000000
  const int axis = image->imir.axis & 1;
#else
  const int axis = image->imir.mode & 1;
#endif
  return turns[turned ? image->irot.angle & 3 : 0][mirrored ? 1 + axis : 0];
}

cclip_avif *cclip_avif_open(
    const uint8_t *bytes, size_t count, cclip_header *header, cclip_codec_status *status) {
  *status = CCLIP_TOO_COSTLY;
  cclip_avif *picture = calloc(1, sizeof *picture);
  if (!picture) return NULL;
  picture->decoder = avifDecoderCreate();
  if (!picture->decoder) {
    free(picture);
    return NULL;
  }
  avifDecoder *decoder = picture->decoder;
  decoder->maxThreads = 1;
  // Files of older writers break these two rules, and Pillow reads them.
  decoder->strictFlags &= ~(avifStrictFlags)(AVIF_STRICT_CLAP_VALID | AVIF_STRICT_PIXI_REQUIRED);
  avifResult result = avifDecoderSetIOMemory(decoder, bytes, count);
  if (result == AVIF_RESULT_OK) result = avifDecoderParse(decoder);
  if (result != AVIF_RESULT_OK) {
    *status = failed(header, decoder, result);
    cclip_avif_close(picture);
    return NULL;
  }
  header->width = decoder->image->width;
  header->height = decoder->image->height;
  header->smallest_file = 0;
  header->orientation = orientation_of(decoder->image);
  if (decoder->alphaPresent)
    header->layout = CCLIP_RGBA;
  else
    header->layout = decoder->image->yuvFormat == AVIF_PIXEL_FORMAT_YUV400 ? CCLIP_GREY : CCLIP_RGB;
  *status = CCLIP_DECODED;
  return picture;
}

void cclip_avif_close(cclip_avif *picture) {
  avifDecoderDestroy(picture->decoder);
  free(picture);
}

const uint8_t *cclip_avif_exif(const cclip_avif *picture, size_t *count) {
  *count = picture->decoder->image->exif.size;
  return picture->decoder->image->exif.data;
}

const uint8_t *cclip_avif_xmp(const cclip_avif *picture, size_t *count) {
  *count = picture->decoder->image->xmp.size;
  return picture->decoder->image->xmp.data;
}

// Whether 8-bit RGB is made of these samples in one step, or of their high 8 bits.
static int converts_at_once(const avifImage *image, int has_alpha) {
  const int is_grey = image->yuvFormat == AVIF_PIXEL_FORMAT_YUV400;
  if (image->depth == 8 || (is_grey && !has_alpha)) return 1;
  // libyuv knows neither of these; libavif's own arithmetic rounds.
  if (image->matrixCoefficients == AVIF_MATRIX_COEFFICIENTS_IDENTITY ||
      image->matrixCoefficients == AVIF_MATRIX_COEFFICIENTS_YCGCO)
    return 1;
  if (!has_alpha || is_grey) return 0;
  return image->depth == 10 || image->yuvFormat == AVIF_PIXEL_FORMAT_YUV420;
}

static void cut_plane(
    const uint8_t *from, uint32_t from_row, uint32_t width, uint32_t height, int shift, uint8_t *to,
    uint32_t to_row) {
  for (uint32_t y = 0; y < height; y++)
    for (uint32_t x = 0; x < width; x++) {
      uint16_t sample;
      memcpy(&sample, from + (size_t)y * from_row + 2 * x, sizeof sample);
      to[(size_t)y * to_row + x] = (uint8_t)(sample >> shift);
    }
}

// The picture with the high 8 bits of each sample. NULL where memory lacks.
static avifImage *cut_to_8_bits(const avifImage *image) {
  avifImage *cut = avifImageCreate(image->width, image->height, 8, image->yuvFormat);
  if (!cut) return NULL;
  cut->yuvRange = image->yuvRange;
  cut->colorPrimaries = image->colorPrimaries;
  cut->transferCharacteristics = image->transferCharacteristics;
  cut->matrixCoefficients = image->matrixCoefficients;
  cut->alphaPremultiplied = image->alphaPremultiplied;
  avifImageAllocatePlanes(cut, AVIF_PLANES_YUV | (image->alphaPlane ? AVIF_PLANES_A : 0));
  avifPixelFormatInfo form;
  avifGetPixelFormatInfo(image->yuvFormat, &form);
  const int shift = (int)image->depth - 8;
  for (int plane = 0; plane < 3; plane++) {
    if (!image->yuvPlanes[plane]) continue;
    if (!cut->yuvPlanes[plane]) {
      avifImageDestroy(cut);
      return NULL;
    }
    const int across = plane ? form.chromaShiftX : 0, down = plane ? form.chromaShiftY : 0;
    cut_plane(
        image->yuvPlanes[plane], image->yuvRowBytes[plane], (image->width + across) >> across,
        (image->height + down) >> down, shift, cut->yuvPlanes[plane], cut->yuvRowBytes[plane]);
  }
  if (image->alphaPlane && cut->alphaPlane)
    cut_plane(
        image->alphaPlane, image->alphaRowBytes, image->width, image->height, shift, cut->alphaPlane,
        cut->alphaRowBytes);
  return cut;
}

static avifResult convert(const avifImage *image, cclip_header *header, uint8_t *pixels) {
  const size_t count = (size_t)header->width * (size_t)header->height;
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, image);
  rgb.depth = 8;
  rgb.format = header->layout == CCLIP_RGBA ? AVIF_RGB_FORMAT_RGBA : AVIF_RGB_FORMAT_RGB;
  rgb.rowBytes = (uint32_t)header->width * (header->layout == CCLIP_RGBA ? 4 : 3);
  if (header->layout != CCLIP_GREY) {
    rgb.pixels = pixels;
    return avifImageYUVToRGB(image, &rgb);
  }
  rgb.avoidLibYUV = AVIF_TRUE;
  rgb.pixels = malloc(count * 3);
  if (!rgb.pixels) return AVIF_RESULT_OUT_OF_MEMORY;
  const avifResult result = avifImageYUVToRGB(image, &rgb);
  for (size_t i = 0; result == AVIF_RESULT_OK && i < count; i++) pixels[i] = rgb.pixels[3 * i];
  free(rgb.pixels);
  return result;
}

cclip_codec_status cclip_avif_decode(cclip_avif *picture, cclip_header *header, uint8_t *pixels) {
  avifDecoder *decoder = picture->decoder;
  avifResult result = avifDecoderNthImage(decoder, 0);
  if (result != AVIF_RESULT_OK) return failed(header, decoder, result);
  const avifImage *image = decoder->image;
  if (image->width != header->width || image->height != header->height)
    return cclip_fail(header, CCLIP_CORRUPT, "the picture has another size than its container says");
  avifImage *cut = converts_at_once(image, header->layout == CCLIP_RGBA) ? NULL : cut_to_8_bits(image);
  result = convert(cut ? cut : image, header, pixels);
  if (cut) avifImageDestroy(cut);
  return result == AVIF_RESULT_OK ? CCLIP_DECODED : failed(header, decoder, result);
}
#endif
