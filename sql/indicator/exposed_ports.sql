-- code: exposed_ports
-- rules: 11.1, 11.4
-- title_fr: Ports ouverts autorisés
-- title_en: Open ports allowed
-- question_fr: Chaque port ouvert d’un serveur de production est-il autorisé ?
-- question_en: Is each open port of a production server allowed?
-- formula_fr: Ports ouverts déclarés autorisés, divisés par les ports ouverts vus sur les serveurs de production.
-- formula_en: Open ports declared as allowed, divided by the open ports seen on production servers.
-- denominator_fr: Ports ouverts, par serveur et par protocole, sur les serveurs de l’inventaire en service et en production,
--   tant que la source les montre. Un port qui n’écoute que la machine elle-même n’en est pas.
-- denominator_en: Open ports, by server and protocol, on the servers of the inventory in service and in production, while the
--   source shows them. A port that listens to the machine itself only is not one.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: exposure
-- kinds: asset, exposure
-- by_name: asset
-- records: exposure.asset+protocol+port
-- deviation_fr: Port ouvert sans autorisation, programme : {detail}.
-- deviation_en: Port open without being allowed, process: {detail}.
-- nothing_fr: Port ouvert sans autorisation.
-- nothing_en: Port open without being allowed.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un serveur que personne ne sonde n’a aucun port ici : voir la couverture de l’inventaire. Un port vu à plusieurs
--   adresses doit être autorisé à chacune.
-- limits_en: A server that nobody probes has no port here: see inventory coverage. A port seen at several addresses must be
--   allowed at each.
-- version: 1
WITH server AS (
  SELECT v.perimeter_id, v.subject, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'server' AND v.production
  GROUP BY v.perimeter_id, v.subject),
port AS (
  SELECT s.perimeter_id, s.subject AS asset, concat_ws(' ', s.subject, x.protocol, x.port) AS subject,
         s.subject || ', ' || x.protocol || '/' || x.port AS label, x.source_id, x.seen, coalesce(x.allowed, false) AS allowed, nullif(x.process, '') AS process
  FROM rec.exposure_known($1) x
  JOIN vg.asset_alias s ON s.name = x.asset AND s.seen_from = x.perimeter_id
  WHERE x.reach IS DISTINCT FROM 'local'),
opened AS (
  SELECT p.perimeter_id, p.asset, p.subject, min(p.label) AS label, range_agg(p.seen) AS seen,
         range_agg(p.seen) FILTER (WHERE NOT p.allowed) AS bad, array_agg(DISTINCT p.source_id) AS sources,
         string_agg(DISTINCT p.process, ', ' ORDER BY p.process) FILTER (WHERE NOT p.allowed AND upper_inf(p.seen)) AS detail
  FROM port p
  WHERE $4::text[] IS NULL OR p.subject = ANY ($4)
  GROUP BY p.perimeter_id, p.asset, p.subject)
SELECT o.perimeter_id, o.subject, o.label, y.judged * o.seen AS judged, o.seen - coalesce(o.bad, '{}') AS conforming,
       '{}'::tstzmultirange AS pending, o.sources, o.detail
FROM opened o
JOIN server y ON y.perimeter_id = o.perimeter_id AND y.subject = o.asset;
