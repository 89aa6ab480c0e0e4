-- code: mobile_protected
-- rules: 7.3
-- title_fr: Mobiles protégés
-- title_en: Mobiles protected
-- question_fr: Chaque mobile professionnel est-il protégé par la biométrie et conforme à la gestion de flotte ?
-- question_en: Is each professional mobile protected by biometrics and compliant with device management?
-- formula_fr: Mobiles dont la biométrie est active et que la gestion de flotte dit conformes, divisés par les mobiles en
--   service.
-- formula_en: Mobiles with biometrics on that device management says compliant, divided by mobiles in service.
-- denominator_fr: Téléphones et tablettes de l’inventaire, en service. Un mobile que la gestion de flotte ne connaît pas est en
--   écart.
-- denominator_en: Phones and tablets of the inventory, in service. One that device management does not know is in deviation.
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
-- deviation_fr: Biométrie absente, ou non conforme à la gestion de flotte. Dernier contact : {detail}.
-- deviation_en: Biometrics missing, or not compliant with device management. Last contact: {detail}.
-- nothing_fr: La gestion de flotte ne connaît pas ce mobile.
-- nothing_en: Device management does not know this mobile.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un téléphone personnel qui reçoit le courriel de l’entreprise n’y est que s’il est à l’inventaire. L’état relevé vaut tant que
--   la source le montre. De deux relevés qui se contredisent, le moins bon compte.
-- limits_en: A personal phone that receives company mail is in it only when it is in the inventory. The state read holds while the source
--   shows it. Of two readings that contradict each other, the worse counts.
-- version: 2
WITH mobile AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type IN ('phone', 'tablet') AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
managed AS (
  SELECT y.n, array_agg(DISTINCT e.source_id) AS sources,
         range_agg(e.seen) FILTER (WHERE e.biometrics AND e.managed)
           - coalesce(range_agg(e.seen) FILTER (WHERE NOT (e.biometrics AND e.managed)), '{}') AS good,
         max(e.seen_at) FILTER (WHERE upper_inf(e.seen)) AS last
  FROM mobile y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.endpoint_known($1) e ON e.asset = s.name AND e.perimeter_id = s.seen_from
  GROUP BY y.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(m.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       m.sources, vg.instant(m.last) AS detail
FROM mobile y
LEFT JOIN managed m USING (n);
