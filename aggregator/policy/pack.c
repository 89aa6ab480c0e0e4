#include "policy/pack.h"

#include "policy/policy.h"

/* libcyaml's own tables: constant texts, caps on counts and lengths. */
#define TEXT(key, type, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, struct type, member, 1, 1000)
#define TEXT_OPTIONAL(key, type, member)                                                                               \
  CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct type, member, 1, 1000)

static const cyaml_schema_value_t code_schema = {CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 63)};

static const cyaml_schema_field_t rule_fields[] = {
    TEXT("number", policy_rule, number),
    TEXT("title_fr", policy_rule, title_fr),
    TEXT("title_en", policy_rule, title_en),
    TEXT("statement_fr", policy_rule, statement_fr),
    TEXT("statement_en", policy_rule, statement_en),
    TEXT_OPTIONAL("frequency_fr", policy_rule, frequency_fr),
    TEXT_OPTIONAL("frequency_en", policy_rule, frequency_en),
    CYAML_FIELD_SEQUENCE("indicators", CYAML_FLAG_POINTER, struct policy_rule, indicators, &code_schema, 0, 32),
    CYAML_FIELD_END};

static const cyaml_schema_value_t rule_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_rule, rule_fields)};

static const cyaml_schema_field_t chapter_fields[] = {
    CYAML_FIELD_INT("number", CYAML_FLAG_DEFAULT, struct policy_chapter, number),
    TEXT("title_fr", policy_chapter, title_fr), TEXT("title_en", policy_chapter, title_en),
    CYAML_FIELD_SEQUENCE("rules", CYAML_FLAG_POINTER, struct policy_chapter, rules, &rule_schema, 1, 200),
    CYAML_FIELD_END};

static const cyaml_schema_value_t chapter_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_chapter, chapter_fields)};

static const cyaml_schema_field_t threshold_fields[] = {
    TEXT("indicator", policy_threshold, indicator),
    CYAML_FIELD_FLOAT("target", CYAML_FLAG_DEFAULT, struct policy_threshold, target),
    CYAML_FIELD_FLOAT("warning", CYAML_FLAG_DEFAULT, struct policy_threshold, warning),
    CYAML_FIELD_FLOAT("critical", CYAML_FLAG_DEFAULT, struct policy_threshold, critical), CYAML_FIELD_END};

static const cyaml_schema_value_t threshold_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_threshold, threshold_fields)};

static const cyaml_schema_field_t policy_fields[] = {
    TEXT("code", policy, code),
    TEXT("title_fr", policy, title_fr),
    TEXT("title_en", policy, title_en),
    TEXT("effective_on", policy, effective_on),
    CYAML_FIELD_SEQUENCE("chapters", CYAML_FLAG_POINTER, struct policy, chapters, &chapter_schema, 1, 100),
    CYAML_FIELD_SEQUENCE("thresholds", CYAML_FLAG_POINTER, struct policy, thresholds, &threshold_schema, 0, 1000),
    CYAML_FIELD_END};

const cyaml_schema_value_t policy_pack_schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct policy, policy_fields)};
