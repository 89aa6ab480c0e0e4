-- What is asked after a pull is only what it may have changed, and what is asked about backups costs as much however many there were.

SET LOCAL check_function_bodies = off;

-- ---- names ----

TRUNCATE vg.backup_block, vg.name_seen, vg.digest_whole;
ALTER TABLE vg.name_seen ADD COLUMN kept_at timestamptz NOT NULL; -- the instant as known at which it was first kept so

-- The names that facts of a kind learnt from an instant on show where an indicator that judges its subjects while their names are seen does not
-- say so yet, in the window that begins at `begun`, and those that facts show no more. Nothing is another where the name was seen then already,
-- and the same source had shown it. `field` names the asset, `instant` says when, in that kind; vg.name_seen is brought up to date.
CREATE FUNCTION vg.shown_name(kind text, field text, instant text, indicator text, known timestamptz, begun timestamptz,
                              since timestamptz) RETURNS SETOF text
LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan AS $$
  WITH seen AS MATERIALIZED (
    SELECT n.name, n.perimeter_id, n.during, n.kept_at FROM vg.name_seen n
    WHERE n.kind = shown_name.kind AND n.name = ANY (ARRAY(SELECT t FROM vg.touched_name(shown_name.kind, field, since) t))),
  subject AS MATERIALIZED (
    SELECT s.name, coalesce(a.perimeter_id, s.perimeter_id) AS perimeter_id, coalesce(a.subject, s.name) AS subject, s.during, s.kept_at
    FROM seen s
    LEFT JOIN (SELECT a.* FROM vg.asset_alias a WHERE a.name = ANY (ARRAY(SELECT s.name FROM seen s))) a
           ON a.name = s.name AND a.seen_from = s.perimeter_id)
  SELECT l FROM vg.name_lost(kind, instant, known, since) l
  UNION
  SELECT s.name
  FROM subject s
  LEFT JOIN (SELECT g.* FROM vg.given g WHERE g.indicator = shown_name.indicator AND g.subject = ANY (ARRAY(SELECT s.subject FROM subject s))) g
         USING (perimeter_id, subject)
  WHERE s.kept_at >= known OR g.judged IS NULL OR NOT g.judged @> (s.during * tstzmultirange(tstzrange(begun, NULL)))
$$;

-- ---- who was touched ----

DROP FUNCTION vg.touched_told(text, timestamptz, timestamptz), vg.alert_touched(timestamptz, timestamptz), vg.backup_touched(timestamptz, timestamptz);

-- The subjects that the function of a sheet gives: none is left out of which what was learnt from an instant on may make the indicator say
-- something else, on the same ground; some more may be given. And the names, not subjects, under which records are about these; none: any may.
CREATE FUNCTION vg.touched_told(function text, known timestamptz, since timestamptz) RETURNS TABLE (subject boolean, name text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT t.subject, t.name FROM vg.%I($1, $2) t', function) USING known, since;
END $$;

-- As in 0021; a version that is back may have vanished again since.
CREATE FUNCTION vg.alert_touched(known timestamptz, since timestamptz) RETURNS TABLE (subject boolean, name text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH giver AS MATERIALIZED (
    SELECT s.source_id FROM vg.alert_source(known) s),
  touched AS MATERIALIZED (
    SELECT t.source_id, t.key, t.name, coalesce(t.asset, '') AS asset
    FROM (SELECT r.source_id, r.key, r.name, r.asset FROM rec.alert r WHERE r.recorded_at >= since
          UNION SELECT h.source_id, h.key, h.name, h.asset FROM rec.alert_history h WHERE h.superseded_at >= since
          UNION SELECT h.source_id, h.key, h.name, h.asset FROM rec.alert_history h WHERE h.back_at >= since) t),
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
  SELECT true, k.key FROM key k
  UNION ALL
  SELECT true, k.key || ' #' || g.source_id FROM key k CROSS JOIN giver g WHERE (SELECT count(*) FROM giver) > 1
$$;

-- ---- alerts ----

-- whether a source says when people were told; a table that is made later has the index from the start
DO $$
BEGIN
  IF to_regclass('rec.alert') IS NOT NULL THEN
    CREATE INDEX IF NOT EXISTS alert_notified_at ON rec.alert (notified_at);
    CREATE INDEX IF NOT EXISTS alert_history_notified_at ON rec.alert_history (notified_at);
  END IF;
END $$;

-- what writes dated values knows which are there
DROP VIEW vg.dated_value_difference;
CREATE VIEW vg.dated_value_difference WITH (security_invoker) AS SELECT v.*, NULL::bigint AS many, NULL::boolean AS there FROM vg.dated_value v WHERE false;

-- The alerts that subjects are named by, under the asset they are about ('': none). With several sources, also those that these show of the
-- same assets: not `asked`. What a single source shows is found by its keys alone.
CREATE FUNCTION vg.alert_asked_of(known timestamptz, subjects text[])
RETURNS TABLE (perimeter_id bigint, asset text, name text, key text, severity text, suppressed boolean, raised_at timestamptz,
               notified_at timestamptz, resolved_at timestamptz, gone_at timestamptz, source_id bigint, asked boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  givers bigint[] := ARRAY(SELECT s.source_id FROM vg.alert_source(known) s);
BEGIN
  IF cardinality(givers) <= 1 THEN
    RETURN QUERY
    SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.asset, ''), a.name, a.key, a.severity, a.suppressed, a.raised_at,
           a.notified_at, a.resolved_at, a.gone_at, a.source_id, true
    FROM rec.alert_known(known) a
    LEFT JOIN vg.asset_alias s ON s.name = a.asset AND s.seen_from = a.perimeter_id
    WHERE a.source_id = ANY (givers) AND a.key = ANY (subjects);
    RETURN;
  END IF;
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT a.* FROM rec.alert_known(known) a WHERE a.source_id = ANY (givers) AND a.key = ANY (vg.alert_keys(subjects))),
  name AS MATERIALIZED (
    SELECT a.asset FROM asked a
    UNION SELECT o.name FROM vg.asset_alias o
          WHERE o.subject = ANY (ARRAY(SELECT s.subject FROM vg.asset_alias s WHERE s.name = ANY (ARRAY(SELECT a.asset FROM asked a)))))
  SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.asset, ''), a.name, a.key, a.severity, a.suppressed, a.raised_at,
         a.notified_at, a.resolved_at, a.gone_at, a.source_id, a.asked
  FROM (SELECT a.*, true AS asked FROM asked a
        UNION ALL
        SELECT a.*, false FROM rec.alert_known(known) a
        WHERE (a.asset = ANY (ARRAY(SELECT n.asset FROM name n)) OR a.asset IS NULL) AND a.key NOT IN (SELECT unnest(vg.alert_keys(subjects)))) a
  LEFT JOIN vg.asset_alias s ON s.name = a.asset AND s.seen_from = a.perimeter_id;
