/* db/sql_file.h — the files of sql/schema (migrations), sql/role (grants), sql/policy (packs) and sql/policy/framework, compiled in,
 * in the order of their names.                                                                                    */
#ifndef VG_DB_SQL_FILE_H
#define VG_DB_SQL_FILE_H

#include <stddef.h>

struct sql_file {
  const char *name; /* "0001_foundation": numbered from 0001 without a hole, held by the build */
  size_t length;
  const char *text;
};

/* Each ended by one with a NULL name. */
extern const struct sql_file sql_schema[];
extern const struct sql_file sql_roles[];
extern const struct sql_file sql_policies[];
extern const struct sql_file sql_frameworks[];

enum { SQL_CHECKSUM_TEXT = 65 };
/* SHA-256 of the file's bytes as 64 lower-case hexadecimal digits. Returns `out`. */
char *sql_file_checksum(const struct sql_file *, char out[SQL_CHECKSUM_TEXT]);

#endif
