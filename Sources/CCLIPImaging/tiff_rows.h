#ifndef CCLIP_TIFF_ROWS_H
#define CCLIP_TIFF_ROWS_H
#include "cclip_codecs.h"

/// Whether libtiff's rows are the pixels already, byte for byte.
int cclip_tiff_rows_are_pixels(const cclip_tiff_form *form);

/// Writes `count` pixels of a row that libtiff decoded, in the machine's order. With separate bands the row
/// holds `band` alone, and the others of each pixel are left as they are.
void cclip_tiff_unpack(
    const cclip_tiff_form *form, int band, const uint8_t *row, int64_t count, uint8_t *pixels);

/// Divides the alpha out of whole pixels of a premultiplied form.
void cclip_tiff_divide_alpha(const cclip_tiff_form *form, uint8_t *pixels, int64_t count);
#endif
