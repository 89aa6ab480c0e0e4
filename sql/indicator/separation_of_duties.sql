-- code: separation_of_duties
-- rules: 4.3
-- title_fr: Séparation des pouvoirs
-- title_en: Separation of duties
-- question_fr: Personne ne cumule-t-il des rôles que la politique déclare incompatibles ?
-- question_en: Does nobody hold together roles that the policy declares incompatible?
-- formula_fr: Personnes sans deux rôles incompatibles, divisées par les personnes qui ont un compte.
-- formula_en: Persons without two incompatible roles, divided by persons who have an account.
-- denominator_fr: Personnes qui ont au moins un compte actif, tous systèmes confondus, tant que la politique déclare des rôles
--   incompatibles.
-- denominator_en: Persons who have at least one enabled account, over all systems, while the policy declares incompatible roles.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: person
-- kinds: account, person
-- by_name: person
-- spoken: column
-- records: account.person
-- deviation_fr: Rôles incompatibles : {detail}.
-- deviation_en: Incompatible roles: {detail}.
-- nothing_fr: Des rôles incompatibles ont été cumulés.
-- nothing_en: Incompatible roles were held together.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: daily
-- limits_fr: Un compte que sa source ne rattache à personne échappe au contrôle ; un système qui ne dit pas ses rôles aussi.
--   Deux rôles sont le même quand leur nom l’est, aux majuscules près.
-- limits_en: An account that its source ties to nobody escapes the check; so does a system that does not tell its roles.
--   Two roles are the same when their name is, whatever the capitals.
-- version: 4
WITH account AS MATERIALIZED (
  SELECT p.perimeter_id, p.subject, v.source_id, v.roles, v.open
  FROM vg.account_version($1) v
  JOIN vg.person_alias p ON p.mail = v.person
  WHERE NOT isempty(v.open) AND ($4::text[] IS NULL OR p.subject = ANY ($4))),
holder AS (
  SELECT a.perimeter_id, a.subject, range_agg(a.open) AS open, coalesce(range_agg(a.open) FILTER (WHERE a.roles IS NOT NULL), '{}') AS spoken,
         coalesce(array_agg(DISTINCT a.source_id) FILTER (WHERE a.roles IS NOT NULL), '{}') AS sources
  FROM account a GROUP BY a.perimeter_id, a.subject),
held AS MATERIALIZED (
  SELECT a.perimeter_id, a.subject, lower(btrim(r.role)) AS role, range_agg(a.open) AS during
  FROM account a CROSS JOIN LATERAL unnest(a.roles) r(role)
  GROUP BY a.perimeter_id, a.subject, lower(btrim(r.role))),
clash AS (
  SELECT o.perimeter_id, o.subject, btrim(i.one) || ' + ' || btrim(i.other) AS pair, o.during * t.during * tstzmultirange(i.during) AS during
  FROM vg.incompatible_role() i
  JOIN held o ON o.role = lower(btrim(i.one))
  JOIN held t ON t.role = lower(btrim(i.other)) AND t.perimeter_id = o.perimeter_id AND t.subject = o.subject),
clashing AS (
  SELECT c.perimeter_id, c.subject, range_agg(c.during) AS during, string_agg(DISTINCT c.pair, ', ') FILTER (WHERE c.during @> $1) AS detail
  FROM clash c GROUP BY c.perimeter_id, c.subject),
ruled AS (
  SELECT coalesce(range_agg(i.during), '{}') AS during FROM vg.incompatible_role() i),
name AS (
  SELECT v.perimeter_id, v.subject, (array_agg(v.label ORDER BY lower(v.seen) DESC))[1] AS label
  FROM vg.person_version($1) v GROUP BY v.perimeter_id, v.subject)
SELECT h.perimeter_id, h.subject, coalesce(n.label, h.subject) AS label, h.open * (SELECT r.during FROM ruled r) AS judged,
       '{(,)}'::tstzmultirange - coalesce(c.during, '{}') AS conforming, '{}'::tstzmultirange AS pending, h.spoken, h.sources, c.detail
FROM holder h
LEFT JOIN clashing c USING (perimeter_id, subject)
LEFT JOIN name n USING (perimeter_id, subject);
