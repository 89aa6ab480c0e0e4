/* policy/tree.h — a YAML text as nodes that know their line. Only policy/ includes this. */
#ifndef VG_POLICY_TREE_H
#define VG_POLICY_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct tree {
  yaml_parser_t parser; /* says what is wrong with a text that is not well formed */
  yaml_document_t document;
  yaml_node_t *root; /* NULL: not well formed, or empty */
  bool made;
};

/* The text outlives it. Always tree_close(). */
void tree_open(struct tree *, const char *text, size_t length);
void tree_close(struct tree *);

/* The text of a scalar; "" for anything else, and for NULL. */
const char *tree_scalar(const yaml_node_t *);
/* The value of a key of `length` bytes in a mapping; NULL: it has none. */
yaml_node_t *tree_value(struct tree *, const yaml_node_t *map, const char *key, size_t length);
/* An item of a sequence; NULL: it has none. */
yaml_node_t *tree_item(struct tree *, const yaml_node_t *list, unsigned long index);

#endif
