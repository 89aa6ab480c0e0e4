#include "policy/tree.h"

#include <string.h>

void tree_open(struct tree *t, const char *text, size_t length) {
  *t = (struct tree){0};
  if (!yaml_parser_initialize(&t->parser)) return;
  yaml_parser_set_input_string(&t->parser, (const unsigned char *)text, length);
  t->made = yaml_parser_load(&t->parser, &t->document) != 0;
  if (t->made) t->root = yaml_document_get_root_node(&t->document);
}

void tree_close(struct tree *t) {
  if (t->made) yaml_document_delete(&t->document);
  yaml_parser_delete(&t->parser);
}

const char *tree_scalar(const yaml_node_t *n) {
  return n != NULL && n->type == YAML_SCALAR_NODE ? (const char *)n->data.scalar.value : "";
}

yaml_node_t *tree_value(struct tree *t, const yaml_node_t *map, const char *key, size_t length) {
  if (map->type != YAML_MAPPING_NODE) return NULL;
  for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
    const char *name = tree_scalar(yaml_document_get_node(&t->document, p->key));
    if (strlen(name) == length && memcmp(name, key, length) == 0) return yaml_document_get_node(&t->document, p->value);
  }
  return NULL;
}

yaml_node_t *tree_item(struct tree *t, const yaml_node_t *list, unsigned long index) {
  if (list->type != YAML_SEQUENCE_NODE) return NULL;
  yaml_node_item_t *start = list->data.sequence.items.start;
  if (index >= (unsigned long)(list->data.sequence.items.top - start)) return NULL;
  return yaml_document_get_node(&t->document, start[index]);
}
