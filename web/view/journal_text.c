#include "web/view/journal_text.h"

#include <string.h>

const struct journal_action journal_actions[] = {
    {"source.created", N_("Source added")},
    {"source.changed", N_("Source changed")},
    {"source.enabled", N_("Source started")},
    {"source.disabled", N_("Source stopped")},
    {"source.removed", N_("Source removed")},
    {"pull.accepted", N_("Held pull accepted")},
    {"pull.refused", N_("Held pull refused")},
    {"session.opened", N_("Signed in")},
    {"session.refused", N_("Sign-in refused")},
    {"session.closed", N_("Signed out")},
    {"session.revoked", N_("Other sessions ended")},
    {"user.added", N_("User added")},
    {"user.enabled", N_("User let in again")},
    {"user.disabled", N_("User disabled")},
    {"user.role_changed", N_("Role changed")},
    {"user.setup_link", N_("Set-up link made")},
    {"user.password_changed", N_("Password chosen")},
    {"waiver.requested", N_("Waiver asked for")},
    {"waiver.approved", N_("Waiver approved")},
    {"waiver.refused", N_("Waiver refused")},
    {"waiver.ended", N_("Waiver ended early")},
    {"indicator.added", N_("Indicator of the organisation added")},
    {"indicator.removed", N_("Indicator of the organisation removed")},
    {"threshold.changed", N_("Target changed")},
    {"rule.owner_changed", N_("Owner changed")},
    {"applicability.stated", N_("Applicability stated")},
    {"applicability.confirmed", N_("Applicability confirmed")},
    {"applicability.refused", N_("Statement of applicability refused")},
    {"deviation.noted", N_("Deviation explained")},
    {"attestation.written", N_("Attestation written")},
    {"attestation.accepted", N_("Attestation accepted")},
    {"attestation.refused", N_("Attestation refused")},
    {"evidence.read", N_("Evidence downloaded")},
    {"policy.loaded", N_("Policy loaded")},
    {"evaluation.disagreed", N_("Disagreement found by night")},
    {NULL, NULL}};

/* The first words of objects. */
static const char *const nouns[] = {N_("source"), N_("user"), N_("session"), N_("pull"), N_("waiver"), N_("indicator"), N_("rule"), N_("policy"), NULL};

const char *journal_action_text(enum lang lang, const char *code) {
  for (const struct journal_action *a = journal_actions; a->code != NULL; a++)
    if (strcmp(a->code, code) == 0) return tr(lang, a->title);
  return code;
}

const char *journal_object_text(enum lang lang, struct vg_arena *arena, const char *object) {
  size_t length = strcspn(object, " ");
  for (const char *const *noun = nouns; *noun != NULL; noun++) {
    if (strlen(*noun) != length || strncmp(*noun, object, length) != 0) continue;
    const char *text = vg_printf(arena, "%s%s", tr(lang, *noun), object + length);
    return text != NULL ? text : object;
  }
  return object;
}

const char *journal_actor_text(enum lang lang, const char *actor) {
  return strcmp(actor, "command line") == 0 ? tr(lang, N_("command line")) : actor;
}
