-- code: database_not_exposed
-- rules: 11.9
-- title_fr: Bases de données non exposées
-- title_en: Databases not exposed
-- question_fr: Aucune base de données de production n’est-elle joignable de l’internet ?
-- question_en: Is no production database reachable from the internet?
-- formula_fr: Bases sans aucun port joignable de l’internet, divisées par les bases de données de production.
-- formula_en: Databases without any port reachable from the internet, divided by production databases.
-- denominator_fr: Bases de données de l’inventaire, en service et en production. Celle dont aucune source ne dit d’où ses ports
--   sont joignables est inconnue.
-- denominator_en: Databases of the inventory, in service and in production. One of which no source says from where its ports can
--   be reached is unknown.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, exposure
-- recent: exposure
-- spoken: column
-- records: exposure.asset
-- deviation_fr: Joignable de l’internet : {detail}.
-- deviation_en: Reachable from the internet: {detail}.
-- nothing_fr: Un port était joignable de l’internet.
-- nothing_en: A port was reachable from the internet.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Vaut pour les noms que la source donne : le serveur qui porte la base doit être parmi ses autres noms.
-- limits_en: Holds for the names that the source gives: the server that runs the database must be among its other names.
-- version: 3
WITH database AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'database' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
probed AS (
  SELECT s.perimeter_id, s.subject, array_agg(DISTINCT x.source_id) FILTER (WHERE x.reach IS NOT NULL) AS sources,
         min(lower(x.seen)) FILTER (WHERE x.reach IS NOT NULL) AS told_at,
         range_agg(x.seen) FILTER (WHERE x.reach = 'internet') AS bad,
         string_agg(DISTINCT x.protocol || '/' || x.port, ', ') FILTER (WHERE x.reach = 'internet' AND upper_inf(x.seen)) AS detail
  FROM rec.exposure_known($1) x
  JOIN vg.asset_alias s ON s.name = x.asset AND s.seen_from = x.perimeter_id
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, y.judged - coalesce(p.bad, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       vg.told_since(p.told_at) AS spoken, coalesce(p.sources, '{}') AS sources, p.detail
FROM database y
LEFT JOIN probed p USING (perimeter_id, subject);
