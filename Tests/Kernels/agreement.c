// Whether every instruction set that this processor has computes what the plain one does: for processors that the
// suite is not run on (see Scripts/test-arm.sh). Prints a line for each kernel and ends with 1 if one differs.

#include "agreement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static float next(void) {  // xorshift (Marsaglia 2003), -1 ... 1
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (float)(int32_t)(state >> 32) / 2147483648.0f;
}

void *block(size_t bytes) {
  void *p = aligned_alloc(64, (bytes + 4096) / 64 * 64);
  if (!p) abort();
  return memset(p, 0, bytes);
}

float *numbers(size_t count) {
  float *x = block(count * 4);
  for (size_t i = 0; i < count; i++) x[i] = next();
  return x;
}

static int failures;

void compare(const char *set, const char *kernel, const float *found, const float *expected, size_t count,
             double tolerance) {
  double worst = 0;
  for (size_t i = 0; i < count; i++) {
    const double difference = fabs((double)found[i] - expected[i]);
    worst = difference <= worst ? worst : difference;
  }
  const int wrong = !(worst <= tolerance);
  failures += wrong;
  printf("%-8s %-24s largest difference %.1e, allowed %.1e%s\n", set, kernel, worst, tolerance, wrong ? "  WRONG" : "");
}

enum { ROWS = 13, OUTPUTS = 150, INPUTS = 772 };

// C of one product; `element` is of both factors.
static float *product(const cclip_kernels *k, cclip_element element, const float *x, const float *w, const float *bias,
                      cclip_activation activation) {
  const size_t panels = (OUTPUTS + k->panel_width - 1) / k->panel_width, width = panels * k->panel_width;
  void *packed = block(width * INPUTS * 4), *a = block(ROWS * INPUTS * 4);
  float *column_scales = block(width * 4), *row_scales = block(ROWS * 4), *c = block(ROWS * OUTPUTS * 4);
  int32_t *sums = block(width * 4), *zeros = block(ROWS * 4);
  cclip_product p = {
      .a = {.base = a, .row_stride = INPUTS, .k = INPUTS, .segments = 1, .segment_length = INPUTS,
            .quantised = {row_scales, zeros}},
      .packed = packed, .n = OUTPUTS, .c = c, .c_stride = OUTPUTS, .bias = bias, .activation = activation,
      .column_scales = column_scales, .column_sums = sums};
  switch (element) {
    case CCLIP_F32:
      memcpy(a, x, ROWS * INPUTS * 4);
      k->pack(w, INPUTS, OUTPUTS, INPUTS, packed);
      k->product(&p, 0, ROWS, 0, panels);
      break;
    case CCLIP_BF16:
      k->narrow(x, ROWS * INPUTS, a);
      k->pack_bf16(w, INPUTS, OUTPUTS, INPUTS, packed);
      k->product_bf16(&p, 0, ROWS, 0, panels);
      break;
    case CCLIP_INT8:
      k->quantise(x, CCLIP_F32, INPUTS, ROWS, INPUTS, a, p.a.quantised);
      k->pack_int8(w, INPUTS, OUTPUTS, INPUTS, packed, column_scales, sums);
      k->product_int8(&p, 0, ROWS, 0, panels);
      break;
  }
  return c;
}

static float *norm(const cclip_kernels *k, const float *x, const float *gain, const float *offset) {
  float *out = block(ROWS * INPUTS * 4);
  k->layer_norm(x, INPUTS, ROWS, INPUTS, gain, offset, 1e-5f, out, CCLIP_F32, INPUTS, (cclip_row_scales){0});
  return out;
}

enum { TOKENS = 27, WIDTH = 48, HEADS = 3 };

