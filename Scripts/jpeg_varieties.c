// Writes a JPEG of a variety that Pillow cannot write, for goldens_formats.py.
//
//     cc Scripts/jpeg_varieties.c -ljpeg -o jpeg_varieties
//     jpeg_varieties WIDTH HEIGHT COLOURS FACTORS OPTIONS <SAMPLES >FILE
//
// COLOURS: grey, two, rgb, ycc, cmyk, ycck, four. FACTORS: sampling factors like 2x1,1x1,1x1. OPTIONS: letters,
// or -: a arithmetic, p progressive, r restart after each row of blocks, n a scan per component, j no JFIF
// marker, d no Adobe marker, l component letters for numbers, q coarse.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static J_COLOR_SPACE space_of(const char *name, int *components) {
  *components = 3;
  if (!strcmp(name, "rgb")) return JCS_RGB;
  if (!strcmp(name, "ycc")) return JCS_YCbCr;
  *components = 1;
  if (!strcmp(name, "grey")) return JCS_GRAYSCALE;
  *components = 2;
  if (!strcmp(name, "two")) return JCS_UNKNOWN;
  *components = 4;
  if (!strcmp(name, "cmyk")) return JCS_CMYK;
  if (!strcmp(name, "ycck")) return JCS_YCCK;
  return JCS_UNKNOWN;
}

int main(int count, char **words) {
  if (count != 6) return 64;
  const int width = atoi(words[1]), height = atoi(words[2]);
  const char *options = words[5];
  struct jpeg_compress_struct jpeg = {0};
  struct jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  jpeg_stdio_dest(&jpeg, stdout);
  int components;
  const J_COLOR_SPACE space = space_of(words[3], &components);
  jpeg.image_width = (JDIMENSION)width;
  jpeg.image_height = (JDIMENSION)height;
  jpeg.input_components = components;
  jpeg.in_color_space = space;
  jpeg_set_defaults(&jpeg);
  jpeg_set_colorspace(&jpeg, space);
  jpeg_set_quality(&jpeg, strchr(options, 'q') ? 30 : 85, TRUE);
  const char *factors = words[4];
  for (int i = 0; i < components; i++, factors += 4) {
    jpeg.comp_info[i].h_samp_factor = factors[0] - '0';
    jpeg.comp_info[i].v_samp_factor = factors[2] - '0';
    if (strchr(options, 'l')) jpeg.comp_info[i].component_id = "ABCD"[i];
  }
  jpeg.arith_code = strchr(options, 'a') != NULL;
  if (strchr(options, 'p')) jpeg_simple_progression(&jpeg);
  if (strchr(options, 'r')) jpeg.restart_in_rows = 1;
  if (strchr(options, 'j')) jpeg.write_JFIF_header = FALSE;
  if (strchr(options, 'd')) jpeg.write_Adobe_marker = FALSE;
  jpeg_scan_info scans[4];
  if (strchr(options, 'n')) {
    for (int i = 0; i < components; i++) scans[i] = (jpeg_scan_info){1, {i}, 0, 63, 0, 0};
    jpeg.scan_info = scans;
    jpeg.num_scans = components;
  }
  jpeg_start_compress(&jpeg, TRUE);
  JSAMPLE *row = malloc((size_t)(width * components));
  JSAMPROW rows[1] = {row};
  while (jpeg.next_scanline < jpeg.image_height) {
    if (fread(row, 1, (size_t)(width * components), stdin) != (size_t)(width * components)) return 1;
    jpeg_write_scanlines(&jpeg, rows, 1);
  }
  jpeg_finish_compress(&jpeg);
  return 0;
}
