// Conversions between layouts, with the roundings of Pillow's `convert`.
#include "rows.h"

#include <string.h>

#include "samples.h"

void cclip_convert_to_rgb(
    cclip_layout layout, const uint8_t *pixels, const uint8_t *palette, size_t count, uint8_t *rgb) {
  const uint8_t *p = pixels;
  uint8_t *o = rgb;
  switch (layout) {
    case CCLIP_RGB:
      memcpy(rgb, pixels, count * 3);
      return;
    case CCLIP_BILEVEL:
    case CCLIP_GREY:
      for (size_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = p[i];
      return;
    case CCLIP_GREY16:
      for (size_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = saturated16(p + 2 * i);
      return;
    case CCLIP_GREY16_BIG:
      for (size_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = p[2 * i] ? 255 : p[2 * i + 1];
      return;
    case CCLIP_INT32:
      for (size_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = saturated_int(p + 4 * i);
      return;
    case CCLIP_FLOAT32:
      for (size_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = saturated_float(p + 4 * i);
      return;
    case CCLIP_GREY_ALPHA:
      for (size_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = p[2 * i];
      return;
    case CCLIP_RGBA:
      for (size_t i = 0; i < count; i++, p += 4, o += 3) o[0] = p[0], o[1] = p[1], o[2] = p[2];
      return;
    case CCLIP_CMYK:
      for (size_t i = 0; i < count; i++) ink_to_rgb(p + 4 * i, o + 3 * i);
      return;
    case CCLIP_YCBCR:
      for (size_t i = 0; i < count; i++) ycbcr_to_rgb(p + 3 * i, o + 3 * i);
      return;
    case CCLIP_PALETTE:
      for (size_t i = 0; i < count; i++) memcpy(o + 3 * i, palette + 3 * p[i], 3);
      return;
    case CCLIP_PALETTE_ALPHA:
      for (size_t i = 0; i < count; i++) memcpy(o + 3 * i, palette + 3 * p[2 * i], 3);
      return;
  }
}

cclip_strip_kind cclip_strip_kind_of(cclip_layout layout, int convert_first) {
  switch (layout) {
    case CCLIP_BILEVEL:
    case CCLIP_GREY:
    case CCLIP_GREY16:
    case CCLIP_GREY16_BIG:
    case CCLIP_INT32:
    case CCLIP_FLOAT32:
      return CCLIP_LINES;
    case CCLIP_GREY_ALPHA:
      return convert_first ? CCLIP_LINES : CCLIP_BANDS;
    default:
      return CCLIP_BANDS;
  }
}

void cclip_fill_line(
    cclip_layout layout, const uint8_t *row, int64_t x, int64_t count, uint8_t *line, int step) {
  const uint8_t *p = row + x * cclip_pixel_bytes(layout);
  switch (layout) {
    case CCLIP_GREY16:
      for (int64_t i = 0; i < count; i++) line[i * step] = saturated16(p + 2 * i);
      return;
    case CCLIP_GREY16_BIG:
      for (int64_t i = 0; i < count; i++) line[i * step] = p[2 * i] ? 255 : p[2 * i + 1];
      return;
    case CCLIP_INT32:
      for (int64_t i = 0; i < count; i++) line[i * step] = saturated_int(p + 4 * i);
      return;
    case CCLIP_FLOAT32:
      for (int64_t i = 0; i < count; i++) line[i * step] = saturated_float(p + 4 * i);
      return;
    case CCLIP_GREY_ALPHA:
      for (int64_t i = 0; i < count; i++) line[i * step] = p[2 * i];
      return;
    default:
      for (int64_t i = 0; i < count; i++) line[i * step] = p[i];
  }
}

void cclip_fill_strip(
    const cclip_passes *passes, const cclip_picture *picture, int convert_first, const uint8_t *const rows[4],
    int64_t x, int64_t count, uint8_t *strip) {
  const cclip_layout layout = picture->layout;
  if (cclip_strip_kind_of(layout, convert_first) == CCLIP_LINES) {
    for (int line = 0; line < 4; line++) cclip_fill_line(layout, rows[line], x, count, strip + line, 4);
    return;
  }
  const uint8_t *p = rows[0] + x * cclip_pixel_bytes(layout);
  uint8_t *o = strip;
  switch (layout) {
    case CCLIP_RGB:
      passes->widen(p, count, strip);
      return;
    case CCLIP_YCBCR:
      if (!convert_first) {
        passes->widen(p, count, strip);
        return;
      }
      for (int64_t i = 0; i < count; i++, p += 3, o += 4) ycbcr_to_rgb(p, o), o[3] = 0;
      return;
    case CCLIP_GREY_ALPHA:
      for (int64_t i = 0; i < count; i++, p += 2, o += 4)
        o[0] = scaled(p[0], p[1]), o[1] = p[1], o[2] = 0, o[3] = 0;
      return;
    case CCLIP_RGBA:
      if (convert_first) {
        memcpy(strip, p, (size_t)count * 4);
        return;
      }
      for (int64_t i = 0; i < count; i++, p += 4, o += 4) {
        const unsigned alpha = p[3];
        o[0] = scaled(p[0], alpha), o[1] = scaled(p[1], alpha), o[2] = scaled(p[2], alpha), o[3] = p[3];
      }
      return;
    case CCLIP_CMYK:
      if (!convert_first) {
        memcpy(strip, p, (size_t)count * 4);
        return;
      }
      for (int64_t i = 0; i < count; i++, p += 4, o += 4) ink_to_rgb(p, o), o[3] = 0;
      return;
    case CCLIP_PALETTE_ALPHA:
      for (int64_t i = 0; i < count; i++, p += 2, o += 4) memcpy(o, picture->palette + 3 * p[0], 3), o[3] = 0;
      return;
    default:
      for (int64_t i = 0; i < count; i++, o += 4) memcpy(o, picture->palette + 3 * p[i], 3), o[3] = 0;
  }
}

void cclip_finish_row(
    cclip_layout layout, int convert_first, const uint8_t *resized, int64_t count, uint8_t *rgb) {
  const uint8_t *p = resized;
  uint8_t *o = rgb;
  if (cclip_strip_kind_of(layout, convert_first) == CCLIP_LINES) {
    for (int64_t i = 0; i < count; i++, o += 3) o[0] = o[1] = o[2] = p[i];
    return;
  }
  if (convert_first || layout == CCLIP_RGB) {
    for (int64_t i = 0; i < count; i++, p += 4, o += 3) o[0] = p[0], o[1] = p[1], o[2] = p[2];
    return;
  }
  switch (layout) {
    case CCLIP_GREY_ALPHA:
      for (int64_t i = 0; i < count; i++, p += 4, o += 3) o[0] = o[1] = o[2] = unscaled(p[0], p[1]);
      return;
    case CCLIP_RGBA:
      for (int64_t i = 0; i < count; i++, p += 4, o += 3)
        for (int band = 0; band < 3; band++) o[band] = unscaled(p[band], p[3]);
      return;
    case CCLIP_YCBCR:
      for (int64_t i = 0; i < count; i++) ycbcr_to_rgb(p + 4 * i, o + 3 * i);
      return;
    default:
      for (int64_t i = 0; i < count; i++) ink_to_rgb(p + 4 * i, o + 3 * i);
  }
}

// Tables are small enough to stay in the nearest cache, so this is bound by the store.
void cclip_map_channels(const uint8_t *rgb, size_t pixels, const float *table, float *values) {
  for (size_t i = 0; i < 3 * pixels; i += 3) {
    values[i] = table[rgb[i]];
    values[i + 1] = table[256 + rgb[i + 1]];
    values[i + 2] = table[512 + rgb[i + 2]];
  }
}
