#ifndef CCLIP_KERNELS_H
#define CCLIP_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The numeric core of swift-clip: float32; bfloat16 operands with float32 sums; 8-bit operands with 32-bit sums.
//
// Every kernel exists once per instruction set, compiled from the same portable sources
// (portable/*.inc) and reached through one table. All of them keep one promise: a row of the result
// has the same bits whatever rows stand beside it and whichever thread computes it. So there is one
// accumulator per output, the inner dimension ascends, and no sum is ever split between threads.

typedef enum {
  CCLIP_ACTIVATION_NONE = 0,
  CCLIP_ACTIVATION_QUICK_GELU,  // x * sigmoid(1.702 x)
  CCLIP_ACTIVATION_GELU,        // x * (1 + erf(x / sqrt 2)) / 2
  CCLIP_ACTIVATION_TANH_GELU,   // x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
  CCLIP_ACTIVATION_RELU,
} cclip_activation;

/// How numbers lie in memory. bfloat16 is the upper half of a float32's bits, rounded to nearest even. An 8-bit row of
/// bytes b stands for (b - zero) * scale, with a scale and a zero of its own.
typedef enum {
  CCLIP_F32 = 0,
  CCLIP_BF16,
  CCLIP_INT8,
} cclip_element;

/// What the bytes of 8-bit rows stand for; null for other elements.
typedef struct {
  float *scales;   // one per row
  int32_t *zeros;  // one per row, 0 ... 255
} cclip_row_scales;

/// The most segments that are summed before a result is stored for the first time. A product whose result is not
/// float32 must not have more.
#define CCLIP_BLOCK_SEGMENTS 64

/// Where the left operand of a product comes from, row by row.
///
/// A row is `segments` runs of `segment_length` contiguous numbers (the last run may be shorter: `k`
/// numbers in all). Dense matrices cut their rows into runs to block the inner dimension; for a
/// convolution over [B, H, W, C] each run is one filter tap (or, without padding, one filter row),
/// read in place: nothing is unrolled into memory.
typedef struct {
  const void *base;   // float32, bfloat16 or bytes, as the product says
  cclip_row_scales quantised;
  size_t row_stride;  // numbers between rows; dense only
  size_t k, segments, segment_length;
  bool convolution;
  size_t height, width, channels;        // of one input picture
  size_t out_height, out_width;          // of one output picture
  size_t stride, padding, taps_per_row;  // taps_per_row: segments in one filter row
  const void *zeros;                     // segment_length zeros: what lies outside the picture
} cclip_operand;

/// C = activation(A * B + bias + residual).
typedef struct {
  cclip_operand a;
  const void *packed;  // B in panels, see `pack`
  const float *column_scales;  // of an 8-bit B, panel_width for each panel: see `pack_int8`
  const int32_t *column_sums;
  size_t n;
  void *c;
  cclip_element c_element;
  size_t c_stride;
  const float *bias;     // [n] or null
  const void *residual;  // rows of residual_stride numbers, or null; c itself where A has one segment, else apart from it
  cclip_element residual_element;
  size_t residual_stride;
  cclip_activation activation;
} cclip_product;

/// A causal sequence: the rows of q and out that ask, and the keys, which need not lie together.
typedef struct {
  size_t query, queries;  // first row, and how many
  size_t place;           // of the first of them: it sees keys 0 ... place, each further one a key more
  size_t path;            // where in `rows` its keys' row numbers begin, place + queries of them
} cclip_path;

/// softmax(scale * Q K^T) V for every sequence, and every head.
///
/// Without paths, sequences lie one behind the other, each of `queries` rows of q and `keys` rows of k and v, and all
/// keys are seen.
typedef struct {
  const void *q, *k, *v;                // heads lie side by side in a row
  size_t q_stride, k_stride, v_stride;  // numbers between rows
  size_t heads, head_dimension;         // width of a head
  size_t queries, keys;                 // rows per sequence; with paths, the keys of the longest
  const cclip_path *paths;              // or null
  const int32_t *rows;
  void *out;
  size_t out_stride;
  cclip_element element;  // of q, k, v and out: bfloat16 with an even head_dimension, and even strides, or float32
} cclip_attention;

/// What flows back through `attention`, all of it float32.
typedef struct {
  cclip_attention forward;  // `out` is not read
  const float *d_out;       // rows as those of out
  float *d_q;               // rows as those of q
  // A row for each key of each sequence, in the order of the sequences and not added up where they share keys; with
  // paths, a sequence's rows begin at `path`.
  float *d_k, *d_v;
  size_t d_key_stride;
} cclip_attention_gradient;

