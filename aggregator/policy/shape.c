#include "policy/shape.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "policy/tree.h"

enum { PLACE = 160, EXPECTED = 300, KEYS_MAX = 32 };

struct shape {
  struct tree tree;
  const char *file;
  bool whole; /* what lacks is told, too */
  bool *seen; /* of each node: what is met twice is an alias */
  struct vg_error *err;
};

static bool check_value(struct shape *s, const cyaml_schema_value_t *schema, yaml_node_t *node, const char *place);

/* ---- what is said ---- */

static void describe(const cyaml_schema_value_t *schema, char out[EXPECTED]) {
  if (schema->type == CYAML_STRING)
    (void)snprintf(out, EXPECTED, "a text of %" PRIu32 " to %" PRIu32 " bytes", schema->string.min, schema->string.max);
  else if (schema->type == CYAML_SEQUENCE)
    (void)snprintf(out, EXPECTED, "a list of %" PRIu32 " to %" PRIu32 " items", schema->sequence.min, schema->sequence.max);
  else if (schema->type == CYAML_MAPPING)
    (void)snprintf(out, EXPECTED, "keys and values");
  else
    (void)snprintf(out, EXPECTED, schema->type == CYAML_INT ? "a whole number" : "a number");
}

static bool wrong(const struct shape *s, const yaml_node_t *at, const char *place, const char *expected, const char *found) {
  return vg_fail(s->err, VG_E_INPUT, "%s:%zu: %s%sexpected %s, got %s", s->file, at->start_mark.line + 1, place, *place == '\0' ? "" : ": ",
                 expected, found);
}

/* A node that is not what its schema says. */
static bool wrong_value(const struct shape *s, const cyaml_schema_value_t *schema, const yaml_node_t *node, const char *place) {
  char expected[EXPECTED], found[80];
  const char *text = tree_scalar(node);
  describe(schema, expected);
  if (node->type == YAML_SEQUENCE_NODE)
    (void)snprintf(found, sizeof found, "a list of %td", node->data.sequence.items.top - node->data.sequence.items.start);
  else if (node->type == YAML_MAPPING_NODE)
    (void)snprintf(found, sizeof found, "keys and values");
  else if (*text == '\0')
    (void)snprintf(found, sizeof found, "nothing");
  else if (strlen(text) > 60)
    (void)snprintf(found, sizeof found, "%zu bytes", strlen(text));
  else
    (void)snprintf(found, sizeof found, "\"%s\"", text);
  return wrong(s, node, place, expected, found);
}

static bool unknown_key(const struct shape *s, const cyaml_schema_field_t *fields, const yaml_node_t *key, const char *place) {
  const char *keys[KEYS_MAX], *name = tree_scalar(key);
  char expected[EXPECTED] = "one of", found[80];
  size_t n = 0;
  for (; n < KEYS_MAX && fields[n].key != NULL; n++) keys[n] = fields[n].key;
  const char *near = text_nearest(name, keys, n);
  for (size_t i = 0; i < n; i++) {
    size_t used = strlen(expected);
    (void)snprintf(expected + used, sizeof expected - used, "%s %s", i == 0 ? "" : ",", keys[i]);
  }
  if (near != NULL) (void)snprintf(expected, sizeof expected, "a key that exists (%s?)", near);
  (void)snprintf(found, sizeof found, "\"%.60s\"", name);
  return wrong(s, key, place, expected, found);
}

/* ---- what is checked ---- */

static void below(char out[PLACE], const char *place, const char *key) {
  (void)snprintf(out, PLACE, "%s%s%.60s", place, *place == '\0' ? "" : ".", key);
}

static const cyaml_schema_field_t *field_of(const cyaml_schema_field_t *fields, const char *key) {
  while (fields->key != NULL && strcmp(fields->key, key) != 0) fields++;
  return fields->key == NULL ? NULL : fields;
}

static bool given_before(struct shape *s, const yaml_node_t *map, const yaml_node_pair_t *pair, const char *key) {
  for (const yaml_node_pair_t *p = map->data.mapping.pairs.start; p < pair; p++)
    if (strcmp(tree_scalar(yaml_document_get_node(&s->tree.document, p->key)), key) == 0) return true;
  return false;
}

static bool check_keys(struct shape *s, const cyaml_schema_field_t *fields, const yaml_node_t *map, const char *place) {
  char at[PLACE], expected[EXPECTED];
  for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
    const yaml_node_t *key = yaml_document_get_node(&s->tree.document, p->key);
    const cyaml_schema_field_t *field = field_of(fields, tree_scalar(key));
    below(at, place, tree_scalar(key));
    if (field == NULL) return unknown_key(s, fields, key, at);
    if (given_before(s, map, p, field->key)) return wrong(s, key, at, "each key once", "it again");
    if (!check_value(s, &field->value, yaml_document_get_node(&s->tree.document, p->value), at)) return false;
  }
  for (; s->whole && fields->key != NULL; fields++) {
    if ((fields->value.flags & CYAML_FLAG_OPTIONAL) != 0 || tree_value(&s->tree, map, fields->key, strlen(fields->key)) != NULL) continue;
    below(at, place, fields->key);
    describe(&fields->value, expected);
    return wrong(s, map, at, expected, "none");
  }
  return true;
}

