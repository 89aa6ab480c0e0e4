#include "db/sql_file.h"

#include <sodium.h>

char *sql_file_checksum(const struct sql_file *file, char out[SQL_CHECKSUM_TEXT]) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  (void)crypto_hash_sha256(hash, (const unsigned char *)file->text, file->length);
  return sodium_bin2hex(out, SQL_CHECKSUM_TEXT, hash, sizeof hash);
}