typedef struct {
  const char *name;
  size_t panel_width;  // columns of B in one panel
  size_t tile_rows;    // rows of C computed together

  /// Lays B, given as [n, k] with element (i, j) at w[i * row_stride + j], out in panels:
  /// packed[panel][k][panel_width], the last panel filled up with zeros.
  void (*pack)(const float *w, size_t row_stride, size_t n, size_t k, float *packed);
  /// Rows [row_begin, row_end) of C, panels [panel_begin, panel_end).
  void (*product)(const cclip_product *, size_t row_begin, size_t row_end, size_t panel_begin,
                  size_t panel_end);
  /// Whether the processor multiplies pairs of bfloat16; else they are widened, which is slower than float32.
  bool has_bf16;
  /// As `pack`, rounded to bfloat16, two of the inner dimension side by side, k even:
  /// packed[panel][k / 2][panel_width][2].
  void (*pack_bf16)(const float *w, size_t row_stride, size_t n, size_t k, uint16_t *packed);
  /// As `product`, with A and B in bfloat16; k and the segments' length even. Sums are float32.
  void (*product_bf16)(const cclip_product *, size_t row_begin, size_t row_end, size_t panel_begin,
                       size_t panel_end);
  /// Whether the processor multiplies groups of four bytes.
  bool has_int8;
  /// As `pack`, each column rounded to whole multiples of its largest number / 127, four of the inner dimension side by
  /// side, k a multiple of four: packed[panel][k / 4][panel_width][4]; `scales` are the multiples' size and `sums` the
  /// sums of a column's multiples, panel_width for each panel.
  void (*pack_int8)(const float *w, size_t row_stride, size_t n, size_t k, int8_t *packed, float *scales,
                    int32_t *sums);
  /// As `product`, with A in 8-bit rows, of one segment each. Sums are exact.
  void (*product_int8)(const cclip_product *, size_t row_begin, size_t row_end, size_t panel_begin,
                       size_t panel_end);
  /// Rows of float32 or bfloat16 as bytes: between the row's least and largest number, and zero, in 255 even steps.
  void (*quantise)(const void *x, cclip_element element, size_t x_stride, size_t rows, size_t columns, uint8_t *out,
                   cclip_row_scales);
  /// Rounds to bfloat16.
  void (*narrow)(const float *x, size_t count, uint16_t *out);
  /// Widens from bfloat16.
  void (*widen)(const uint16_t *x, size_t count, float *out);
  /// Samples less 128, exactly.
  void (*centre)(const uint8_t *x, size_t count, uint16_t *out);
  /// Floats of scratch memory that `attention` needs.
  size_t (*attention_scratch)(const cclip_attention *);
  /// Unit u is head u % heads of sequence u / heads.
  void (*attention)(const cclip_attention *, size_t unit_begin, size_t unit_end, float *scratch);
  /// out = (x - mean) / sqrt(variance + epsilon) * gain + offset, row by row; in place is allowed.
  void (*layer_norm)(const float *x, size_t x_stride, size_t rows, size_t columns, const float *gain,
                     const float *offset, float epsilon, void *out, cclip_element out_element,
                     size_t out_stride, cclip_row_scales out_scales);
  /// out[b, y, x, c] = mean of a factor x factor window, stride = factor; [B, H, W, C] in.
  void (*average_pool)(const void *x, cclip_element element, size_t height, size_t width, size_t channels,
                       size_t factor, size_t out_row_begin, size_t out_row_end, void *out);
  /// Divides each row by its L2 norm; rows of zeros stay.
  void (*normalise)(float *x, size_t rows, size_t columns);
  /// y[i] = activation(x[i]), in place: the functions that the product's epilogue uses.
  void (*activate)(float *x, size_t count, cclip_activation);
  /// Columns of z [classes, stride] are examples: their logits, without `bias` [classes], become the gradient of each
  /// example's -log softmax(z + bias)[label], which is stored in `losses`. Columns are taken in whole groups of 64; one
  /// whose label is negative counts as nothing: its loss is 0, its gradient has no meaning.
  void (*cross_entropy)(float *z, size_t stride, size_t classes, const float *bias, const int32_t *labels,
                        size_t column_begin, size_t column_end, double *losses);
  /// d_x[i] = d_out[i] * activation'(x[i])
  void (*activation_gradient)(const float *x, const float *d_out, size_t count, cclip_activation, float *d_x);
  /// What flows back through `layer_norm` row by row, plus `also` unless that is null; each row's mean and
  /// 1 / sqrt(variance + epsilon) are left in `statistics`. All rows are dense.
  void (*layer_norm_gradient)(const float *x, const float *d_out, size_t rows, size_t columns, const float *gain,
                              float epsilon, const float *also, float *d_x, float *statistics);
  /// Floats of scratch memory that `attention_gradient` needs.
  size_t (*attention_gradient_scratch)(const cclip_attention *);
  /// Units as those of `attention`. A sequence without queries gets zeros.
  void (*attention_gradient)(const cclip_attention_gradient *, size_t unit_begin, size_t unit_end, float *scratch);
  /// Chains of independent multiply-adds on registers: the ceiling that a product can reach.
  /// Returns floating point operations done; writes a value so that nothing is optimised away.
  double (*ceiling)(size_t rounds, float *sink);
  /// The same with pairs of bfloat16.
  double (*ceiling_bf16)(size_t rounds, float *sink);
  /// The same with groups of four bytes.
  double (*ceiling_int8)(size_t rounds, float *sink);
} cclip_kernels;

typedef enum {
  CCLIP_PLAIN = 0,
  CCLIP_AVX2,
  CCLIP_AVX512,
  CCLIP_NEON,
} cclip_instruction_set;

/// The kernels for an instruction set, or null if this processor or build has none.
const cclip_kernels *cclip_kernels_for(cclip_instruction_set);

#endif
