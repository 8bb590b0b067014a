// Whether an instruction set's kernels of what flows back compute what the plain ones do.

#include "agreement.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 7, COLUMNS = 101 };

static float *slopes(const cclip_kernels *k, cclip_activation activation, const float *x, const float *d_out) {
  float *d_x = block(ROWS * COLUMNS * 4);
  k->activation_gradient(x, d_out, ROWS * COLUMNS, activation, d_x);
  return d_x;
}

// The gradient, then each row's mean and scale.
static float *norm(const cclip_kernels *k, const float *x, const float *d_out, const float *gain, const float *also) {
  float *d_x = block((ROWS * COLUMNS + 2 * ROWS) * 4);
  k->layer_norm_gradient(x, d_out, ROWS, COLUMNS, gain, 1e-5f, also, d_x, d_x + ROWS * COLUMNS);
  return d_x;
}

enum { CLASSES = 37, EXAMPLES = 128, LABELLED = 120 };

// The gradient of the labelled examples, [classes, labelled], then all losses.
static float *entropy(const cclip_kernels *k, const float *logits, const float *bias) {
  float *z = block(CLASSES * EXAMPLES * 4), *out = block((CLASSES * LABELLED + EXAMPLES) * 4);
  double *losses = block(EXAMPLES * sizeof(double));
  int32_t *labels = block(EXAMPLES * 4);
  for (int i = 0; i < CLASSES * EXAMPLES; i++) z[i] = 20 * logits[i];
  for (int i = 0; i < EXAMPLES; i++) labels[i] = i < LABELLED ? i % CLASSES : -1;
  k->cross_entropy(z, EXAMPLES, CLASSES, bias, labels, 0, EXAMPLES, losses);
  for (int c = 0; c < CLASSES; c++) memcpy(out + c * LABELLED, z + c * EXAMPLES, LABELLED * 4);
  for (int i = 0; i < EXAMPLES; i++) out[CLASSES * LABELLED + i] = (float)losses[i];
  return out;
}

enum { TOKENS = 27, WIDTH = 48, HEADS = 3, KEYS = 10 + 22 };

// The gradients of queries, keys and values: of one sequence that sees all, or of two causal ones, of which the second
// begins with five rows of the first.
static float *attention(const cclip_kernels *k, bool is_causal, const float *q, const float *kv, const float *d_out) {
  float *out = block((TOKENS + 2 * KEYS) * WIDTH * 4);
  static const cclip_path paths[] = {{0, 10, 0, 0}, {10, 17, 5, 10}};
  int32_t rows[KEYS];
  for (int i = 0; i < 10; i++) rows[i] = i;
  for (int i = 0; i < 22; i++) rows[10 + i] = i < 5 ? i : 5 + i;
  const cclip_attention forward = {.q = q, .k = kv, .v = kv + WIDTH, .q_stride = WIDTH, .k_stride = 2 * WIDTH,
                                   .v_stride = 2 * WIDTH, .heads = HEADS, .head_dimension = WIDTH / HEADS,
                                   .queries = TOKENS, .keys = is_causal ? 22 : TOKENS,
                                   .paths = is_causal ? paths : NULL, .rows = rows, .out_stride = WIDTH,
                                   .element = CCLIP_F32};
  const cclip_attention_gradient p = {.forward = forward, .d_out = d_out, .d_q = out, .d_k = out + TOKENS * WIDTH,
                                      .d_v = out + (TOKENS + KEYS) * WIDTH, .d_key_stride = WIDTH};
  float *scratch = block(k->attention_gradient_scratch(&forward) * 4);
  k->attention_gradient(&p, 0, (is_causal ? 2 : 1) * HEADS, scratch);
  return out;
}

void compare_gradients(const cclip_kernels *k, const cclip_kernels *plain) {
  float *x = numbers(ROWS * COLUMNS), *d_out = numbers(ROWS * COLUMNS), *gain = numbers(COLUMNS);
  float *also = numbers(ROWS * COLUMNS);
  for (int i = 0; i < ROWS * COLUMNS; i++) x[i] *= 6;  // to where activations are flat
  for (int activation = CCLIP_ACTIVATION_NONE; activation <= CCLIP_ACTIVATION_RELU; activation++) {
    char name[40];
    snprintf(name, sizeof name, "slope of activation %d", activation);
    compare(k->name, name, slopes(k, activation, x, d_out), slopes(plain, activation, x, d_out), ROWS * COLUMNS, 1e-6);
  }
  const size_t all = ROWS * COLUMNS + 2 * ROWS;
  compare(k->name, "layer norm, back", norm(k, x, d_out, gain, NULL), norm(plain, x, d_out, gain, NULL), all, 1e-6);
  compare(k->name, "layer norm, back, added", norm(k, x, d_out, gain, also), norm(plain, x, d_out, gain, also), all,
          1e-6);
  // Losses are up to 40: a step of a float32 there.
  float *logits = numbers(CLASSES * EXAMPLES), *bias = numbers(CLASSES);
  compare(k->name, "cross-entropy", entropy(k, logits, bias), entropy(plain, logits, bias),
          CLASSES * LABELLED + EXAMPLES, 4e-6);
  float *q = numbers(TOKENS * WIDTH), *kv = numbers(2 * TOKENS * WIDTH), *d = numbers(TOKENS * WIDTH);
  for (int is_causal = 0; is_causal < 2; is_causal++)
    compare(k->name, is_causal ? "causal attention, back" : "attention, back", attention(k, is_causal, q, kv, d),
            attention(plain, is_causal, q, kv, d), (TOKENS + 2 * KEYS) * WIDTH, 5e-6);
}
