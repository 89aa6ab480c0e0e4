-- code: advisory_triaged
-- rules: 11.13, 15.3
-- title_fr: Avis de sécurité triés
-- title_en: Advisories triaged
-- question_fr: Dit-on de chaque avis de sécurité, sous trois jours, s’il nous concerne ?
-- question_en: Is each advisory said within three days to concern us or not?
-- formula_fr: Avis triés (applicables ou non) dans les 3 jours de leur publication, divisés par les avis publiés dans les 90 derniers jours.
-- formula_en: Advisories triaged (applicable or not) within 3 days of publication, divided by the advisories published in the last 90
--   days.
-- denominator_fr: Avis publiés dans les 90 derniers jours par les flux suivis. Un avis que plusieurs sources citent sous la même référence
--   est un seul avis.
-- denominator_en: Advisories published in the last 90 days by the feeds followed. An advisory that several sources cite under the same
--   reference is one advisory.
-- form: ratio
-- family: E
-- boards: PO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: advisory
-- kinds: advisory
-- records: advisory.reference
-- deviation_fr: Trié hors délai, le {detail}.
-- deviation_en: Triaged too late, on {detail}.
-- nothing_fr: Pas encore trié.
-- nothing_en: Not triaged yet.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un avis sorti de son flux reste compté : un flux ne montre que ses derniers avis. Dit qu’un avis est trié, pas que la
--   correction est faite : voir les vulnérabilités.
-- limits_en: An advisory that left its feed still counts: a feed only shows its latest. Says that an advisory is triaged, not that the
--   fix is made: see vulnerabilities.
-- version: 1
WITH advisory AS (
  SELECT a.perimeter_id, a.reference, min(a.title) AS title, min(a.published_at) AS published_at, min(a.triaged_at) AS triaged_at,
         array_agg(DISTINCT a.source_id) AS sources
  FROM rec.advisory_known($1) a
  WHERE $4::text[] IS NULL OR a.reference = ANY ($4)
  GROUP BY a.perimeter_id, a.reference)
SELECT a.perimeter_id, a.reference AS subject, a.reference || ', ' || a.title AS label,
       tstzmultirange(tstzrange(a.published_at, a.published_at + interval '90 days')) AS judged,
       CASE WHEN a.triaged_at <= a.published_at + interval '3 days' THEN tstzmultirange(tstzrange(a.triaged_at, NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(vg.span(a.published_at, least(a.published_at + interval '3 days', a.triaged_at))) AS pending, a.sources,
       vg.instant(a.triaged_at) AS detail
FROM advisory a;
