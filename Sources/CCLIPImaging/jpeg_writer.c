// JPEG files of 8-bit RGB, as Pillow writes them: libjpeg's defaults, which are baseline, the standard's Huffman
// tables, the accurate DCT and chroma at half the resolution both ways.
#include "cclip_codecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf escape;
} failure;

static _Noreturn void give_up(j_common_ptr jpeg) { longjmp(((failure *)jpeg->err)->escape, 1); }

static void stay_silent(j_common_ptr jpeg) { (void)jpeg; }

uint8_t *cclip_jpeg_encode(
    const uint8_t *rgb, int64_t width, int64_t height, int quality, size_t *count) {
  struct jpeg_compress_struct jpeg;
  failure handler;
  // The library's own buffer grows by malloc; it is ours to free, after a failure too.
  unsigned char *volatile bytes = NULL;
  unsigned long room = 0;
  jpeg.err = jpeg_std_error(&handler.base);
  handler.base.error_exit = give_up;
  handler.base.output_message = stay_silent;
  if (setjmp(handler.escape)) {
    jpeg_destroy_compress(&jpeg);
    free(bytes);
    return NULL;
  }
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, (unsigned char **)&bytes, &room);
  jpeg.image_width = (JDIMENSION)width;
  jpeg.image_height = (JDIMENSION)height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = (JSAMPROW)(rgb + (int64_t)jpeg.next_scanline * width * 3);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  *count = room;
  return bytes;
}
