-- code: intervention_procedure
-- rules: 14.3
-- title_fr: Procédures d’intervention
-- title_en: Intervention procedures
-- question_fr: Chaque système critique a-t-il une procédure d’intervention en vigueur, revue dans l’année ?
-- question_en: Does each critical system have an intervention procedure in force, reviewed within the year?
-- formula_fr: Systèmes dont une procédure d’intervention en vigueur a été revue ou approuvée dans les 12 derniers mois, divisés par les
--   systèmes critiques.
-- formula_en: Systems with an intervention procedure in force that was reviewed or approved in the last 12 months, divided by critical
--   systems.
-- denominator_fr: Biens de l’inventaire marqués critiques, en service.
-- denominator_en: Assets of the inventory marked as critical, in service.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, document
-- records: document.asset
-- deviation_fr: Dernière revue de sa procédure : {detail}.
-- deviation_en: Last review of its procedure: {detail}.
-- nothing_fr: Aucune procédure d’intervention en vigueur ne le cite.
-- nothing_en: No intervention procedure in force names it.
-- owner: system_administrator
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: yearly
-- limits_fr: La procédure doit citer le système dans le registre des documents. Un document ne compte que depuis qu’il est relevé.
-- limits_en: The procedure must name the system in the register of documents. A document counts from when it was first read.
-- version: 1
WITH system AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.critical AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
documented AS (
  SELECT s.perimeter_id, s.subject, max(x.at) FILTER (WHERE upper_inf(d.seen)) AS last,
         range_agg(d.seen * tstzrange(x.at, x.at + interval '12 months')) FILTER (WHERE x.at IS NOT NULL) AS good
  FROM rec.document_known($1) d
  CROSS JOIN LATERAL (SELECT greatest(d.reviewed_at, d.approved_at) AS at) x
  JOIN vg.asset_alias s ON s.name = d.asset AND s.seen_from = d.perimeter_id
  WHERE d.type = 'intervention_procedure' AND d.status = 'in_force'
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(d.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       NULL::bigint[] AS sources, vg.instant(d.last) AS detail
FROM system y
LEFT JOIN documented d USING (perimeter_id, subject);
