-- A failed backup is a subject under its asset and key, and so is a night under its asset and number. A key that reads like the number of a
-- night ("12", "12.2", "12 (3)") has "#0" before it, which no night bears: two subjects of one name stopped the evaluation.

SET LOCAL check_function_bodies = off;

CREATE FUNCTION vg.backup_failure(asset text, key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT asset || CASE WHEN key ~ '^[0-9]{2}(\.[0-9]+)?( \([0-9]+\))?$' THEN ' #0 #' ELSE ' #' END || key
$$;

-- As in 0025, failures under this name.
CREATE OR REPLACE FUNCTION vg.backup_touched(known timestamptz, since timestamptz, renamed text[]) RETURNS TABLE (subject boolean, name text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH giver AS MATERIALIZED (
    SELECT s AS source_id FROM vg.backup_source() s),
  record AS MATERIALIZED (
    SELECT r.source_id, r.key, r.perimeter_id, r.asset, r.status, r.finished_at, true AS added FROM rec.backup r WHERE r.recorded_at >= since
    UNION ALL SELECT h.source_id, h.key, h.perimeter_id, h.asset, h.status, h.finished_at, false
              FROM rec.backup_history h WHERE h.superseded_at >= since
    UNION ALL SELECT h.source_id, h.key, h.perimeter_id, h.asset, h.status, h.finished_at, false
              FROM rec.backup_history h WHERE h.back_at >= since),
  version AS MATERIALIZED (
    SELECT coalesce(s.perimeter_id, t.perimeter_id) AS perimeter_id, coalesce(s.subject, t.asset) AS asset, t.asset AS name,
           t.perimeter_id AS seen_from, t.source_id, t.key, vg.night(t.finished_at) AS night, t.status = 'ok' AS good, t.added
    FROM record t
    LEFT JOIN (SELECT s.* FROM vg.asset_alias s WHERE s.name = ANY (ARRAY(SELECT DISTINCT r.asset FROM record r))) s
           ON s.name = t.asset AND s.seen_from = t.perimeter_id),
  whole AS MATERIALIZED (
    SELECT v.asset
    FROM (SELECT v.asset, v.name, v.seen_from, v.source_id, range_agg(int4range(v.night, v.night + 1)) AS nights FROM version v
          GROUP BY v.asset, v.name, v.seen_from, v.source_id) v
    WHERE coalesce((SELECT true FROM vg.backup_series s WHERE s.asset = v.name AND s.source_id = v.source_id AND s.perimeter_id = v.seen_from
                      AND NOT s.nights <@ v.nights LIMIT 1),
                   (SELECT true FROM rec.backup r WHERE r.asset = v.name AND r.source_id = v.source_id AND r.perimeter_id = v.seen_from
                      AND r.recorded_at < since LIMIT 1)) IS NULL
    UNION SELECT n FROM vg.touched_name('asset', 'name', since) n
    UNION SELECT a.subject FROM vg.touched_name('asset', 'name', since) n JOIN vg.asset_alias a ON a.name = n
    UNION SELECT unnest(renamed)),
  night AS MATERIALIZED (
    SELECT v.perimeter_id, v.asset, v.source_id, v.night, count(*) AS many, count(*) FILTER (WHERE NOT v.added) AS lost -- at most
    FROM version v
    GROUP BY v.perimeter_id, v.asset, v.source_id, v.night),
  failed AS MATERIALIZED (
    SELECT v.key, v.asset, v.source_id FROM version v WHERE NOT v.good
    UNION
    SELECT b.key, coalesce(s.subject, b.asset), b.source_id
    FROM rec.backup_known(known) b
    LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
    WHERE (SELECT count(*) FROM giver) > 1 AND b.status <> 'ok' AND b.source_id = ANY (ARRAY(SELECT g.source_id FROM giver g))
      AND b.key = ANY (ARRAY(SELECT DISTINCT v.key FROM version v WHERE NOT v.good))
    UNION
    SELECT b.key, coalesce(s.subject, b.asset), b.source_id
    FROM rec.backup_known(known) b
    LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
    WHERE b.status <> 'ok' AND b.asset = ANY (ARRAY(SELECT l.asset FROM vg.backup_series l WHERE l.failed AND l.asset = ANY (renamed)))),
  asset AS MATERIALIZED (
    SELECT v.asset FROM version v UNION SELECT w.asset FROM whole w UNION SELECT f.asset FROM failed f),
  name AS MATERIALIZED (
    SELECT a.asset AS name FROM asset a
    UNION SELECT s.name FROM vg.asset_alias s WHERE s.subject = ANY (ARRAY(SELECT a.asset FROM asset a))),
  alias AS MATERIALIZED (
    SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM vg.asset_alias s WHERE s.name = ANY (ARRAY(SELECT n.name FROM name n))),
  series AS MATERIALIZED (
    SELECT coalesce(a.perimeter_id, s.perimeter_id) AS perimeter_id, coalesce(a.subject, s.asset) AS asset, s.source_id, s.good_nights, s.again
    FROM (SELECT s.* FROM vg.backup_series s WHERE s.asset = ANY (ARRAY(SELECT n.name FROM name n))) s
    LEFT JOIN alias a ON a.name = s.asset AND a.seen_from = s.perimeter_id),
  held AS MATERIALIZED ( -- how many good ones a night holds
    SELECT n.perimeter_id, n.asset, n.source_id, n.night, sum(1 + (SELECT count(*) FROM unnest(s.again) l WHERE l @> n.night)) AS many
    FROM night n JOIN series s USING (perimeter_id, asset, source_id)
    WHERE s.good_nights @> n.night
    GROUP BY n.perimeter_id, n.asset, n.source_id, n.night),
  most AS MATERIALIZED ( -- any night of an asset of which all may be others
    SELECT s.asset, sum(1 + cardinality(s.again)) AS many FROM series s WHERE s.asset IN (SELECT w.asset FROM whole w) GROUP BY s.asset),
  source AS MATERIALIZED ( -- what names say of the source of a night, where a source may be named
    SELECT ' (' || g.source_id || ')' AS suffix, g.source_id FROM giver g WHERE (SELECT count(*) FROM giver) > 1
    UNION ALL SELECT '', NULL)
  SELECT false, n.name FROM name n
  UNION ALL
  SELECT true, c.asset || to_char(c.night % 30 + 1, '" #"FM00') || CASE WHEN nth > 1 THEN '.' || nth ELSE '' END || s.suffix
  FROM night c
  LEFT JOIN held h USING (perimeter_id, asset, source_id, night)
  JOIN source s ON coalesce(s.source_id, c.source_id) = c.source_id
  CROSS JOIN LATERAL generate_series(greatest(1, coalesce(h.many, 0)::bigint - c.many + 1), greatest(1, coalesce(h.many, 0)::bigint + c.lost)) nth
  UNION ALL
  SELECT true, asset || to_char(place, '" #"FM00') || CASE WHEN nth > 1 THEN '.' || nth ELSE '' END || s.suffix
  FROM whole w
  LEFT JOIN most m USING (asset)
  LEFT JOIN (SELECT n.asset, sum(n.lost) AS lost FROM night n GROUP BY n.asset) n USING (asset)
  CROSS JOIN source s CROSS JOIN generate_series(1, 30) place
  CROSS JOIN LATERAL generate_series(1, greatest(1, coalesce(m.many, 0)::bigint + coalesce(n.lost, 0)::bigint)) nth
  UNION ALL
  SELECT true, vg.backup_failure(f.asset, f.key) || s.suffix FROM failed f JOIN source s ON coalesce(s.source_id, f.source_id) = f.source_id
  UNION ALL
  SELECT true, g.subject
  FROM unnest(renamed) n
  CROSS JOIN LATERAL (SELECT g.subject FROM vg.given g
                      WHERE g.indicator = 'backup_success_rate' AND g.subject >= n || ' #' AND g.subject < n || ' $' OFFSET 0) g
$$;

UPDATE vg.indicator SET stale = true WHERE code = 'backup_success_rate';
