-- code: action_on_time
-- rules: 15.5
-- title_fr: Actions tenues à temps
-- title_en: Actions done on time
-- question_fr: Les actions décidées sont-elles faites à leur échéance ?
-- question_en: Are the actions that were decided done by their due date?
-- formula_fr: Actions faites au plus tard le jour de leur échéance, divisées par les actions échues dans les 90 derniers jours.
-- formula_en: Actions done by the day they are due, divided by the actions that fell due in the last 90 days.
-- denominator_fr: Actions du registre échues dans les 90 derniers jours ; une action échoit quand son jour est fini (UTC).
-- denominator_en: Actions of the register that fell due in the last 90 days; an action falls due when its day is over (UTC).
-- form: ratio
-- family: E
-- boards: SPO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: action
-- kinds: action
-- records: action.key
-- deviation_fr: Faite après l’échéance, le {detail}.
-- deviation_en: Done after it was due, on {detail}.
-- nothing_fr: Échue et pas faite.
-- nothing_en: Due and not done.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: weekly
-- limits_fr: Une action faite en retard reste en écart 90 jours. Repousser l’échéance dans le registre efface le retard : la fiche de
--   l’action garde les versions successives.
-- limits_en: An action done late stays in deviation for 90 days. Moving the due date in the register wipes the delay out: the record of
--   the action keeps its successive versions.
-- version: 2
WITH action AS (
  SELECT a.perimeter_id, a.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || a.source_id END AS subject,
         a.key || ', ' || a.title AS label, vg.day(a.due_on + 1) AS due_at, a.due_on, a.done_on, a.gone_at, a.source_id
  FROM rec.action_known($1) a
  LEFT JOIN rec.action_later() l ON l.source_id = a.source_id AND l.key = a.key)
SELECT a.perimeter_id, a.subject, a.label, tstzmultirange(vg.span(a.due_at, least(a.due_at + interval '90 days', a.gone_at))) AS judged,
       CASE WHEN a.done_on <= a.due_on THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,
       ARRAY[a.source_id] AS sources, vg.instant(vg.day(a.done_on)) AS detail
FROM action a
WHERE $4::text[] IS NULL OR a.subject = ANY ($4);