END $$;

-- As in 0021, of all where `subjects` is NULL; what some are is planned once a connection.
CREATE OR REPLACE FUNCTION vg.alert_asked(known timestamptz, subjects text[])
RETURNS TABLE (perimeter_id bigint, asset text, name text, key text, severity text, suppressed boolean, raised_at timestamptz,
               notified_at timestamptz, resolved_at timestamptz, gone_at timestamptz, source_id bigint, asked boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.asset, ''), a.name, a.key, a.severity, a.suppressed, a.raised_at,
         a.notified_at, a.resolved_at, a.gone_at, a.source_id, true
  FROM rec.alert_known(known) a
  LEFT JOIN vg.asset_alias s ON s.name = a.asset AND s.seen_from = a.perimeter_id
  WHERE subjects IS NULL
  UNION ALL
  SELECT o.* FROM vg.alert_asked_of(known, subjects) o WHERE subjects IS NOT NULL
$$;

-- As in 0021; the keys that alerts are asked by may be a few more than `keys`.
CREATE OR REPLACE FUNCTION vg.alert_open(known timestamptz, keys text[])
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
  WHERE a.asked AND NOT isempty(a.over)
    AND NOT EXISTS (SELECT FROM alert b
                    WHERE b.source_id < a.source_id AND b.perimeter_id = a.perimeter_id AND b.name = a.name
                      AND b.asset = a.asset AND b.over && a.over)
$$;

-- edges are counted without it
DROP FUNCTION vg.edges_of(tstzmultirange, tstzmultirange, tstzmultirange, tstzmultirange, tstzmultirange);

-- ---- backups ----

ALTER TABLE vg.backup_block ADD COLUMN again int4multirange[] NOT NULL; -- the nights in which a second one succeeded, those in which a third did, ...

-- The blocks of a name, source and datacenter together: kept with them, and lost with them in a crash.
CREATE UNLOGGED TABLE vg.backup_series (
  asset        text NOT NULL,
  perimeter_id bigint NOT NULL,
  source_id    bigint NOT NULL,
  datacenter   text,
  nights       int4multirange NOT NULL,
  good_nights  int4multirange NOT NULL,
  again        int4multirange[] NOT NULL,
  failed       boolean NOT NULL,        -- one did not succeed
  first_good   timestamptz,
  pruned       boolean NOT NULL,
  held         tstzmultirange NOT NULL
);
CREATE INDEX backup_series_asset ON vg.backup_series (asset);

-- ---- how many backups nights hold ----
-- The first of a list holds the nights in which there was one, the second those in which there were two, and so on: none in which there were
-- fewer.

