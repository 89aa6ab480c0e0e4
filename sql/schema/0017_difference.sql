-- Each step of an evaluation is a statement that gives what differs from what is kept: an evaluation writes that, the nightly check only
-- looks whether there is any, by several connections at once. No step leaves anything in a work table for the next one any more.

SET LOCAL check_function_bodies = off;

DROP TABLE vg.timeline_next, vg.dated_value_next, vg.figure_next;

-- ---- what a step gives: the engine puts a statement where these stand ----

CREATE VIEW vg.dated_value_row WITH (security_invoker) AS
  SELECT v.perimeter_id, v.subject, v.label, v.value, v.during, v.detail FROM vg.dated_value v WHERE false;
CREATE VIEW vg.timeline_row WITH (security_invoker) AS SELECT t.* FROM vg.timeline t WHERE false;
CREATE VIEW vg.difference WITH (security_invoker) AS SELECT NULL::boolean AS gone WHERE false;
CREATE VIEW vg.given_difference WITH (security_invoker) AS SELECT g.*, NULL::boolean AS gone FROM vg.given g WHERE false;
CREATE VIEW vg.verdict_difference WITH (security_invoker) AS
  SELECT v.*, NULL::boolean AS gone, NULL::timestamptz AS first_at FROM vg.verdict v WHERE false;
CREATE VIEW vg.dated_value_difference WITH (security_invoker) AS SELECT v.*, NULL::bigint AS many FROM vg.dated_value v WHERE false;
CREATE VIEW vg.timeline_scope_difference WITH (security_invoker) AS
  SELECT s.*, NULL::boolean AS gone, NULL::timestamptz AS first_at FROM vg.timeline_scope s WHERE false;
CREATE VIEW vg.timeline_difference WITH (security_invoker) AS
  SELECT t.*, NULL::boolean AS gone, NULL::timestamptz AS first_at FROM vg.timeline t WHERE false;
CREATE VIEW vg.rule_timeline_difference WITH (security_invoker) AS SELECT r.*, NULL::boolean AS gone FROM vg.rule_timeline r WHERE false;

-- ---- what freshness is made of ----

