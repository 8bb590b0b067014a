#ifndef CCLIP_FAILURE_H
#define CCLIP_FAILURE_H
#include <stdarg.h>
#include <stdio.h>

#include "cclip_codecs.h"

/// Notes the reason in the header and hands the status back.
__attribute__((format(printf, 3, 4))) static inline cclip_codec_status cclip_fail(
    cclip_header *header, cclip_codec_status status, const char *format, ...) {
  va_list values;
  va_start(values, format);
  vsnprintf(header->message, CCLIP_MESSAGE_BYTES, format, values);
  va_end(values);
  return status;
}
#endif
