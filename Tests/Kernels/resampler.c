// Whether the resampler's passes for this processor give the bytes that the plain ones give, for every layout, filter and
// order of passes. Prints a digest of all bytes, which is the same on every processor, and ends with 1 if a pass differs.

#include "cclip_resample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint64_t next(void) {  // xorshift (Marsaglia 2003)
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static uint8_t *samples(cclip_layout layout, int64_t count) {
  const int64_t bytes = count * cclip_pixel_bytes(layout);
  uint8_t *pixels = malloc((size_t)bytes + 8);
  if (!pixels) abort();
  for (int64_t i = 0; i < bytes; i++) pixels[i] = (uint8_t)(next() >> 32);
  if (layout == CCLIP_BILEVEL)
    for (int64_t i = 0; i < bytes; i++) pixels[i] = pixels[i] & 1 ? 255 : 0;
  if (layout == CCLIP_FLOAT32)
    for (int64_t i = 0; i < count; i++) {
      const float value = (float)(pixels[4 * i] * 2) - 128;
      memcpy(pixels + 4 * i, &value, sizeof value);
    }
  return pixels;
}

// What the job gives, over scratch memory that held `before`.
static uint8_t *resized(const cclip_picture *picture, const cclip_resize *job, cclip_pass_set set, int before) {
  cclip_resize own = *job;
  own.passes = set;
  const size_t room = cclip_resize_scratch(picture, &own), bytes = (size_t)(3 * job->crop_width * job->crop_height);
  uint8_t *scratch = aligned_alloc(64, (room + 127) / 64 * 64), *rgb = malloc(bytes);
  if (!scratch || !rgb) abort();
  memset(scratch, before, room);
  cclip_resize_crop(picture, &own, scratch, rgb);
  free(scratch);
  return rgb;
}

int main(void) {
  static const char *const names[] = {"plain", "AVX2", "AVX-512", "NEON"};
  // Shrinking and growing; across first and down first; wider than any block, and a single pixel.
  static const int64_t sizes[][4] = {{97, 61, 40, 31}, {61, 240, 50, 33}, {33, 29, 71, 80}, {1, 1, 9, 7},
                                     {700, 5, 31, 12}, {5, 400, 9, 20},   {64, 64, 64, 30}};
  uint64_t digest = 14695981039346656037u;  // FNV-1a
  int jobs = 0, failures = 0, compared = 0;
  uint8_t palette[768];
  for (int i = 0; i < 768; i++) palette[i] = (uint8_t)(next() >> 32);
  for (int set = CCLIP_PASSES_AVX2; set <= CCLIP_PASSES_NEON; set++) compared += cclip_has_passes((cclip_pass_set)set);
  for (int layout = CCLIP_BILEVEL; layout <= CCLIP_FLOAT32; layout++)
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
      const int64_t *s = sizes[size];
      uint8_t *pixels = samples((cclip_layout)layout, s[0] * s[1]);
      const cclip_picture picture = {pixels, s[0], s[1], (cclip_layout)layout, palette};
      for (int filter = CCLIP_NEAREST; filter <= CCLIP_LANCZOS; filter++)
        for (int converts = 0; converts < 2; converts++) {
          const cclip_resize job = {.filter = (cclip_filter)filter, .width = s[2], .height = s[3], .crop_x = s[2] / 5,
                                    .crop_y = s[3] / 4, .crop_width = (int32_t)(s[2] - s[2] / 4),
                                    .crop_height = (int32_t)(s[3] / 2), .convert_first = converts};
          const size_t bytes = (size_t)(3 * job.crop_width * job.crop_height);
          uint8_t *expected = resized(&picture, &job, CCLIP_PASSES_PLAIN, 0);
          for (size_t i = 0; i < bytes; i++) digest = (digest ^ expected[i]) * 1099511628211u;
          jobs++;
          for (int set = CCLIP_PASSES_AVX2; set <= CCLIP_PASSES_NEON; set++) {
            if (!cclip_has_passes((cclip_pass_set)set)) continue;
            uint8_t *found = resized(&picture, &job, (cclip_pass_set)set, 0xFF);
            if (memcmp(found, expected, bytes)) {
              failures++;
              fprintf(stderr, "%s: layout %d, %lld x %lld, filter %d, converted first %d: WRONG\n", names[set], layout,
                      (long long)s[0], (long long)s[1], filter, converts);
            }
            free(found);
          }
          free(expected);
        }
      free(pixels);
    }
  printf("resampler: %d jobs, %d sets of passes beside the plain one, %d wrong\n", jobs, compared, failures);
  printf("digest %016llx\n", (unsigned long long)digest);
  return failures || !compared;
}
