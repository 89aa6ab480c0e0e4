-- code: dependency_current
-- rules: 11.18
-- title_fr: Bibliothèques à jour
-- title_en: Libraries up to date
-- question_fr: Les applications de production sont-elles sans vulnérabilité grave de plus de 30 jours dans leurs bibliothèques ?
-- question_en: Are production applications free of serious vulnerabilities older than 30 days in their libraries?
-- formula_fr: Applications sans vulnérabilité critique ou élevée de bibliothèque ouverte depuis plus de 30 jours, divisées par les
--   applications de production.
-- formula_en: Applications without a critical or high vulnerability of a library open for over 30 days, divided by production
--   applications.
-- denominator_fr: Applications de l’inventaire, en service et en production.
-- denominator_en: Applications of the inventory, in service and in production.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, vulnerability
-- spoken: column
-- records: vulnerability.asset
-- deviation_fr: Plus ancienne vulnérabilité critique ou élevée, trouvée le {detail}.
-- deviation_en: Oldest critical or high vulnerability, found on {detail}.
-- nothing_fr: Une vulnérabilité critique ou élevée est restée ouverte plus de 30 jours.
-- nothing_en: A critical or high vulnerability was left open for over 30 days.
-- owner: developer
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Une application dont aucune source n’a jamais cité de bibliothèque est inconnue : rien ne dit qu’elle soit analysée. Une
--   vulnérabilité que la source ne montre plus est tenue pour corrigée.
-- limits_en: An application of which no source ever named a library is unknown: nothing says that it is scanned. A vulnerability that the
--   source no longer shows is taken as fixed.
-- version: 2
WITH application AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
library AS (
  SELECT s.perimeter_id, s.subject, array_agg(DISTINCT v.source_id) AS sources, min(v.found_at) AS told_at,
         range_agg(vg.span(v.found_at + interval '30 days', least(v.fixed_at, v.gone_at))) FILTER (WHERE v.severity IN ('critical', 'high')) AS late,
         min(v.found_at) FILTER (WHERE v.severity IN ('critical', 'high') AND v.fixed_at IS NULL AND v.gone_at IS NULL) AS oldest
  FROM rec.vulnerability_known($1) v
  JOIN vg.asset_alias s ON s.name = v.asset AND s.seen_from = v.perimeter_id
  WHERE v.type = 'library'
  GROUP BY s.perimeter_id, s.subject)
SELECT a.perimeter_id, a.subject, a.label, a.judged, '{(,)}'::tstzmultirange - coalesce(l.late, '{}') AS conforming,
       '{}'::tstzmultirange AS pending, vg.told_since(l.told_at) AS spoken, coalesce(l.sources, '{}') AS sources, vg.instant(l.oldest) AS detail
FROM application a
LEFT JOIN library l USING (perimeter_id, subject);
