-- code: account_review_current
-- rules: 4.4
-- title_fr: Revues de comptes à jour
-- title_en: Account reviews up to date
-- question_fr: Les comptes de chaque système ont-ils été revus depuis moins de 183 jours ?
-- question_en: Were the accounts of each system reviewed less than 183 days ago?
-- formula_fr: Systèmes dont une revue des comptes s’est terminée dans les 183 derniers jours, divisés par les systèmes qui ont des comptes.
-- formula_en: Systems whose accounts went through a completed review in the last 183 days, divided by systems that have accounts.
-- denominator_fr: Systèmes qui ont au moins un compte actif.
-- denominator_en: Systems that have at least one enabled account.
-- form: ratio
-- family: A
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: account, account_review
-- records: account_review.system
-- deviation_fr: Dernière revue terminée : {detail}.
-- deviation_en: Last completed review: {detail}.
-- nothing_fr: Aucune revue de comptes terminée.
-- nothing_en: No completed account review.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: every 6 months
-- limits_fr: Dit que la revue a eu lieu, pas ce qu’elle a corrigé. Une revue inachevée ne compte pas. Un système dont aucune source ne lit
--   les comptes n’y est pas.
-- limits_en: Says that the review was made, not what it mended. An unfinished review does not count. A system whose accounts no source
--   reads is not in it.
-- version: 2
WITH system AS MATERIALIZED (
  SELECT v.perimeter_id, v.system AS subject, range_agg(v.open) AS judged, array_agg(DISTINCT v.source_id) AS sources
  FROM vg.account_version($1) v
  WHERE NOT isempty(v.open) AND ($4::text[] IS NULL OR v.system = ANY ($4))
  GROUP BY v.perimeter_id, v.system),
review AS (
  SELECT coalesce(s.perimeter_id, r.perimeter_id) AS perimeter_id, coalesce(s.subject, r.system) AS subject, s.subject IS NOT NULL AS known,
         r.source_id, r.reviewed_at, r.gone_at
  FROM rec.account_review_known($1) r
  LEFT JOIN vg.asset_alias s ON s.name = r.system AND s.seen_from = r.perimeter_id
  WHERE r.completed),
reviewed AS (
  SELECT y.perimeter_id, y.subject, range_agg(vg.span(r.reviewed_at, least(r.reviewed_at + interval '183 days', r.gone_at))) AS good,
         array_agg(DISTINCT r.source_id) AS sources, max(r.reviewed_at) FILTER (WHERE r.gone_at IS NULL) AS last
  FROM review r
  JOIN system y ON y.subject = r.subject
  JOIN vg.perimeter_related l ON l.perimeter_id = r.perimeter_id AND l.other_id = y.perimeter_id AND (l.distance = 0 OR NOT r.known)
  GROUP BY y.perimeter_id, y.subject)
SELECT y.perimeter_id, y.subject, y.subject AS label, y.judged, coalesce(r.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       y.sources || r.sources AS sources, vg.instant(r.last) AS detail
FROM system y
LEFT JOIN reviewed r USING (perimeter_id, subject);
