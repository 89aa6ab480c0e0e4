/* db/describe.h — what the server thinks of a statement, without running it: for tests and vigie doctor. */
#ifndef VG_DB_DESCRIBE_H
#define VG_DB_DESCRIBE_H

#include "db/db.h"

enum { DB_DESCRIBE_MAX = 32 };

struct db_description {
  int parameters, columns;
  char types[DB_DESCRIBE_MAX][40];   /* of the parameters, as format_type() says them: "timestamp with time zone" */
  char names[DB_DESCRIBE_MAX][64];   /* of the columns */
  char results[DB_DESCRIBE_MAX][40]; /* their types */
};

/* Prepares and describes. A statement that does not fit the schema is VG_E_INTERNAL with the server's reason. */
bool db_describe(struct db *, enum sql_id, struct db_description *out, struct vg_error *err);

/* Plans it with NULL parameters, which checks what this role may do, and runs nothing. VG_E_DENIED when it may not. */
bool db_explain(struct db *, enum sql_id, struct vg_error *err);

#endif
