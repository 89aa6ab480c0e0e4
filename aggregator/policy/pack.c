#include "policy/pack.h"

#include "policy/framework.h"
#include "policy/policy.h"

/* libcyaml's own tables: constant texts, caps on counts and lengths. */
#define TEXT(key, type, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, struct type, member, 1, 1000)
#define TEXT_OPTIONAL(key, type, member)                                                                               \
  CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct type, member, 1, 1000)
#define BOTH(key, type, member)                                                                                        \
  TEXT(key "_fr", type, member##_fr), TEXT(key "_en", type, member##_en)
#define NUMBER(key, type, member) CYAML_FIELD_INT(key, CYAML_FLAG_DEFAULT, struct type, member)
#define LIST(key, type, member, entry, min, max)                                                                       \
  CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER, struct type, member, entry, min, max)
#define LIST_OPTIONAL(key, type, member, entry, max)                                                                   \
  CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct type, member, entry, 0, max)
#define ENTRY(type) static const cyaml_schema_value_t type##_entry = {CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct type, type##_fields)}

static const cyaml_schema_value_t code_entry = {CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 63)};

/* ---- chapters and rules ---- */

static const cyaml_schema_field_t policy_mapping_fields[] = {
    TEXT("framework", policy_mapping, framework),
    LIST("controls", policy_mapping, controls, &code_entry, 1, 50), CYAML_FIELD_END};
ENTRY(policy_mapping);

static const cyaml_schema_field_t policy_rule_fields[] = {
    TEXT("number", policy_rule, number),
    BOTH("title", policy_rule, title),
    BOTH("statement", policy_rule, statement),
    TEXT_OPTIONAL("frequency_fr", policy_rule, frequency_fr),
    TEXT_OPTIONAL("frequency_en", policy_rule, frequency_en),
    TEXT_OPTIONAL("owner", policy_rule, owner),
    LIST_OPTIONAL("mapping", policy_rule, mapping, &policy_mapping_entry, 10),
    LIST("indicators", policy_rule, indicators, &code_entry, 0, 32),
    CYAML_FIELD_END};
ENTRY(policy_rule);

static const cyaml_schema_field_t policy_chapter_fields[] = {
    NUMBER("number", policy_chapter, number), BOTH("title", policy_chapter, title),
    LIST("rules", policy_chapter, rules, &policy_rule_entry, 1, 200), CYAML_FIELD_END};
ENTRY(policy_chapter);

/* ---- registers ---- */

static const cyaml_schema_field_t policy_deadline_fields[] = {
    TEXT("topic", policy_deadline, topic), TEXT_OPTIONAL("severity", policy_deadline, severity),
    NUMBER("days", policy_deadline, days), CYAML_FIELD_END};
ENTRY(policy_deadline);

static const cyaml_schema_field_t policy_backup_class_fields[] = {
    TEXT("code", policy_backup_class, code), NUMBER("hours", policy_backup_class, hours), CYAML_FIELD_END};
ENTRY(policy_backup_class);

static const cyaml_schema_field_t policy_profile_fields[] = {
    TEXT("job", policy_profile, job),
    LIST("privileges", policy_profile, privileges, &code_entry, 0, 100),
    LIST("zones", policy_profile, zones, &code_entry, 0, 100), CYAML_FIELD_END};
ENTRY(policy_profile);

static const cyaml_schema_field_t policy_incompatible_fields[] = {
    TEXT("one", policy_incompatible, one), TEXT("other", policy_incompatible, other), CYAML_FIELD_END};
ENTRY(policy_incompatible);

static const cyaml_schema_field_t process_fields[] = {
    TEXT("code", policy_topic, code), BOTH("title", policy_topic, title), CYAML_FIELD_END};
static const cyaml_schema_value_t process_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_topic, process_fields)};

static const cyaml_schema_field_t policy_topic_fields[] = {
    TEXT("code", policy_topic, code), BOTH("title", policy_topic, title), NUMBER("days", policy_topic, days),
    CYAML_FIELD_END};
