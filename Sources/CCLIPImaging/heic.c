// HEIC by libheif, in builds with the package trait HEIC. libheif turns and crops as the container says.
// libde265 below it writes a line to standard error about a damaged picture, and has no switch for that.
#if CCLIP_HEIC
#include <stdlib.h>
#include <string.h>

#include <libheif/heif.h>

#include "failure.h"

struct cclip_heic {
  struct heif_context *context;
  struct heif_image_handle *handle;
};

static cclip_codec_status failed(cclip_header *header, struct heif_error error) {
  cclip_codec_status status = CCLIP_CORRUPT;
  switch (error.code) {
    case heif_error_Unsupported_filetype:
    case heif_error_Unsupported_feature:
    case heif_error_Color_profile_does_not_exist:
      status = CCLIP_UNSUPPORTED;
      break;
    case heif_error_Memory_allocation_error:
      status = CCLIP_TOO_COSTLY;
      break;
    default:
      if (error.subcode == heif_suberror_End_of_data) status = CCLIP_TRUNCATED;
      if (error.subcode == heif_suberror_Security_limit_exceeded) status = CCLIP_TOO_COSTLY;
      break;
  }
  return cclip_fail(header, status, "%s", error.message);
}

cclip_heic *cclip_heic_open(
    const uint8_t *bytes, size_t count, cclip_header *header, cclip_codec_status *status) {
  *status = CCLIP_TOO_COSTLY;
  cclip_heic *picture = calloc(1, sizeof *picture);
  if (!picture) return NULL;
  picture->context = heif_context_alloc();
  // Pictures are decoded several at a time, so that one uses one thread.
  heif_context_set_max_decoding_threads(picture->context, 0);
  struct heif_error error =
      heif_context_read_from_memory_without_copy(picture->context, bytes, count, NULL);
  if (error.code == heif_error_Ok)
    error = heif_context_get_primary_image_handle(picture->context, &picture->handle);
  if (error.code != heif_error_Ok) {
    *status = failed(header, error);
    cclip_heic_close(picture);
    return NULL;
  }
  header->width = heif_image_handle_get_width(picture->handle);
  header->height = heif_image_handle_get_height(picture->handle);
  header->smallest_file = 0;
  header->layout = heif_image_handle_has_alpha_channel(picture->handle) ? CCLIP_RGBA : CCLIP_RGB;
  *status = CCLIP_DECODED;
  return picture;
}

void cclip_heic_close(cclip_heic *picture) {
  if (picture->handle) heif_image_handle_release(picture->handle);
  heif_context_free(picture->context);
  free(picture);
}

static cclip_codec_status copy_pixels(const struct heif_image *image, cclip_header *header, uint8_t *pixels) {
  int stride = 0;
  const uint8_t *plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
  const int width = heif_image_get_width(image, heif_channel_interleaved);
  const int height = heif_image_get_height(image, heif_channel_interleaved);
  if (!plane || width != header->width || height != header->height)
    return cclip_fail(header, CCLIP_CORRUPT, "the picture has another size than its container says");
  const size_t row = (size_t)width * (size_t)cclip_pixel_bytes(header->layout);
  for (int y = 0; y < height; y++) memcpy(pixels + (size_t)y * row, plane + (size_t)y * (size_t)stride, row);
  return CCLIP_DECODED;
}

cclip_codec_status cclip_heic_decode(cclip_heic *picture, cclip_header *header, uint8_t *pixels) {
  struct heif_decoding_options *options = heif_decoding_options_alloc();
  if (!options) return cclip_fail(header, CCLIP_TOO_COSTLY, "not enough memory");
  options->convert_hdr_to_8bit = 1;
  struct heif_image *image = NULL;
  const struct heif_error error = heif_decode_image(
      picture->handle, &image, heif_colorspace_RGB,
      header->layout == CCLIP_RGBA ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
  heif_decoding_options_free(options);
  if (error.code != heif_error_Ok) return failed(header, error);
  const cclip_codec_status status = copy_pixels(image, header, pixels);
  heif_image_release(image);
  return status;
}
#endif
