// A TIFF's rows as pixels, with the roundings of Pillow's unpackers: samples of 16 bits keep their high byte,
// except grey; fewer than 8 bits spread over the whole range, except indices.
#include "tiff_rows.h"

#include <string.h>

int cclip_tiff_rows_are_pixels(const cclip_tiff_form *form) {
  const int bands = form->separate ? 1 : form->samples;
  if (form->conversion == CCLIP_TIFF_TO_RGB || form->inverted || form->premultiplied) return 0;
  if (form->separate && form->samples > 1) return 0;
  switch (form->layout) {
    case CCLIP_BILEVEL:
    case CCLIP_GREY16_BIG:
      return 0;
    case CCLIP_GREY16:
      return form->bits == 16;
    case CCLIP_INT32:
    case CCLIP_FLOAT32:
      return form->bits == 32;
    default:
      return form->bits == 8 && bands == cclip_pixel_bytes(form->layout);
  }
}

static void unpack_bits(const cclip_tiff_form *form, const uint8_t *row, int64_t count, uint8_t *pixels) {
  const int bits = form->bits;
  const unsigned top = (1u << bits) - 1;
  const unsigned scale = form->layout == CCLIP_PALETTE ? 1 : 255 / top;
  const unsigned flip = form->inverted ? 255 : 0;
  const int64_t per_byte = 8 / bits;
  for (int64_t i = 0; i < count; i++) {
    const int shift = 8 - bits * (int)(i % per_byte + 1);
    pixels[i] = (uint8_t)((row[i / per_byte] >> shift & top) * scale ^ flip);
  }
}

static void unpack_12_bits(const uint8_t *row, int64_t count, uint8_t *pixels) {
  for (int64_t i = 0; i < count; i++) {
    const uint8_t *in = row + i / 2 * 3;
    const uint16_t value =
        (uint16_t)(i % 2 ? (in[1] & 15) << 8 | in[2] : in[0] << 4 | in[1] >> 4);
    memcpy(pixels + 2 * i, &value, sizeof value);
  }
}

static uint16_t sample16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static void unpack_numbers(const cclip_tiff_form *form, const uint8_t *row, int64_t count, uint8_t *pixels) {
  switch (form->layout) {
    case CCLIP_GREY16_BIG:
      for (int64_t i = 0; i < count; i++) {
        const uint16_t value = sample16(row + 2 * i);
        pixels[2 * i] = (uint8_t)(value >> 8);
        pixels[2 * i + 1] = (uint8_t)value;
      }
      return;
    case CCLIP_INT32:
      if (form->bits == 32) break;
      for (int64_t i = 0; i < count; i++) {
        const int32_t value = (int16_t)sample16(row + 2 * i);
        memcpy(pixels + 4 * i, &value, sizeof value);
      }
      return;
    default:
      break;
  }
  memcpy(pixels, row, (size_t)count * (size_t)form->bits / 8);
}

// `from` and `to` are the steps from pixel to pixel, in samples and in bytes.
static void unpack_samples(
    const cclip_tiff_form *form, const uint8_t *row, int from, int64_t count, uint8_t *pixels, int to, int bands) {
  const uint8_t flip = form->inverted ? 255 : 0;
  if (form->bits == 16) {
    for (int64_t i = 0; i < count; i++)
      for (int band = 0; band < bands; band++)
        pixels[i * to + band] = (uint8_t)(sample16(row + 2 * (i * from + band)) >> 8);
    return;
  }
  for (int64_t i = 0; i < count; i++)
    for (int band = 0; band < bands; band++) pixels[i * to + band] = row[i * from + band] ^ flip;
}

void cclip_tiff_unpack(
    const cclip_tiff_form *form, int band, const uint8_t *row, int64_t count, uint8_t *pixels) {
  const int bytes = cclip_pixel_bytes(form->layout);
  switch (form->layout) {
    case CCLIP_GREY16:
      if (form->bits == 12) {
        unpack_12_bits(row, count, pixels);
        return;
      }
      unpack_numbers(form, row, count, pixels);
      return;
    case CCLIP_GREY16_BIG:
    case CCLIP_INT32:
    case CCLIP_FLOAT32:
      unpack_numbers(form, row, count, pixels);
      return;
    default:
      break;
  }
  if (form->bits < 8)
    unpack_bits(form, row, count, pixels);
  else if (form->separate && bytes > 1)
    unpack_samples(form, row, 1, count, pixels + band, bytes, 1);
  else
    unpack_samples(form, row, form->separate ? 1 : form->samples, count, pixels, bytes, bytes);
}

void cclip_tiff_divide_alpha(const cclip_tiff_form *form, uint8_t *pixels, int64_t count) {
  const int bytes = cclip_pixel_bytes(form->layout), colours = bytes - 1;
  for (int64_t i = 0; i < count; i++, pixels += bytes) {
    const unsigned alpha = pixels[colours];
    if (alpha == 255) continue;
    for (int band = 0; band < colours; band++) {
      const unsigned value = alpha == 0 ? 0 : pixels[band] * 255u / alpha;
      pixels[band] = (uint8_t)(value > 255 ? 255 : value);
    }
  }
}
