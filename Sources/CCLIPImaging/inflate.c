// Compressed text in metadata.
#include "cclip_codecs.h"

#include <string.h>

#include <zlib.h>

int64_t cclip_inflate(const uint8_t *bytes, size_t count, uint8_t *out, size_t room) {
  if (count > UINT32_MAX || room > UINT32_MAX) return -1;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit(&stream) != Z_OK) return -1;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = out;
  stream.avail_out = (uInt)room;
  const int status = inflate(&stream, Z_SYNC_FLUSH);
  const int64_t size = (int64_t)room - (int64_t)stream.avail_out;
  // A full buffer with input left is more than the caller wants; a stream that is cut gives what there is.
  const int whole = status == Z_STREAM_END || (status == Z_OK && stream.avail_in == 0) || status == Z_BUF_ERROR;
  const int overflows = status != Z_STREAM_END && stream.avail_out == 0 && stream.avail_in > 0;
  inflateEnd(&stream);
  return whole && !overflows ? size : -1;
}
