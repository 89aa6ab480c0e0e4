-- What follows from a pull goes on from the first instant at which anything is another: the steps that lead there, and what follows them.
-- What dated facts are brought together in is added to: what a pull taught is put with what is kept, and only what it changed or took away is
-- worked out again from the records.

SET LOCAL check_function_bodies = off;

-- ---- timelines ----

-- the steps of a timeline from an instant on are found by when they end, and those of the states of a rule
CREATE INDEX timeline_until ON vg.timeline (indicator, to_at);
CREATE INDEX rule_timeline_until ON vg.rule_timeline (rule, to_at);

-- Dated values go with their indicator and their perimeter, as verdicts do, but are not looked up there one by one when they are written.
ALTER TABLE vg.dated_value DROP CONSTRAINT dated_value_indicator_fkey, DROP CONSTRAINT dated_value_perimeter_id_fkey;

CREATE FUNCTION vg.forget_values() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'indicator' THEN
    DELETE FROM vg.dated_value WHERE indicator = OLD.code;
  ELSE
    DELETE FROM vg.dated_value WHERE perimeter_id = OLD.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER indicator_values AFTER DELETE ON vg.indicator FOR EACH ROW EXECUTE FUNCTION vg.forget_values();
CREATE TRIGGER perimeter_values AFTER DELETE ON vg.perimeter FOR EACH ROW EXECUTE FUNCTION vg.forget_values();

-- ---- blocks of backups ----

TRUNCATE vg.backup_block, vg.name_seen, vg.digest_whole;
ALTER TABLE vg.backup_block ADD COLUMN recorded_at timestamptz NOT NULL; -- when the last of these was learnt
CREATE INDEX backup_block_recorded_at ON vg.backup_block (recorded_at);

DROP FUNCTION vg.backup_block_of(timestamptz, timestamptz, timestamptz);
DROP FUNCTION vg.backup_block_touched(timestamptz);
DROP FUNCTION vg.name_shown(timestamptz);

-- As in 0017, with when the last was learnt, and nights in a row told by the first and the last; `names` not NULL: of the backups of these; `learnt` not NULL: of those that were learnt from
-- then on.
CREATE FUNCTION vg.backup_block_of(known timestamptz, since timestamptz, until timestamptz, names text[] DEFAULT NULL,
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
         p.recorded_at
  FROM placed p
$$;

-- the blocks in which a backup was changed or lost from an instant on, or that of a key which is back: no more is known of those than what
-- the records say
CREATE FUNCTION vg.backup_block_lost(since timestamptz) RETURNS TABLE (asset text, block integer) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT h.asset, vg.night(h.finished_at) / 30 FROM rec.backup_history h WHERE h.superseded_at >= since
  UNION
  SELECT h.asset, vg.night(h.finished_at) / 30
  FROM (SELECT r.source_id, r.key FROM rec.backup r WHERE r.recorded_at >= since
        UNION SELECT o.source_id, o.key FROM rec.backup_history o WHERE o.superseded_at >= since) k
  CROSS JOIN LATERAL (SELECT b.asset, b.finished_at FROM rec.backup_history b
                      WHERE b.source_id = k.source_id AND b.key = k.key AND b.back_at >= since OFFSET 0) h
$$;

-- ---- names ----

-- As in 0014; `names` not NULL: of these; `learnt` not NULL: as facts that were learnt from then on show them, and all those that are in the
-- same block of backups.
CREATE FUNCTION vg.name_shown(known timestamptz, names text[] DEFAULT NULL, learnt timestamptz DEFAULT NULL)
RETURNS TABLE (kind text, name text, perimeter_id bigint, source_id bigint, during tstzmultirange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT 'backup', b.asset, b.perimeter_id, b.source_id, range_agg(tstzrange(b.first_at, b.last_at + interval '30 days'))
  FROM vg.backup_block b
  WHERE b.asset <> '' AND (names IS NULL OR b.asset = ANY (names)) AND (learnt IS NULL OR b.recorded_at >= learnt)
  GROUP BY b.asset, b.perimeter_id, b.source_id
  UNION ALL
  SELECT 'alert', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT a.asset, a.perimeter_id, a.source_id, min(a.raised_at) AS first_at, max(a.raised_at) AS last_at
        FROM rec.alert_known(known) a
        WHERE a.asset <> '' AND (names IS NULL OR a.asset = ANY (names)) AND (learnt IS NULL OR a.recorded_at >= learnt)
        GROUP BY a.asset, a.perimeter_id, a.source_id, date_bin('30 days', a.raised_at, '2000-01-01 00:00+00')) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT 'availability', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(vg.day(p.first_on), vg.day(p.last_on + 30)))
  FROM (SELECT y.asset, y.perimeter_id, y.source_id, min(y.day) AS first_on, max(y.day) AS last_on
        FROM rec.availability_known(known) y
        WHERE y.asset <> '' AND (names IS NULL OR y.asset = ANY (names)) AND (learnt IS NULL OR y.recorded_at >= learnt)
        GROUP BY y.asset, y.perimeter_id, y.source_id, (y.day - '0001-01-01'::date) / 30) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT p.kind, p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT f.kind, f.asset, f.perimeter_id, f.source_id, min(f.at) AS first_at, max(f.at) AS last_at
        FROM (SELECT 'hardening' AS kind, h.asset, h.perimeter_id, h.source_id, h.recorded_at, h.checked_at AS at
              FROM rec.hardening_known(known) h
              UNION ALL SELECT 'tls', t.asset, t.perimeter_id, t.source_id, t.recorded_at, t.tested_at FROM rec.tls_known(known) t
              UNION ALL SELECT 'vulnerability', v.asset, v.perimeter_id, v.source_id, v.recorded_at, v.found_at
              FROM rec.vulnerability_known(known) v) f
        WHERE f.asset <> '' AND (names IS NULL OR f.asset = ANY (names)) AND (learnt IS NULL OR f.recorded_at >= learnt)
        GROUP BY f.kind, f.asset, f.perimeter_id, f.source_id, date_bin('30 days', f.at, '2000-01-01 00:00+00')) p
  GROUP BY p.kind, p.asset, p.perimeter_id, p.source_id
$$;

-- The names that facts of a kind bore which were changed from an instant on, or took the place of one that had vanished, and bear no more, or
-- not at the same instant or in the same perimeter. `field` says when, in that kind.
CREATE FUNCTION vg.name_lost(kind text, field text, known timestamptz, since timestamptz) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT DISTINCT h.asset'
    ' FROM (SELECT r.source_id, r.key FROM rec.%2$I r WHERE r.recorded_at >= $1'
    '       UNION SELECT o.source_id, o.key FROM rec.%3$I o WHERE o.superseded_at >= $1) k'
    ' CROSS JOIN LATERAL (SELECT w.* FROM rec.%3$I w WHERE w.source_id = k.source_id AND w.key = k.key'
    '                     AND ((w.superseded_at >= $1 AND NOT w.vanished) OR w.back_at >= $1) OFFSET 0) h'
    ' WHERE (SELECT count(*) FROM rec.%2$I n WHERE n.source_id = h.source_id AND n.key = h.key AND n.recorded_at <= $2'
    '        AND (n.asset, n.perimeter_id, n.%1$I) IS NOT DISTINCT FROM (h.asset, h.perimeter_id, h.%1$I)) = 0',
    field, kind, kind || '_history') USING since, known;
END $$;