-- the coverage of the good pulls that were known, together; `taken_by`: of those that one evaluation took, NULL: of all
CREATE FUNCTION vg.covered_of(known timestamptz, taken_by bigint) RETURNS TABLE (source_id bigint, kind text, during tstzmultirange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.source_id, c.kind, range_agg(c.during)
  FROM vg.pull p
  JOIN vg.coverage c ON c.pull_id = p.id
  WHERE p.status = 'ok' AND p.read_at <= known AND (taken_by IS NULL OR p.evaluation_id = taken_by)
  GROUP BY c.source_id, c.kind
$$;

-- when each kind is fresh in each perimeter, all its sources together
CREATE FUNCTION vg.fresh_kind_of() RETURNS TABLE (perimeter_id bigint, kind text, during tstzmultirange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.perimeter_id, k.kind, vg.fresh_of(array_agg(coalesce(c.during, '{}')), array_agg(s.enabled))
  FROM vg.source s
  JOIN vg.source_kind k ON k.source_id = s.id
  JOIN vg.perimeter_related r ON r.other_id = s.perimeter_id
  LEFT JOIN vg.covered c ON c.source_id = s.id AND c.kind = k.kind
  WHERE r.distance IS NOT NULL
  GROUP BY r.perimeter_id, k.kind
$$;

-- ---- blocks of backups ----

-- the nights that a mask of thirty bits says of a block
CREATE FUNCTION vg.block_nights(block integer, mask integer) RETURNS int4multirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT range_agg(int4range(30 * block + n, 30 * block + n + 1)) FROM generate_series(0, 29) n WHERE mask >> n & 1 = 1
$$;

-- the nights in which one of these backups ended
CREATE FUNCTION vg.nights_of(finished timestamptz[]) RETURNS int4multirange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(range_agg(int4range(vg.night(t), vg.night(t) + 1)), '{}') FROM unnest(finished) t
$$;

-- the periods during which one of these backups was less than 26 hours old, and those of the ones that were gone before
CREATE FUNCTION vg.held_of(whole timestamptz[], cut tstzrange[]) RETURNS tstzmultirange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(range_agg(p.held), '{}')
  FROM (SELECT tstzrange(t, t + interval '26 hours') AS held FROM unnest(whole) t UNION ALL SELECT unnest(cut)) p
$$;

-- As in 0014, for less than half the time. What is gathered of each of a million backups is little, mostly numbers: the union is that of
-- rec.backup_known(), written out so that it brings nothing else. Periods are made of a block at the end, and without a look at each of its
-- backups where all are good, there, and followed each other night after night within two hours of the day.
CREATE OR REPLACE FUNCTION vg.backup_block_of(known timestamptz, since timestamptz, until timestamptz) RETURNS SETOF vg.backup_block
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH run AS NOT MATERIALIZED (
    SELECT r.asset, r.perimeter_id, r.source_id, r.datacenter, r.finished_at, r.status = 'ok' AS good, false AS gone, NULL::tstzrange AS cut,
           date_part('day', r.finished_at - '0001-01-02 12:00:00+00')::integer AS night, -- vg.night(), and the hour within it
           date_part('hour', r.finished_at - '0001-01-02 12:00:00+00')::integer AS hour
    FROM rec.backup r
    WHERE r.recorded_at <= known AND r.finished_at >= since AND r.finished_at < until
    UNION ALL
    SELECT h.asset, h.perimeter_id, h.source_id, h.datacenter, h.finished_at, h.status = 'ok', h.superseded_at <= known,
           CASE WHEN h.superseded_at <= known AND h.superseded_at < h.finished_at + interval '26 hours' THEN vg.span(h.finished_at, h.superseded_at) END,
           date_part('day', h.finished_at - '0001-01-02 12:00:00+00')::integer, date_part('hour', h.finished_at - '0001-01-02 12:00:00+00')::integer
    FROM rec.backup_history h
    WHERE h.recorded_at <= known AND (h.superseded_at > known OR (h.vanished AND (h.back_at IS NULL OR h.back_at > known)))
      AND h.finished_at >= since AND h.finished_at < until),
  gathered AS MATERIALIZED (
    SELECT r.asset, r.perimeter_id, r.source_id, r.datacenter, r.night / 30 AS block, count(*)::integer AS many,
           (count(*) FILTER (WHERE r.good))::integer AS successes, min(r.finished_at) AS first_at, max(r.finished_at) AS last_at,
           bit_or(1 << r.night % 30) AS nights, bit_or(1 << r.hour) AS hours, bool_or(r.good AND r.gone) AS pruned,
           array_agg(r.finished_at) FILTER (WHERE r.good AND r.cut IS NULL) AS whole, array_agg(r.finished_at) FILTER (WHERE r.good AND r.cut IS NOT NULL) AS cut_at,
           array_agg(r.cut) FILTER (WHERE r.good AND r.cut IS NOT NULL) AS cut
    FROM run r
    GROUP BY r.asset, r.perimeter_id, r.source_id, r.datacenter, r.night / 30),
  placed AS (
    SELECT g.*, g.many = g.successes AS good,
           CASE WHEN g.nights = (1 << 30) - 1 THEN int4multirange(int4range(30 * g.block, 30 * g.block + 30)) ELSE vg.block_nights(g.block, g.nights) END AS during
    FROM gathered g
    OFFSET 0)
  SELECT p.asset, p.perimeter_id, p.source_id, p.datacenter, p.block, p.first_at, p.last_at, p.during,
         CASE WHEN p.good THEN p.during ELSE vg.nights_of(p.whole || p.cut_at) END, p.many - p.successes, p.successes,
         CASE WHEN p.good THEN p.first_at ELSE (SELECT min(t) FROM unnest(p.whole || p.cut_at) t) END, p.pruned,
         CASE WHEN p.good AND p.cut IS NULL
                   AND p.hours IN (p.hours & -p.hours, 3 * (p.hours & -p.hours))   -- one hour, or two in a row
                   AND (p.nights + (p.nights & -p.nights)) & p.nights = 0          -- nights in a row
                THEN tstzmultirange(tstzrange(p.first_at, p.last_at + interval '26 hours'))
              ELSE vg.held_of(p.whole, p.cut) END
  FROM placed p
$$;
