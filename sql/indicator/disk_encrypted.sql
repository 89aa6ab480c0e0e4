-- code: disk_encrypted
-- rules: 10.2
-- title_fr: Supports chiffrés
-- title_en: Media encrypted
-- question_fr: Les postes et les supports amovibles sont-ils chiffrés ?
-- question_en: Are workstations and removable media encrypted?
-- formula_fr: Postes et supports amovibles chiffrés, divisés par les postes et supports amovibles en service.
-- formula_en: Encrypted workstations and removable media, divided by workstations and removable media in service.
-- denominator_fr: Postes fixes, portables et supports amovibles de l’inventaire, en service. Celui dont aucune source ne dit
--   s’il est chiffré est inconnu.
-- denominator_en: Workstations, laptops and removable media of the inventory, in service. One of which no source says whether
--   it is encrypted is unknown.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, endpoint
-- recent: endpoint
-- spoken: column
-- records: endpoint.asset
-- deviation_fr: N’est pas chiffré. Dernier contact : {detail}.
-- deviation_en: Is not encrypted. Last contact: {detail}.
-- nothing_fr: La source ne montre plus ce support.
-- nothing_en: The source no longer shows this medium.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit que le support est chiffré, pas que sa clé est bien gardée. De deux relevés qui se contredisent, le moins bon compte.
-- limits_en: Says that the medium is encrypted, not that its key is well kept. Of two readings that contradict each other, the worse
--   counts.
-- version: 3
WITH medium AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type IN ('workstation', 'laptop', 'removable') AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
managed AS (
  SELECT y.n, array_agg(DISTINCT e.source_id) AS sources, min(lower(e.seen)) AS told_at,
         range_agg(e.seen) FILTER (WHERE e.encrypted) - coalesce(range_agg(e.seen) FILTER (WHERE NOT e.encrypted), '{}') AS good,
         max(e.seen_at) FILTER (WHERE upper_inf(e.seen)) AS last
  FROM medium y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.endpoint_known($1) e ON e.asset = s.name AND e.perimeter_id = s.seen_from
  WHERE e.encrypted IS NOT NULL
  GROUP BY y.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(m.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       vg.told_since(m.told_at) AS spoken, coalesce(m.sources, '{}') AS sources, vg.instant(m.last) AS detail
FROM medium y
LEFT JOIN managed m USING (n);
