-- code: endpoint_locked
-- rules: 7.1
-- title_fr: Postes verrouillés
-- title_en: Workstations locked
-- question_fr: Chaque poste exige-t-il une authentification et se verrouille-t-il seul ?
-- question_en: Does each workstation require authentication and lock itself?
-- formula_fr: Postes dont l’authentification est exigée et le verrouillage automatique actif, vus depuis moins de 30 jours,
--   divisés par les postes en service.
-- formula_en: Workstations with authentication enforced and automatic lock on, seen less than 30 days ago, divided by
--   workstations in service.
-- denominator_fr: Postes fixes et portables de l’inventaire, en service. Un poste que la gestion de flotte ne connaît pas est
--   en écart.
-- denominator_en: Workstations and laptops of the inventory, in service. One that device management does not know is in
--   deviation.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, endpoint
-- recent: endpoint
-- records: endpoint.asset
-- deviation_fr: Authentification ou verrouillage absent, ou plus de contact depuis 30 jours. Dernier contact : {detail}.
-- deviation_en: Authentication or lock missing, or no contact for 30 days. Last contact: {detail}.
-- nothing_fr: La gestion de flotte ne connaît pas ce poste.
-- nothing_en: Device management does not know this workstation.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit le réglage que la gestion de flotte a relevé, pas l’usage : une session laissée ouverte ne s’y voit pas. Un réglage que la
--   source ne donne pas compte comme absent. De deux relevés qui se contredisent, le moins bon compte.
-- limits_en: Says the setting that device management read, not its use: a session left open is not seen. A setting that the source does not
--   give counts as missing. Of two readings that contradict each other, the worse counts.
-- version: 2
WITH workstation AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type IN ('workstation', 'laptop') AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
managed AS (
  SELECT y.n, array_agg(DISTINCT e.source_id) AS sources,
         range_agg(c.during) FILTER (WHERE e.authentication AND e.autolock)
           - coalesce(range_agg(c.during) FILTER (WHERE NOT (e.authentication AND e.autolock)), '{}') AS good,
         max(e.seen_at) FILTER (WHERE upper_inf(e.seen)) AS last
  FROM workstation y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.endpoint_known($1) e ON e.asset = s.name AND e.perimeter_id = s.seen_from
  CROSS JOIN LATERAL (SELECT e.seen * vg.span('-infinity', e.seen_at + interval '30 days') AS during) c
  GROUP BY y.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(m.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       m.sources, vg.instant(m.last) AS detail
FROM workstation y
LEFT JOIN managed m USING (n);