// In float32 or bfloat16; the result is float32.
static float *attention(const cclip_kernels *k, cclip_element element, const float *q, const float *kv) {
  const bool are_halves = element == CCLIP_BF16;
  uint16_t *halves = block(3 * TOKENS * WIDTH * 2);
  k->narrow(q, TOKENS * WIDTH, halves);
  k->narrow(kv, 2 * TOKENS * WIDTH, halves + TOKENS * WIDTH);
  const void *from = are_halves ? (void *)halves : (void *)q;
  const char *keys = are_halves ? (char *)(halves + TOKENS * WIDTH) : (char *)kv;
  void *out = block(TOKENS * WIDTH * 4);
  const cclip_attention p = {.q = from, .k = keys, .v = keys + WIDTH * (are_halves ? 2 : 4), .q_stride = WIDTH,
                             .k_stride = 2 * WIDTH, .v_stride = 2 * WIDTH, .heads = HEADS,
                             .head_dimension = WIDTH / HEADS, .queries = TOKENS, .keys = TOKENS, .out = out,
                             .out_stride = WIDTH, .element = element};
  float *scratch = block(k->attention_scratch(&p) * 4);
  k->attention(&p, 0, HEADS, scratch);
  if (!are_halves) return out;
  float *whole = block(TOKENS * WIDTH * 4);
  k->widen(out, TOKENS * WIDTH, whole);
  return whole;
}

static float *centred(const cclip_kernels *k, const uint8_t *samples) {
  uint16_t *halves = block(256 * 2);
  float *out = block(256 * 4);
  k->centre(samples, 255, halves);
  k->widen(halves, 255, out);
  return out;
}

int main(void) {
  const cclip_kernels *plain = cclip_kernels_for(CCLIP_PLAIN);
  float *x = numbers(ROWS * INPUTS), *w = numbers(OUTPUTS * INPUTS), *bias = numbers(OUTPUTS);
  float *gain = numbers(INPUTS), *offset = numbers(INPUTS), *kv = numbers(2 * TOKENS * WIDTH);
  uint8_t *samples = block(256);
  for (int i = 0; i < 256; i++) samples[i] = (uint8_t)i;
  static const char *const elements[] = {"f32", "bf16", "int8"};
  // Sums of 772 products of numbers below 1 differ by their rounding; those of bytes only in the last step.
  static const double tolerances[] = {5e-5, 5e-5, 5e-6};
  int compared = 0;
  for (int set = CCLIP_AVX2; set <= CCLIP_NEON; set++) {
    const cclip_kernels *k = cclip_kernels_for((cclip_instruction_set)set);
    if (!k) continue;
    compared++;
    printf("%s: pairs of bfloat16 %s, groups of bytes %s\n", k->name, k->has_bf16 ? "yes" : "no",
           k->has_int8 ? "yes" : "no");
    for (int element = CCLIP_F32; element <= CCLIP_INT8; element++)
      for (int activation = CCLIP_ACTIVATION_NONE; activation <= CCLIP_ACTIVATION_RELU; activation++) {
        char name[40];
        snprintf(name, sizeof name, "product %s, activation %d", elements[element], activation);
        compare(k->name, name, product(k, element, x, w, bias, activation),
                product(plain, element, x, w, bias, activation), ROWS * OUTPUTS, tolerances[element]);
      }
    compare(k->name, "layer norm", norm(k, x, gain, offset), norm(plain, x, gain, offset), ROWS * INPUTS, 5e-6);
    compare(k->name, "attention f32", attention(k, CCLIP_F32, x, kv), attention(plain, CCLIP_F32, x, kv),
            TOKENS * WIDTH, 5e-6);
    // A sum that lies between two numbers of eight bits may go either way.
    compare(k->name, "attention bf16", attention(k, CCLIP_BF16, x, kv), attention(plain, CCLIP_BF16, x, kv),
            TOKENS * WIDTH, 1.0 / 128);
    compare(k->name, "samples", centred(k, samples), centred(plain, samples), 255, 0);
    compare_gradients(k, plain);
  }
  if (!compared) printf("this processor has no instruction set beside the plain one\n");
  return failures || !compared;
}
