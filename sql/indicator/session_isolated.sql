-- code: session_isolated
-- rules: 11.15
-- title_fr: Sessions isolées
-- title_en: Sessions isolated
-- question_fr: L’isolation des sessions a-t-elle été vérifiée dans chaque application de production ?
-- question_en: Was the isolation of sessions checked in each production application?
-- formula_fr: Applications dont la dernière vérification, réussie, a moins de 12 mois, divisées par les applications de production.
-- formula_en: Applications whose last check, passed, is less than 12 months old, divided by production applications.
-- denominator_fr: Applications de l’inventaire, en service et en production.
-- denominator_en: Applications of the inventory, in service and in production.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, hardening
-- records: hardening.asset
-- deviation_fr: En échec, ou vérifiée il y a trop longtemps ; dernière vérification : {detail}.
-- deviation_en: Failed, or checked too long ago; last check: {detail}.
-- nothing_fr: Aucune vérification connue.
-- nothing_en: No check is known.
-- owner: developer
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: yearly
-- limits_fr: Une vérification annuelle ne voit pas ce qu’une livraison a changé depuis : voir les tests d’intrusion.
--   Un échec vaut jusqu’à la vérification suivante ; de deux vérifications au même instant, c’est l’échec qui compte.
-- limits_en: A yearly check does not see what a delivery changed since: see intrusion tests.
--   A failure holds until the next check; of two checks at the same instant, the failed one counts.
-- version: 1
WITH application AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
run AS (
  SELECT s.perimeter_id, s.subject, h.source_id, h.result = 'passed' AS passed, h.checked_at, h.gone_at,
         lead(h.checked_at) OVER (PARTITION BY s.perimeter_id, s.subject ORDER BY h.checked_at, h.result DESC, h.id) AS next_at
  FROM rec.hardening_known($1) h
  JOIN vg.asset_alias s ON s.name = h.asset AND s.seen_from = h.perimeter_id
  WHERE h."check" = 'session_isolation'),
checked AS (
  SELECT r.perimeter_id, r.subject, array_agg(DISTINCT r.source_id) AS sources,
         range_agg(vg.span(r.checked_at, least(r.checked_at + interval '12 months', r.next_at, r.gone_at))) FILTER (WHERE r.passed) AS good,
         max(r.checked_at) FILTER (WHERE r.gone_at IS NULL) AS last
  FROM run r GROUP BY r.perimeter_id, r.subject)
SELECT a.perimeter_id, a.subject, a.label, a.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending, c.sources,
       vg.instant(c.last) AS detail
FROM application a
LEFT JOIN checked c USING (perimeter_id, subject);