static bool check_items(struct shape *s, const cyaml_schema_value_t *schema, const yaml_node_t *list, const char *place) {
  char at[PLACE];
  yaml_node_item_t *start = list->data.sequence.items.start, *top = list->data.sequence.items.top;
  if (top - start < (ptrdiff_t)schema->sequence.min || top - start > (ptrdiff_t)schema->sequence.max) return wrong_value(s, schema, list, place);
  for (yaml_node_item_t *i = start; i < top; i++) {
    (void)snprintf(at, sizeof at, "%.130s[%td]", place, i - start);
    if (!check_value(s, schema->sequence.entry, yaml_document_get_node(&s->tree.document, *i), at)) return false;
  }
  return true;
}

static bool scalar_fits(const cyaml_schema_value_t *schema, const yaml_node_t *node) {
  int64_t whole;
  double number;
  const char *text = tree_scalar(node);
  if (node->type != YAML_SCALAR_NODE) return false;
  if (schema->type == CYAML_INT) return text_int(text, INT32_MIN, INT32_MAX, &whole);
  if (schema->type == CYAML_FLOAT) return text_real(text, &number);
  return strlen(text) >= schema->string.min && strlen(text) <= schema->string.max;
}

/* Titles and sentences go to pages, papers and terminals: what those obey, or what reverses the order of letters, is no text. */
static bool check_plain(const struct shape *s, const yaml_node_t *node, const char *place) {
  char found[80], shown[72];
  if (text_plain(tree_scalar(node), node->data.scalar.length)) return true;
  (void)snprintf(found, sizeof found, "\"%s\"", text_show(tree_scalar(node), shown, sizeof shown));
  return wrong(s, node, place, "a text without control characters", found);
}

/* Recursive, as deep as the schema. */
static bool check_value(struct shape *s, const cyaml_schema_value_t *schema, yaml_node_t *node, const char *place) {
  bool *seen = &s->seen[node - s->tree.document.nodes.start];
  if (*seen) return wrong(s, node, place, "a value of its own", "an alias");
  *seen = true;
  if (schema->type == CYAML_MAPPING && node->type == YAML_MAPPING_NODE) return check_keys(s, schema->mapping.fields, node, place);
  if (schema->type == CYAML_SEQUENCE && node->type == YAML_SEQUENCE_NODE) return check_items(s, schema, node, place);
  if (schema->type == CYAML_MAPPING || schema->type == CYAML_SEQUENCE || !scalar_fits(schema, node)) return wrong_value(s, schema, node, place);
  return check_plain(s, node, place);
}

static bool malformed(const struct shape *s) {
  const yaml_parser_t *p = &s->tree.parser;
  if (p->error == YAML_NO_ERROR) return vg_fail(s->err, VG_E_INPUT, "%s:1: expected keys and values, got nothing", s->file);
  return vg_fail(s->err, VG_E_INPUT, "%s:%zu: expected YAML, got what it refuses: %s", s->file, p->problem_mark.line + 1,
                 p->problem != NULL ? p->problem : "out of memory");
}

/* What follows the first document would be read by nobody. */
static bool check_end(struct shape *s) {
  yaml_document_t next;
  if (yaml_parser_load(&s->tree.parser, &next) == 0) return malformed(s);
  const yaml_node_t *more = yaml_document_get_root_node(&next);
  bool ok = more == NULL || wrong(s, more, "", "one document", "another");
  yaml_document_delete(&next);
  return ok;
}

static bool check_shape(const char *file, const char *text, size_t length, const cyaml_schema_value_t *schema, bool whole, struct vg_error *err) {
  struct shape s = {.file = file, .whole = whole, .err = err};
  tree_open(&s.tree, text, length);
  size_t nodes = s.tree.root == NULL ? 0 : (size_t)(s.tree.document.nodes.top - s.tree.document.nodes.start);
  s.seen = calloc(nodes + 1, sizeof *s.seen);
  bool ok = s.seen == NULL       ? vg_fail(err, VG_E_LIMIT, "%s: out of memory", file)
            : s.tree.root == NULL ? malformed(&s)
                                  : check_value(&s, schema, s.tree.root, "") && check_end(&s);
  free(s.seen);
  tree_close(&s.tree);
  return ok;
}

bool shape_given(const char *file, const char *text, size_t length, const cyaml_schema_value_t *schema, struct vg_error *err) {
  return check_shape(file, text, length, schema, false, err);
}

bool shape_check(const char *file, const char *text, size_t length, const cyaml_schema_value_t *schema, struct vg_error *err) {
  return check_shape(file, text, length, schema, true, err);
}
