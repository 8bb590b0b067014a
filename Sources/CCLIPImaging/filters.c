// The kernels of Pillow's resize and the weights they give. When a picture shrinks, the kernel widens by
// the scale: that is the antialiasing.
#include "filters.h"

#include <math.h>

// A fused multiply-add rounds once where the reference rounds twice.
#pragma STDC FP_CONTRACT OFF

static double box(double x) { return x > -0.5 && x <= 0.5 ? 1.0 : 0.0; }

static double bilinear(double x) {
  x = fabs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

static double hamming(double x) {
  x = fabs(x);
  if (x == 0.0) return 1.0;
  if (x >= 1.0) return 0.0;
  x = x * M_PI;
  return sin(x) / x * (0.54f + 0.46f * cos(x));
}

// Keys' cubic convolution with a = -0.5.
static double bicubic(double x) {
  const double a = -0.5;
  x = fabs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

static double sinc(double x) {
  if (x == 0.0) return 1.0;
  x = x * M_PI;
  return sin(x) / x;
}

static double lanczos(double x) { return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0; }

typedef struct {
  double (*value)(double);
  double support;
} kernel;

static kernel kernel_of(cclip_filter filter) {
  switch (filter) {
    case CCLIP_BOX:
      return (kernel){box, 0.5};
    case CCLIP_BILINEAR:
      return (kernel){bilinear, 1.0};
    case CCLIP_HAMMING:
      return (kernel){hamming, 1.0};
    case CCLIP_LANCZOS:
      return (kernel){lanczos, 3.0};
    default:
      return (kernel){bicubic, 2.0};
  }
}

// Pillow passes the source's extent as a float.
static double scale_of(int64_t in_size, int64_t out_size) { return (double)(float)in_size / (double)out_size; }

static double stretch_of(double scale) { return scale < 1.0 ? 1.0 : scale; }

int64_t cclip_span_capacity(cclip_filter filter, int64_t in_size, int64_t out_size) {
  return (int64_t)ceil(kernel_of(filter).support * stretch_of(scale_of(in_size, out_size))) * 2 + 1;
}

cclip_span cclip_span_of(cclip_filter filter, int64_t in_size, int64_t out_size, int64_t out) {
  const double scale = scale_of(in_size, out_size);
  const double support = kernel_of(filter).support * stretch_of(scale);
  const double center = ((double)out + 0.5) * scale;
  int64_t first = (int64_t)(center - support + 0.5);
  if (first < 0) first = 0;
  int64_t end = (int64_t)(center + support + 0.5);
  if (end > in_size) end = in_size;
  return (cclip_span){first, end - first};
}

void cclip_span_weights(
    cclip_filter filter, int64_t in_size, int64_t out_size, int64_t out, cclip_span span, double *weights) {
  double (*const value)(double) = kernel_of(filter).value;
  const double scale = scale_of(in_size, out_size);
  const double center = ((double)out + 0.5) * scale;
  const double step = 1.0 / stretch_of(scale);
  double sum = 0.0;
  for (int64_t i = 0; i < span.count; i++) {
    weights[i] = value(((double)(i + span.first) - center + 0.5) * step);
    sum += weights[i];
  }
  if (sum == 0.0) return;
  for (int64_t i = 0; i < span.count; i++) weights[i] /= sum;
}

int32_t cclip_fixed_weight(double weight) {
  const double one = (double)(1 << 22);
  return weight < 0 ? (int32_t)(-0.5 + weight * one) : (int32_t)(0.5 + weight * one);
}
