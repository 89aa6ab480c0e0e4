#include "policy/marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/tree.h"

enum { PATH_MAX_LENGTH = 160, DEPTH_MAX = 12, VISITS_MAX = 200000 };

unsigned marks_line(const char *text, size_t length, const char *path) {
  struct tree t;
  tree_open(&t, text, length);
  yaml_node_t *node = t.root;
  while (node != NULL && *path != '\0') {
    yaml_node_t *next;
    if (*path == '[') {
      char *end;
      next = tree_item(&t, node, strtoul(path + 1, &end, 10));
      path = end + (*end == ']');
    } else {
      path += *path == '.';
      size_t n = strcspn(path, ".[");
      next = tree_value(&t, node, path, n);
      path += n;
    }
    if (next == NULL) break;
    node = next;
  }
  unsigned line = node == NULL ? 0 : (unsigned)node->start_mark.line + 1;
  tree_close(&t);
  return line;
}

/* ---- translations ---- */

struct walk {
  struct tree tree;
  const char *file;
  struct vg_error *err;
  int visits; /* bounded: aliases may make a small text endless, and the schema refuses them afterwards */
};

static bool blank(const yaml_node_t *n) {
  const char *text = tree_scalar(n);
  return n == NULL || text[strspn(text, " \t\n")] == '\0';
}

static bool complain(struct walk *w, const yaml_node_t *at, const char *path, const char *key, const char *found) {
  bool french = strcmp(key + strlen(key) - 3, "_fr") == 0;
  return vg_fail(w->err, VG_E_INPUT, "%s:%zu: %s%s%s: expected the text in %s, got %s", w->file, at->start_mark.line + 1, path,
                 *path == '\0' ? "" : ".", key, french ? "French" : "English", found);
}

static bool pair_ok(struct walk *w, const yaml_node_t *map, const char *path, const char *key, const yaml_node_t *value) {
  size_t n = strlen(key);
  if (n < 4 || n > 60 || key[n - 3] != '_') return true;
  bool french = strcmp(key + n - 2, "fr") == 0;
  if (!french && strcmp(key + n - 2, "en") != 0) return true;
  if (blank(value)) return complain(w, value, path, key, "an empty one");
  char other[64];
  (void)snprintf(other, sizeof other, "%.*s%s", (int)(n - 2), key, french ? "en" : "fr");
  return tree_value(&w->tree, map, other, n) != NULL || complain(w, value, path, other, "none");
}

/* Recursive, as deep as DEPTH_MAX. */
static bool walk(struct walk *w, const yaml_node_t *node, const char *path, int depth) {
  char below[PATH_MAX_LENGTH];
  if (node == NULL || depth == DEPTH_MAX || w->visits++ > VISITS_MAX) return true;
  if (node->type == YAML_SEQUENCE_NODE) {
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++) {
      (void)snprintf(below, sizeof below, "%s[%td]", path, i - node->data.sequence.items.start);
      if (!walk(w, yaml_document_get_node(&w->tree.document, *i), below, depth + 1)) return false;
    }
  } else if (node->type == YAML_MAPPING_NODE) {
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
      const char *key = tree_scalar(yaml_document_get_node(&w->tree.document, p->key));
      const yaml_node_t *value = yaml_document_get_node(&w->tree.document, p->value);
      (void)snprintf(below, sizeof below, "%s%s%.60s", path, *path == '\0' ? "" : ".", key);
      if (!pair_ok(w, node, path, key, value) || !walk(w, value, below, depth + 1)) return false;
    }
  }
  return true;
}

bool marks_translated(const char *file, const char *text, size_t length, struct vg_error *err) {
  struct walk w = {.file = file, .err = err};
  tree_open(&w.tree, text, length);
  bool ok = walk(&w, w.tree.root, "", 0);
  tree_close(&w.tree);
  return ok;
}
