/* embed LIST OUT: the files named in LIST become OUT/static_files.c, a table of bytes whose addresses follow their content. */
#include <inttypes.h>
#include <string.h>

#include "tool.h"

struct file {
  const char *path, *name, *type, *dot;
  char *bytes;
  size_t length;
  uint64_t hash;
};

/* FNV-1a: names a version, protects nothing. */
static uint64_t hash(const struct file *f) {
  uint64_t h = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < f->length; i++) h = (h ^ (unsigned char)f->bytes[i]) * UINT64_C(1099511628211);
  return h;
}

static const char *type_of(const struct file *f) {
  static const struct {
    const char *suffix, *type;
  } types[] = {{".css", "text/css; charset=utf-8"}, {".svg", "image/svg+xml"},
               {".png", "image/png"},               {".ico", "image/x-icon"},
               {".txt", "text/plain; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}};
  for (size_t i = 0; f->dot != NULL && i < sizeof types / sizeof *types; i++)
    if (strcmp(f->dot, types[i].suffix) == 0) return types[i].type;
  tool_fail(f->path, 0, "expected a name that ends in .css .svg .png .ico .txt or .js");
}

static struct file read_one(const char *path) {
  const char *slash = strrchr(path, '/');
  struct file f = {.path = path, .name = slash != NULL ? slash + 1 : path};
  size_t n = strlen(f.name);
  if (strspn(f.name, "abcdefghijklmnopqrstuvwxyz0123456789_-.") != n || n > 80)
    tool_fail(path, 0, "expected a name of at most 80 a-z 0-9 _ - .");
  f.dot = strrchr(f.name, '.');
  f.type = type_of(&f);
  f.bytes = tool_read(path, &f.length);
  f.hash = hash(&f);
  return f;
}

static void write_one(FILE *out, const struct file *f) {
  (void)fprintf(out, "  {\"%s\", \"/static/%.*s.%016" PRIx64 "%s\", \"\\\"%016" PRIx64 "\\\"\", \"%s\",\n   (const unsigned char *)", f->name,
                (int)(f->dot - f->name), f->name, f->hash, f->dot, f->hash, f->type);
  tool_literal(out, f->bytes, f->length);
  (void)fprintf(out, ",\n   %zu},\n", f->length);
}

int main(int argc, char **argv) {
  if (argc != 3) tool_fail("embed", 0, "usage: embed LIST OUT");
  size_t count;
  char **paths = tool_lines(argv[1], &count);
  struct tool_out *o = tool_open(argv[2], "static_files.c");
  (void)fprintf(o->file, "%s#include \"web/http/static.h\"\n\nconst struct static_file static_files[] = {\n", tool_prologue);
  for (size_t i = 0; i < count; i++) {
    struct file f = read_one(paths[i]);
    write_one(o->file, &f);
  }
  (void)fputs("  {0}};\n", o->file);
  tool_close(o);
  return 0;
}
