-- code: password_hashed
-- rules: 11.16
-- title_fr: Mots de passe hachés
-- title_en: Passwords hashed
-- question_fr: Le hachage des mots de passe et la protection des jetons ont-ils été vérifiés dans chaque application de production ?
-- question_en: Were the hashing of passwords and the protection of tokens checked in each production application?
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
-- limits_fr: Dit que le hachage et les jetons ont été vérifiés, selon la grille de celui qui vérifie.
--   Un échec vaut jusqu’à la vérification suivante ; de deux vérifications au même instant, c’est l’échec qui compte.
-- limits_en: Says that hashing and tokens were checked, by the standard of whoever checks.
--   A failure holds until the next check; of two checks at the same instant, the failed one counts.
-- version: 1
WITH application AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject)
SELECT a.perimeter_id, a.subject, a.label, a.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending, c.sources,
       vg.instant(c.last_shown) AS detail
FROM application a
LEFT JOIN vg.hardening_checked($1, 'password_hashing', '12 months', $4) c USING (perimeter_id, subject);
