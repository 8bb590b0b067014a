#ifndef CCLIP_SAMPLES_H
#define CCLIP_SAMPLES_H
// Single samples and colours, with the roundings of Pillow's `convert`.
#include <stdint.h>
#include <string.h>

// a · b / 255, rounded.
static inline uint8_t scaled(unsigned a, unsigned b) {
  const unsigned t = a * b + 128;
  return (uint8_t)(((t >> 8) + t) >> 8);
}

static inline uint8_t unscaled(unsigned value, unsigned alpha) {
  if (alpha == 0 || alpha == 255) return (uint8_t)value;
  const unsigned v = 255 * value / alpha;
  return (uint8_t)(v > 255 ? 255 : v);
}

static inline uint8_t clamped(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

static inline void ink_to_rgb(const uint8_t *ink, uint8_t *rgb) {
  const unsigned light = 255u - ink[3];
  for (int i = 0; i < 3; i++) rgb[i] = clamped((int)light - scaled(ink[i], light));
}

// The inverse of JPEG's colour transform (JFIF 1.02) with six fractional bits: each product is brought to
// them by adding a half and cutting towards zero, and their sum is cut downwards.
static inline void ycbcr_to_rgb(const uint8_t *ycbcr, uint8_t *rgb) {
  const int y = ycbcr[0], cb = ycbcr[1] - 128, cr = ycbcr[2] - 128;
  const int red = (89728 * cr + 500) / 1000;
  const int green = (-2202496 * cb + 50000) / 100000 + (-4570496 * cr + 50000) / 100000;
  const int blue = (113408 * cb + 500) / 1000;
  rgb[0] = clamped(y + (red >> 6));
  rgb[1] = clamped(y + (green >> 6));
  rgb[2] = clamped(y + (blue >> 6));
}

static inline uint8_t saturated16(const uint8_t *sample) {
  uint16_t value;
  memcpy(&value, sample, sizeof value);
  return (uint8_t)(value > 255 ? 255 : value);
}

static inline uint8_t saturated_int(const uint8_t *sample) {
  int32_t value;
  memcpy(&value, sample, sizeof value);
  return clamped(value);
}

// What is no number becomes 0.
static inline uint8_t saturated_float(const uint8_t *sample) {
  float value;
  memcpy(&value, sample, sizeof value);
  return value > 0 ? (uint8_t)(value >= 255 ? 255 : value) : 0;
}
#endif
