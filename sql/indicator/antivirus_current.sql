-- code: antivirus_current
-- rules: 7.2
-- title_fr: Antivirus à jour
-- title_en: Antivirus current
-- question_fr: Chaque poste a-t-il un antivirus actif et à jour ?
-- question_en: Does each workstation have an antivirus that is on and current?
-- formula_fr: Postes dont l’antivirus est actif, les signatures de moins de 3 jours au dernier contact, vus depuis moins de 14
--   jours, divisés par les postes en service.
-- formula_en: Workstations with antivirus on, signatures less than 3 days old at last contact, seen less than 14 days ago,
--   divided by workstations in service.
-- denominator_fr: Postes fixes et portables de l’inventaire, en service. Un poste que la gestion de flotte ne connaît pas est
--   en écart.
-- denominator_en: Workstations and laptops of the inventory, in service. One that device management does not know is in
--   deviation.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, endpoint
-- recent: endpoint
-- records: endpoint.asset
-- deviation_fr: Antivirus arrêté, signatures périmées, ou plus de contact depuis 14 jours. Dernier contact : {detail}.
-- deviation_en: Antivirus off, signatures out of date, or no contact for 14 days. Last contact: {detail}.
-- nothing_fr: La gestion de flotte ne connaît pas ce poste.
-- nothing_en: Device management does not know this workstation.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit que l’antivirus est en état, pas qu’il arrête tout. Des signatures sans date comptent comme périmées. De deux relevés qui
--   se contredisent, le moins bon compte.
-- limits_en: Says that the antivirus is in order, not that it stops everything. Signatures without a date count as out of date. Of two
--   readings that contradict each other, the worse counts.
-- version: 2
WITH workstation AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type IN ('workstation', 'laptop') AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
managed AS (
  SELECT y.n, array_agg(DISTINCT e.source_id) AS sources,
         range_agg(c.during) FILTER (WHERE c.current) - coalesce(range_agg(c.during) FILTER (WHERE NOT c.current), '{}') AS good,
         max(e.seen_at) FILTER (WHERE upper_inf(e.seen)) AS last
  FROM workstation y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.endpoint_known($1) e ON e.asset = s.name AND e.perimeter_id = s.seen_from
  CROSS JOIN LATERAL (SELECT e.seen * vg.span('-infinity', e.seen_at + interval '14 days') AS during,
                             e.antivirus AND e.signatures_at > e.seen_at - interval '3 days' AS current) c
  GROUP BY y.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(m.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       m.sources, vg.instant(m.last) AS detail
FROM workstation y
LEFT JOIN managed m USING (n);