ENTRY(policy_topic);

static const cyaml_schema_field_t policy_control_fields[] = {
    TEXT("code", policy_control, code),
    TEXT("rule", policy_control, rule),
    TEXT("subject", policy_control, subject),
    NUMBER("days", policy_control, days),
    BOTH("question", policy_control, question),
    CYAML_FIELD_END};
ENTRY(policy_control);

static const cyaml_schema_field_t registers_fields[] = {
    LIST_OPTIONAL("deadlines", policy_registers, deadlines, &policy_deadline_entry, 100),
    LIST_OPTIONAL("backup_classes", policy_registers, backup_classes, &policy_backup_class_entry, 50),
    LIST_OPTIONAL("profiles", policy_registers, profiles, &policy_profile_entry, 100),
    LIST_OPTIONAL("incompatible_roles", policy_registers, incompatible_roles, &policy_incompatible_entry, 500),
    LIST_OPTIONAL("processes", policy_registers, processes, &process_entry, 200),
    LIST_OPTIONAL("watch_topics", policy_registers, watch_topics, &policy_topic_entry, 50),
    LIST_OPTIONAL("controls", policy_registers, controls, &policy_control_entry, 100),
    CYAML_FIELD_END};

/* ---- perimeters, exceptions, thresholds ---- */

static const cyaml_schema_field_t policy_perimeter_fields[] = {
    TEXT("code", policy_perimeter, code), TEXT("name", policy_perimeter, name),
    TEXT_OPTIONAL("parent", policy_perimeter, parent), CYAML_FIELD_END};
ENTRY(policy_perimeter);

static const cyaml_schema_field_t policy_exception_fields[] = {
    TEXT("rule", policy_exception, rule),
    TEXT("perimeter", policy_exception, perimeter),
    TEXT("reason", policy_exception, reason),
    TEXT("author", policy_exception, author),
    TEXT("reviewer", policy_exception, reviewer),
    CYAML_FIELD_END};
ENTRY(policy_exception);

static const cyaml_schema_field_t policy_threshold_fields[] = {
    TEXT("indicator", policy_threshold, indicator),
    CYAML_FIELD_FLOAT("target", CYAML_FLAG_DEFAULT, struct policy_threshold, target),
    CYAML_FIELD_FLOAT("warning", CYAML_FLAG_DEFAULT, struct policy_threshold, warning),
    CYAML_FIELD_FLOAT("critical", CYAML_FLAG_DEFAULT, struct policy_threshold, critical),
    CYAML_FIELD_END};
ENTRY(policy_threshold);

static const cyaml_schema_field_t policy_fields[] = {
    TEXT("code", policy, code),
    BOTH("title", policy, title),
    TEXT("effective_on", policy, effective_on),
    LIST("chapters", policy, chapters, &policy_chapter_entry, 1, 100),
    CYAML_FIELD_MAPPING("registers", CYAML_FLAG_OPTIONAL, struct policy, registers, registers_fields),
    LIST_OPTIONAL("perimeters", policy, perimeters, &policy_perimeter_entry, 500),
    LIST_OPTIONAL("not_applicable", policy, not_applicable, &policy_exception_entry, 1000),
    LIST("thresholds", policy, thresholds, &policy_threshold_entry, 0, 1000),
    CYAML_FIELD_END};

const cyaml_schema_value_t policy_pack_schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct policy, policy_fields)};

/* ---- frameworks ---- */

static const cyaml_schema_field_t framework_control_fields[] = {
    TEXT("number", framework_control, number), BOTH("title", framework_control, title), CYAML_FIELD_END};
ENTRY(framework_control);

static const cyaml_schema_field_t framework_fields[] = {
    TEXT("code", framework, code), BOTH("title", framework, title),
    LIST("controls", framework, controls, &framework_control_entry, 1, 1000), CYAML_FIELD_END};

const cyaml_schema_value_t framework_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct framework, framework_fields)};
