-- Indicators whose subjects are runs, nights or alerts are asked about some of these too. Their sheets name a function that gives the
-- subjects of which what was learnt may make them say something else, and one for their ground, where they depend on anything besides.

SET LOCAL check_function_bodies = off;

ALTER TABLE vg.given_whole ADD COLUMN ground text; -- on which all was said
-- the values of some subjects are found by it
CREATE INDEX dated_value_subject ON vg.dated_value (indicator, subject);

-- The subjects that the function of a sheet gives: none is left out of which what was learnt from an instant on may make the indicator say
-- something else, on the same ground; some more may be given.
CREATE FUNCTION vg.touched_told(function text, known timestamptz, since timestamptz) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT t FROM vg.%I($1, $2) t', function) USING known, since;
END $$;

-- The ground that the function of a sheet gives; `since`: start of the window.
CREATE FUNCTION vg.ground_told(function text, known timestamptz, since timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  ground text;
BEGIN
  IF function IS NOT NULL THEN
    EXECUTE format('SELECT vg.%I($1, $2)', function) INTO ground USING known, since;
  END IF;
  RETURN ground;
END $$;

-- ---- alerts ----

-- the sources of alerts, and whether one that is known says when people were told
CREATE FUNCTION vg.alert_source(known timestamptz) RETURNS TABLE (source_id bigint, tells boolean) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.id, EXISTS (SELECT FROM rec.alert_known(known) a WHERE a.source_id = s.id AND a.notified_at IS NOT NULL)
  FROM vg.source s
  WHERE s.id = (SELECT min(a.source_id) FROM rec.alert a WHERE a.source_id >= s.id)
     OR s.id = (SELECT min(h.source_id) FROM rec.alert_history h WHERE h.source_id >= s.id)
$$;

CREATE FUNCTION vg.alert_ground(known timestamptz, since timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(s.source_id || CASE WHEN s.tells THEN ' tells' ELSE '' END, ', ' ORDER BY s.source_id), '') FROM vg.alert_source(known) s
$$;

-- the keys of alerts that subjects are named by: "KEY", or "KEY #SOURCE"
CREATE FUNCTION vg.alert_keys(subjects text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN subjects IS NOT NULL
              THEN ARRAY(SELECT u FROM unnest(subjects) u UNION SELECT regexp_replace(u, ' #[0-9]+$', '') FROM unnest(subjects) u) END
$$;

-- The alerts that subjects are named by (NULL: all), under the asset they are about ('': none). With several sources, also those that these
-- show of the same assets: not `asked`.
CREATE FUNCTION vg.alert_asked(known timestamptz, subjects text[])
RETURNS TABLE (perimeter_id bigint, asset text, name text, key text, severity text, suppressed boolean, raised_at timestamptz,
               notified_at timestamptz, resolved_at timestamptz, gone_at timestamptz, source_id bigint, asked boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH giver AS MATERIALIZED (
    SELECT s.source_id FROM vg.alert_source(known) s WHERE subjects IS NOT NULL),
  asked AS MATERIALIZED (
    SELECT a.* FROM rec.alert_known(known) a
    WHERE subjects IS NOT NULL AND a.source_id = ANY (ARRAY(SELECT g.source_id FROM giver g)) AND a.key = ANY (vg.alert_keys(subjects))),
  name AS MATERIALIZED (
    SELECT a.asset FROM asked a
    UNION SELECT o.name FROM vg.asset_alias o
          WHERE o.subject = ANY (ARRAY(SELECT s.subject FROM vg.asset_alias s WHERE s.name = ANY (ARRAY(SELECT a.asset FROM asked a)))))
  SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.asset, ''), a.name, a.key, a.severity, a.suppressed, a.raised_at,
         a.notified_at, a.resolved_at, a.gone_at, a.source_id, a.asked
  FROM (SELECT a.*, true AS asked FROM rec.alert_known(known) a WHERE subjects IS NULL
        UNION ALL SELECT a.*, true FROM asked a
        UNION ALL
        SELECT a.*, false FROM rec.alert_known(known) a
        WHERE subjects IS NOT NULL AND (SELECT count(*) FROM giver) > 1 AND a.key <> ALL (vg.alert_keys(subjects))
          AND (a.asset = ANY (ARRAY(SELECT n.asset FROM name n)) OR a.asset IS NULL)) a
  LEFT JOIN (SELECT s.* FROM vg.asset_alias s WHERE subjects IS NULL OR s.name = ANY (ARRAY(SELECT n.asset FROM name n))) s
         ON s.name = a.asset AND s.seen_from = a.perimeter_id
$$;

-- The alerts that were learnt, changed or lost, and those that other sources show under the same name of the same asset.
CREATE FUNCTION vg.alert_touched(known timestamptz, since timestamptz) RETURNS SETOF text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH giver AS MATERIALIZED (
    SELECT s.source_id FROM vg.alert_source(known) s),
  touched AS MATERIALIZED (
    SELECT t.source_id, t.key, t.name, coalesce(t.asset, '') AS asset
    FROM (SELECT r.source_id, r.key, r.name, r.asset FROM rec.alert r WHERE r.recorded_at >= since
          UNION SELECT h.source_id, h.key, h.name, h.asset FROM rec.alert_history h WHERE h.superseded_at >= since
          UNION SELECT h.source_id, h.key, h.name, h.asset
                FROM rec.alert r JOIN rec.alert_history h USING (source_id, key) WHERE r.recorded_at >= since AND h.back_at >= since) t),
  same AS MATERIALIZED (
    SELECT t.source_id, t.name, t.asset FROM touched t WHERE (SELECT count(*) FROM giver) > 1
    UNION SELECT t.source_id, t.name, o.name
          FROM touched t JOIN vg.asset_alias s ON s.name = t.asset JOIN vg.asset_alias o ON o.subject = s.subject
          WHERE (SELECT count(*) FROM giver) > 1
    UNION SELECT t.source_id, t.name, s.subject FROM touched t JOIN vg.asset_alias s ON s.name = t.asset WHERE (SELECT count(*) FROM giver) > 1),
  key AS MATERIALIZED (
    SELECT t.key FROM touched t
    UNION
    SELECT a.key
    FROM (SELECT a.source_id, a.key, a.name, coalesce(a.asset, '') AS asset FROM rec.alert_known(known) a
          WHERE (SELECT count(*) FROM giver) > 1 AND (a.asset = ANY (ARRAY(SELECT DISTINCT s.asset FROM same s)) OR a.asset IS NULL)) a
    JOIN same s ON s.asset = a.asset AND s.name = a.name AND s.source_id <> a.source_id)
  SELECT k.key FROM key k
  UNION ALL
  SELECT k.key || ' #' || g.source_id FROM key k CROSS JOIN giver g WHERE (SELECT count(*) FROM giver) > 1
$$;

-- As vg.alert_open(known), of some keys, NULL: of all: alerts that count, each once. over: from raised to resolved, or to when the source
-- no longer showed it.
CREATE FUNCTION vg.alert_open(known timestamptz, keys text[])
RETURNS TABLE (perimeter_id bigint, key text, label text, severity text, over tstzrange, source_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH alert AS MATERIALIZED (
    SELECT a.perimeter_id, a.key, a.name, a.asset, a.severity, a.source_id, a.asked,
           tstzrange(a.raised_at, CASE WHEN a.resolved_at IS NOT NULL OR a.gone_at IS NOT NULL
                                       THEN greatest(a.raised_at, least(a.resolved_at, a.gone_at)) END) AS over
    FROM vg.alert_asked(known, keys) a
    WHERE a.severity IN ('critical', 'warning'))
  SELECT a.perimeter_id, a.key, a.name || CASE WHEN a.asset = '' THEN '' ELSE ', ' || a.asset END, a.severity, a.over, a.source_id
  FROM alert a
  WHERE a.asked AND NOT isempty(a.over) AND (keys IS NULL OR a.key = ANY (keys))
    AND NOT EXISTS (SELECT FROM alert b
                    WHERE b.source_id < a.source_id AND b.perimeter_id = a.perimeter_id AND b.name = a.name
                      AND b.asset = a.asset AND b.over && a.over)
$$;
CREATE OR REPLACE FUNCTION vg.alert_open(known timestamptz)
RETURNS TABLE (perimeter_id bigint, key text, label text, severity text, over tstzrange, source_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.* FROM vg.alert_open(known, NULL) a
$$;

-- ---- the rate of good backups ----

-- the sources of backups
CREATE FUNCTION vg.backup_source() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.id FROM vg.source s
  WHERE s.id = (SELECT min(b.source_id) FROM rec.backup b WHERE b.source_id >= s.id)
     OR s.id = (SELECT min(h.source_id) FROM rec.backup_history h WHERE h.source_id >= s.id)
$$;

-- the nights that are wholly within these periods
CREATE FUNCTION vg.nights_within(during tstzmultirange) RETURNS int4multirange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(range_agg(int4range(n.first, n.next)) FILTER (WHERE n.first < n.next), '{}')
  FROM (SELECT vg.night(lower(d) - interval '1 microsecond') + 1 AS first, vg.night(upper(d)) AS next FROM unnest(during) d) n
$$;

-- when backups are covered in each perimeter, whole nights only
CREATE FUNCTION vg.backup_covered(known timestamptz, since timestamptz) RETURNS TABLE (perimeter_id bigint, during tstzmultirange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.id, (SELECT coalesce(range_agg(tstzrange(vg.night_start(lower(n)), vg.night_start(upper(n)))), '{}')
                FROM unnest(vg.nights_within(vg.fresh(p.id, '{backup}', '{}', NULL) * tstzmultirange(tstzrange(since, known)))) n)
  FROM vg.perimeter p
$$;

CREATE FUNCTION vg.backup_ground(known timestamptz, since timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT md5(string_agg(c.perimeter_id || ' ' || c.during, ', ' ORDER BY c.perimeter_id)) FROM vg.backup_covered(known, since) c
$$;

-- The nights that subjects may be named by, "ASSET #01" to "#30" and what may follow, as places from 0 in thirty.
CREATE FUNCTION vg.backup_asked(subjects text[]) RETURNS TABLE (asset text, place integer) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_string(trim_array(p.parts, 1), ' #'), left(p.name, 2)::integer - 1
  FROM (SELECT w.parts, w.parts[cardinality(w.parts)] AS name FROM (SELECT string_to_array(u, ' #') AS parts FROM unnest(subjects) u OFFSET 0) w
        WHERE cardinality(w.parts) > 1 OFFSET 0) p
  WHERE left(p.name, 2) BETWEEN '01' AND '30' AND p.name ~ '^[0-9][0-9]'
$$;

-- The keys of backups that subjects may be named by: "ASSET #KEY", or "ASSET #KEY (SOURCE)".
CREATE FUNCTION vg.backup_keys(subjects text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY(
    SELECT k.key FROM (
      SELECT array_to_string(p.parts[n:], ' #') AS key
      FROM (SELECT string_to_array(u, ' #') AS parts FROM unnest(subjects) u) p CROSS JOIN LATERAL generate_series(2, cardinality(p.parts)) n) w
    CROSS JOIN LATERAL (VALUES (w.key), (regexp_replace(w.key, ' \([0-9]+\)$', ''))) k(key)
    GROUP BY k.key)
$$;

-- The good backups of these names that ended between two instants: found by time where there are more than a hundred names for each thirty
-- days, else by name.
CREATE FUNCTION vg.backup_good(known timestamptz, names text[], since timestamptz, until timestamptz)
RETURNS TABLE (asset text, perimeter_id bigint, source_id bigint, finished_at timestamptz) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT b.asset, b.perimeter_id, b.source_id, b.finished_at
  FROM (SELECT b.* FROM rec.backup_known(known) b
        WHERE cardinality(names) <= 100 * greatest(1, (until::date - since::date) / 30) AND b.asset = ANY (names) OFFSET 0) b
  WHERE b.status = 'ok' AND b.finished_at BETWEEN since AND until
  UNION ALL
  SELECT b.asset, b.perimeter_id, b.source_id, b.finished_at
  FROM rec.backup_known(known) b
  WHERE cardinality(names) > 100 * greatest(1, (until::date - since::date) / 30)
    AND b.status = 'ok' AND b.finished_at BETWEEN since AND until AND b.asset IN (SELECT unnest(names))
$$;

-- The nights of the backups that were learnt, changed or lost, and the failures among these; all nights of an asset of which the inventory
-- says something new, or that a source may begin or cease to back up: that is in the names of its nights.
CREATE FUNCTION vg.backup_touched(known timestamptz, since timestamptz) RETURNS SETOF text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH giver AS MATERIALIZED (
    SELECT s AS source_id FROM vg.backup_source() s),
  record AS MATERIALIZED (
    SELECT r.source_id, r.key, r.perimeter_id, r.asset, r.status, r.finished_at, true AS added FROM rec.backup r WHERE r.recorded_at >= since
    UNION ALL SELECT h.source_id, h.key, h.perimeter_id, h.asset, h.status, h.finished_at, false
              FROM rec.backup_history h WHERE h.superseded_at >= since
    UNION ALL SELECT h.source_id, h.key, h.perimeter_id, h.asset, h.status, h.finished_at, false
              FROM rec.backup r JOIN rec.backup_history h USING (source_id, key) WHERE r.recorded_at >= since AND h.back_at >= since),
  version AS MATERIALIZED (
    SELECT coalesce(s.perimeter_id, t.perimeter_id) AS perimeter_id, coalesce(s.subject, t.asset) AS asset, t.asset AS name,
           t.perimeter_id AS seen_from, t.source_id, t.key, t.finished_at, vg.night(t.finished_at) AS night, t.status = 'ok' AS good, t.added
    FROM record t
    LEFT JOIN (SELECT s.* FROM vg.asset_alias s WHERE s.name = ANY (ARRAY(SELECT DISTINCT r.asset FROM record r))) s
           ON s.name = t.asset AND s.seen_from = t.perimeter_id),
  whole AS MATERIALIZED (
    SELECT v.asset FROM (SELECT DISTINCT v.asset, v.name, v.seen_from, v.source_id FROM version v) v
    WHERE (SELECT true FROM rec.backup r
           WHERE r.asset = v.name AND r.source_id = v.source_id AND r.perimeter_id = v.seen_from AND r.recorded_at < since LIMIT 1) IS NULL
    UNION SELECT n FROM vg.touched_name('asset', 'name', since) n
    UNION SELECT a.subject FROM vg.touched_name('asset', 'name', since) n JOIN vg.asset_alias a ON a.name = n),
  night AS MATERIALIZED (
    SELECT v.perimeter_id, v.asset, v.source_id, v.night, count(*) FILTER (WHERE v.added) AS added, count(*) FILTER (WHERE NOT v.added) AS lost
    FROM version v
    GROUP BY v.perimeter_id, v.asset, v.source_id, v.night),
  asset AS MATERIALIZED (
    SELECT v.asset FROM version v UNION SELECT w.asset FROM whole w),
  name AS MATERIALIZED (
    SELECT a.asset AS name FROM asset a
    UNION SELECT s.name FROM vg.asset_alias s WHERE s.subject = ANY (ARRAY(SELECT a.asset FROM asset a))),
  alias AS MATERIALIZED (
    SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM vg.asset_alias s WHERE s.name = ANY (ARRAY(SELECT n.name FROM name n))),
  held AS (
    SELECT coalesce(a.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(a.subject, b.asset) AS asset, b.source_id, b.block,
           sum(b.successes) AS many, range_agg(b.good_nights) AS good
    FROM (SELECT b.* FROM vg.backup_block b
          WHERE b.asset = ANY (ARRAY(SELECT n.name FROM name n)) AND b.block = ANY (ARRAY(SELECT DISTINCT n.night / 30 FROM night n))
          UNION ALL
          SELECT b.* FROM vg.backup_block b
          WHERE EXISTS (SELECT FROM whole w)
            AND b.asset = ANY (ARRAY(SELECT n.name FROM name n)) AND b.block <> ALL (ARRAY(SELECT DISTINCT n.night / 30 FROM night n))) b
    LEFT JOIN alias a ON a.name = b.asset AND a.seen_from = b.perimeter_id
    GROUP BY 1, 2, 3, 4),
  several AS MATERIALIZED ( -- blocks that hold more good backups than good nights, and how many more
    SELECT s.asset, s.many - s.nights AS more
    FROM (SELECT h.asset, h.many, CASE WHEN h.good = int4multirange(range_merge(h.good)) THEN upper(h.good) - lower(h.good)
                                       ELSE (SELECT coalesce(sum(upper(n) - lower(n)), 0) FROM unnest(h.good) n) END AS nights
          FROM held h) s
    WHERE s.many > s.nights),
  counted AS MATERIALIZED ( -- how many are good, counted where a night may hold several
    SELECT n.asset, n.source_id, n.night, n.added, n.lost, coalesce(g.many, 0) AS least, coalesce(g.many, 1) AS most
    FROM night n
    LEFT JOIN (
      SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS asset, b.source_id, b.night, count(*) AS many
      FROM (SELECT b.asset, b.perimeter_id, b.source_id, vg.night(b.finished_at) AS night
            FROM vg.backup_good(known, ARRAY(SELECT n.name FROM name n WHERE EXISTS (SELECT FROM several v)),
                                (SELECT vg.night_start(min(n.night)) FROM night n), (SELECT vg.night_start(max(n.night) + 1) FROM night n)) b) b
      LEFT JOIN alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
      GROUP BY 1, 2, 3, 4) g USING (perimeter_id, asset, source_id, night)),
  source AS MATERIALIZED ( -- what names say of the source of a night, where a source may be named
    SELECT ' (' || g.source_id || ')' AS suffix, g.source_id FROM giver g WHERE (SELECT count(*) FROM giver) > 1
    UNION ALL SELECT '', NULL),
  failed AS MATERIALIZED (
    SELECT v.key, v.asset, v.source_id FROM version v WHERE NOT v.good
    UNION
    SELECT b.key, coalesce(s.subject, b.asset), b.source_id
    FROM rec.backup_known(known) b
    LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
    WHERE (SELECT count(*) FROM giver) > 1 AND b.status <> 'ok' AND b.source_id = ANY (ARRAY(SELECT g.source_id FROM giver g))
      AND b.key = ANY (ARRAY(SELECT DISTINCT v.key FROM version v WHERE NOT v.good)))
  SELECT c.asset || to_char(c.night % 30 + 1, '" #"FM00') || CASE WHEN nth > 1 THEN '.' || nth ELSE '' END || s.suffix
  FROM counted c
  JOIN source s ON coalesce(s.source_id, c.source_id) = c.source_id
  CROSS JOIN LATERAL generate_series(greatest(1, c.least - c.added + 1), greatest(1, c.most + c.lost)) nth
  UNION
  SELECT asset || to_char(place, '" #"FM00') || CASE WHEN nth > 1 THEN '.' || nth ELSE '' END || s.suffix
  FROM whole w
  LEFT JOIN (SELECT v.asset, max(v.more) AS more FROM several v GROUP BY v.asset) v USING (asset)
  LEFT JOIN (SELECT n.asset, sum(n.lost) AS lost FROM night n GROUP BY n.asset) n USING (asset)
  CROSS JOIN source s CROSS JOIN generate_series(1, 30) place
  CROSS JOIN LATERAL generate_series(1, 1 + coalesce(v.more, 0)::bigint + coalesce(n.lost, 0)::bigint) nth
  UNION
  SELECT f.asset || ' #' || f.key || s.suffix FROM failed f JOIN source s ON coalesce(s.source_id, f.source_id) = f.source_id
$$;

-- the formulas read these
UPDATE vg.indicator SET stale = true WHERE code IN ('alert_delay', 'alert_open', 'alert_resolution', 'backup_success_rate');