CREATE FUNCTION vg.nights_add(a int4multirange[], b int4multirange[]) RETURNS int4multirange[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  one int4multirange;
  twice int4multirange;
  n integer;
BEGIN
  FOREACH one IN ARRAY b LOOP -- once more in each of these nights: where there is one, it is the second, and so on
    n := 1;
    WHILE NOT isempty(one) LOOP
      twice := coalesce(a[n], '{}') * one;
      a[n] := coalesce(a[n], '{}') + one;
      one := twice;
      n := n + 1;
    END LOOP;
  END LOOP;
  RETURN a;
END $$;
CREATE AGGREGATE vg.nights_sum(int4multirange[]) (SFUNC = vg.nights_add, STYPE = int4multirange[], PARALLEL = SAFE);

-- of these backups, from the second of a night on; not compiled: SQL_GROUPING_HASHED makes all seem dear
CREATE FUNCTION vg.nights_again(finished timestamptz[]) RETURNS int4multirange[] LANGUAGE sql STABLE PARALLEL SAFE SET jit = off AS $$
  SELECT coalesce(array_agg(l.nights ORDER BY l.nth), '{}')
  FROM (SELECT b.nth, range_agg(int4range(b.night, b.night + 1)) AS nights
        FROM (SELECT n.night, row_number() OVER (PARTITION BY n.night) AS nth FROM (SELECT vg.night(t) AS night FROM unnest(finished) t) n) b
        WHERE b.nth > 1 GROUP BY b.nth) l
$$;

-- vg.backup_series worked out from the blocks of these names; NULL: of all
CREATE FUNCTION vg.backup_series_of(names text[]) RETURNS SETOF vg.backup_series LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT b.asset, b.perimeter_id, b.source_id, b.datacenter, range_agg(b.nights), range_agg(b.good_nights),
         coalesce(vg.nights_sum(b.again) FILTER (WHERE b.again <> '{}'), '{}'), bool_or(b.failures > 0), min(b.first_good),
         bool_or(b.pruned), range_agg(b.held)
  FROM vg.backup_block b
  WHERE names IS NULL OR b.asset = ANY (names)
  GROUP BY b.asset, b.perimeter_id, b.source_id, b.datacenter
$$;

-- As in 0020, with the nights in which several succeeded, told by how many.
CREATE OR REPLACE FUNCTION vg.backup_block_of(known timestamptz, since timestamptz, until timestamptz, names text[] DEFAULT NULL,
                                   learnt timestamptz DEFAULT NULL)
RETURNS SETOF vg.backup_block LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH run AS NOT MATERIALIZED (
    SELECT r.asset, r.perimeter_id, r.source_id, r.datacenter, r.finished_at, r.status = 'ok' AS good, r.recorded_at, false AS gone,
           NULL::tstzrange AS cut,
           date_part('day', r.finished_at - '0001-01-02 12:00:00+00')::integer AS night, -- vg.night(), and the hour within it
           date_part('hour', r.finished_at - '0001-01-02 12:00:00+00')::integer AS hour
    FROM rec.backup r
    WHERE r.recorded_at <= known AND r.finished_at >= since AND r.finished_at < until
      AND (names IS NULL OR r.asset = ANY (names)) AND (learnt IS NULL OR r.recorded_at >= learnt)
    UNION ALL
    SELECT h.asset, h.perimeter_id, h.source_id, h.datacenter, h.finished_at, h.status = 'ok', h.recorded_at, h.superseded_at <= known,
           CASE WHEN h.superseded_at <= known AND h.superseded_at < h.finished_at + interval '26 hours'
                THEN vg.span(h.finished_at, h.superseded_at) END,
           date_part('day', h.finished_at - '0001-01-02 12:00:00+00')::integer,
           date_part('hour', h.finished_at - '0001-01-02 12:00:00+00')::integer
    FROM rec.backup_history h
    WHERE h.recorded_at <= known AND (h.superseded_at > known OR (h.vanished AND (h.back_at IS NULL OR h.back_at > known)))
      AND h.finished_at >= since AND h.finished_at < until
      AND (names IS NULL OR h.asset = ANY (names)) AND (learnt IS NULL OR h.recorded_at >= learnt)),
  gathered AS MATERIALIZED (
    SELECT r.asset, r.perimeter_id, r.source_id, r.datacenter, r.night / 30 AS block, count(*)::integer AS many,
           (count(*) FILTER (WHERE r.good))::integer AS successes, min(r.finished_at) AS first_at, max(r.finished_at) AS last_at,
           bit_or(1 << r.night % 30) AS nights, bit_or(1 << r.hour) AS hours, bool_or(r.good AND r.gone) AS pruned,
           array_agg(r.finished_at) FILTER (WHERE r.good AND r.cut IS NULL) AS whole,
           array_agg(r.finished_at) FILTER (WHERE r.good AND r.cut IS NOT NULL) AS cut_at,
           array_agg(r.cut) FILTER (WHERE r.good AND r.cut IS NOT NULL) AS cut,
           max(r.recorded_at) AS recorded_at
    FROM run r
    GROUP BY r.asset, r.perimeter_id, r.source_id, r.datacenter, r.night / 30),
  placed AS (
    SELECT g.*, g.many = g.successes AS good,
           CASE WHEN g.in_a_row THEN int4multirange(int4range(vg.night(g.first_at), vg.night(g.last_at) + 1))
                ELSE vg.block_nights(g.block, g.nights) END AS during
    FROM (SELECT w.*, (w.nights + (w.nights & -w.nights)) & w.nights = 0 AS in_a_row FROM gathered w) g
    OFFSET 0)
  SELECT p.asset, p.perimeter_id, p.source_id, p.datacenter, p.block, p.first_at, p.last_at, p.during,
         CASE WHEN p.good THEN p.during ELSE vg.nights_of(p.whole || p.cut_at) END, p.many - p.successes, p.successes,
         CASE WHEN p.good THEN p.first_at ELSE (SELECT min(t) FROM unnest(p.whole || p.cut_at) t) END, p.pruned,
         CASE WHEN p.good AND p.cut IS NULL AND p.in_a_row
                   AND p.hours IN (p.hours & -p.hours, 3 * (p.hours & -p.hours)) -- one hour, or two in a row
                THEN tstzmultirange(tstzrange(p.first_at, p.last_at + interval '26 hours'))
              ELSE vg.held_of(p.whole, p.cut) END,
         p.recorded_at,
         CASE WHEN p.good AND p.successes = bit_count(p.nights::bit(32)) THEN '{}' ELSE vg.nights_again(p.whole || p.cut_at) END
  FROM placed p
$$;

-- The nights that subjects may be named by, "ASSET #01" to "#30" as places from 0 in thirty, and which backup of a night: "#01.2" is a second.
DROP FUNCTION vg.backup_asked(text[]);
CREATE FUNCTION vg.backup_asked(subjects text[]) RETURNS TABLE (asset text, place integer, nth integer) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_string(trim_array(p.parts, 1), ' #'), left(p.name, 2)::integer - 1,
         CASE WHEN length(p.name) = 2 THEN 1 ELSE coalesce(substring(p.name FROM '^..\.([0-9]{1,7})')::integer, 1) END
  FROM (SELECT w.parts, w.parts[cardinality(w.parts)] AS name FROM (SELECT string_to_array(u, ' #') AS parts FROM unnest(subjects) u OFFSET 0) w
        WHERE cardinality(w.parts) > 1 OFFSET 0) p
  WHERE left(p.name, 2) BETWEEN '01' AND '30' AND p.name ~ '^[0-9][0-9]'
$$;

-- the failed backups of all that has any, or those that subjects may be named by
CREATE FUNCTION vg.backup_failed(known timestamptz, subjects text[])
RETURNS TABLE (asset text, perimeter_id bigint, source_id bigint, key text, finished_at timestamptz, message text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT b.asset, b.perimeter_id, b.source_id, b.key, b.finished_at, b.message
  FROM rec.backup_known(known) b
  WHERE subjects IS NULL AND b.status <> 'ok' AND b.asset = ANY (ARRAY(SELECT DISTINCT s.asset FROM vg.backup_series s WHERE s.failed))
  UNION ALL
  SELECT b.asset, b.perimeter_id, b.source_id, b.key, b.finished_at, b.message
  FROM rec.backup_known(known) b
  WHERE subjects IS NOT NULL AND b.status <> 'ok' AND b.source_id = ANY (ARRAY(SELECT g FROM vg.backup_source() g))
    AND b.key = ANY (vg.backup_keys(subjects))
$$;

-- As in 0021, with the names; whether a night holds several, or a source backed an asset up before, is found in the series.
CREATE FUNCTION vg.backup_touched(known timestamptz, since timestamptz) RETURNS TABLE (subject boolean, name text)
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
    UNION SELECT a.subject FROM vg.touched_name('asset', 'name', since) n JOIN vg.asset_alias a ON a.name = n),
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
      AND b.key = ANY (ARRAY(SELECT DISTINCT v.key FROM version v WHERE NOT v.good))),
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
  SELECT true, f.asset || ' #' || f.key || s.suffix FROM failed f JOIN source s ON coalesce(s.source_id, f.source_id) = f.source_id
$$;

-- no backup is looked for one by one any more
DROP FUNCTION vg.backup_good(timestamptz, text[], timestamptz, timestamptz);

-- the formulas read the series
UPDATE vg.indicator SET stale = true WHERE code IN ('backup_daily', 'backup_offsite', 'backup_success_rate');
