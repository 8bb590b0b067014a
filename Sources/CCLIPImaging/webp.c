// WebP by libwebp: the canvas with its first frame on it, as libwebp's own animation decoder draws it. What
// the frame leaves free is transparent black.
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "failure.h"

typedef struct {
  WebPDemuxer *file;
  WebPIterator frame;
} picture;

static void close_picture(picture *p) {
  WebPDemuxReleaseIterator(&p->frame);
  WebPDemuxDelete(p->file);
}

static uint32_t little_endian(const uint8_t *bytes) {
  return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

// Finds the first frame without decoding it. Allocates a few hundred bytes per frame of the file.
static cclip_codec_status open_picture(picture *p, const uint8_t *bytes, size_t count, cclip_header *header) {
  const WebPData data = {bytes, count};
  memset(p, 0, sizeof *p);
  p->file = WebPDemux(&data);
  if (!p->file) {
    if (count < 12 || little_endian(bytes + 4) > count - 8)
      return cclip_fail(header, CCLIP_TRUNCATED, "the file is shorter than its first chunk says");
    return cclip_fail(header, CCLIP_CORRUPT, "the chunks do not make a picture");
  }
  if (!WebPDemuxGetFrame(p->file, 1, &p->frame) || !p->frame.complete) {
    close_picture(p);
    return cclip_fail(header, CCLIP_CORRUPT, "there is no first frame");
  }
  header->width = WebPDemuxGetI(p->file, WEBP_FF_CANVAS_WIDTH);
  header->height = WebPDemuxGetI(p->file, WEBP_FF_CANVAS_HEIGHT);
  // A picture of one colour takes a few bytes, whatever its size.
  header->smallest_file = 0;
  WebPBitstreamFeatures features;
  const int opaque = WebPGetFeatures(bytes, count, &features) == VP8_STATUS_OK && !features.has_alpha;
  header->layout = opaque ? CCLIP_RGB : CCLIP_RGBA;
  return CCLIP_DECODED;
}

cclip_codec_status cclip_webp_read_header(const uint8_t *bytes, size_t count, cclip_header *header) {
  picture p;
  const cclip_codec_status status = open_picture(&p, bytes, count, header);
  if (status == CCLIP_DECODED) close_picture(&p);
  return status;
}

static cclip_codec_status decode_frame(const WebPIterator *frame, cclip_header *header, uint8_t *pixels) {
  const int64_t bytes = cclip_pixel_bytes(header->layout);
  const int64_t stride = header->width * bytes;
  const int64_t before = frame->y_offset * stride + frame->x_offset * bytes;
  const int64_t whole = header->height * stride;
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config))
    return cclip_fail(header, CCLIP_UNSUPPORTED, "libwebp is older than its header");
  if (frame->width != header->width || frame->height != header->height) memset(pixels, 0, (size_t)whole);
  config.output.colorspace = header->layout == CCLIP_RGBA ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels + before;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = (size_t)(whole - before);
  switch (WebPDecode(frame->fragment.bytes, frame->fragment.size, &config)) {
    case VP8_STATUS_OK:
      return CCLIP_DECODED;
    case VP8_STATUS_OUT_OF_MEMORY:
      return cclip_fail(header, CCLIP_TOO_COSTLY, "not enough memory");
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
      return cclip_fail(header, CCLIP_TRUNCATED, "the picture data end before the picture does");
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return cclip_fail(header, CCLIP_UNSUPPORTED, "a feature that libwebp does not know");
    default:
      return cclip_fail(header, CCLIP_CORRUPT, "the picture data contradict the format");
  }
}

cclip_codec_status cclip_webp_decode(
    const uint8_t *bytes, size_t count, cclip_header *header, uint8_t *pixels) {
  const int64_t width = header->width, height = header->height;
  picture p;
  cclip_codec_status status = open_picture(&p, bytes, count, header);
  if (status != CCLIP_DECODED) return status;
  if (header->width != width || header->height != height)
    status = cclip_fail(header, CCLIP_CORRUPT, "the header changed while it was read");
  else
    status = decode_frame(&p.frame, header, pixels);
  close_picture(&p);
  return status;
}
