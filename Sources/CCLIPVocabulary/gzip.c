#include <limits.h>
#include <zlib.h>

#include "cclip_vocabulary.h"

enum { done = 0, damaged = 1, too_large = 2, no_memory = 3 };

int cclip_gunzip(const uint8_t *input, size_t count, uint8_t *output, size_t capacity, size_t *written) {
  *written = 0;
  if (count > UINT_MAX || capacity > UINT_MAX) return too_large;
  z_stream stream = {0};
  // 16 more than the largest window: a gzip header is expected, and its checksum looked at.
  if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) return no_memory;
  stream.next_in = (Bytef *)input;
  stream.avail_in = (uInt)count;
  stream.next_out = output;
  stream.avail_out = (uInt)capacity;
  int result = damaged;
  while (1) {
    int status = inflate(&stream, Z_FINISH);
    if (status == Z_STREAM_END) {
      // gzip allows members to follow each other, and zeros behind the last.
      while (stream.avail_in > 0 && *stream.next_in == 0) {
        stream.next_in++;
        stream.avail_in--;
      }
      if (stream.avail_in > 0 && inflateReset(&stream) == Z_OK) continue;
      result = done;
    } else if (status == Z_MEM_ERROR) {
      result = no_memory;
    } else if (status == Z_BUF_ERROR && stream.avail_out == 0) {
      result = too_large;
    }
    break;
  }
  *written = capacity - stream.avail_out;
  inflateEnd(&stream);
  return result;
}
